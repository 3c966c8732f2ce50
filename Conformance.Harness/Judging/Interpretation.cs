namespace Conformance.Harness.Judging;

/// <summary>
/// A place where the text is open to two readings (decisions D1 to D12). The run is judged by the literal reading; the
/// verdict under the other is given beside it: on the occasions that remain (<paramref name="When"/>, all if null) by
/// its own check (<paramref name="Then"/>, the literal one if null).
/// </summary>
public sealed record Interpretation<T>(
    string Decision,
    string Literal,
    string Otherwise,
    Func<T, bool>? When = null,
    Func<T, Finding>? Then = null);

/// <summary>The verdict under one reading of the text.</summary>
public sealed record ReadingVerdict(string Decision, string Reading, Verdict Verdict);
