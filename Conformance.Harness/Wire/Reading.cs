namespace Conformance.Harness.Wire;

/// <summary>
/// The outcome of reading one value: what could be read, where it stands, and what is broken in it.
/// A value may stand beside defects: it is then what could still be read.
/// </summary>
public sealed record Reading<T>(T? Value, ByteSpan Span, IReadOnlyList<Defect> Defects)
    where T : class
{
    public bool IsSound => Value is not null && Defects.Count == 0;
}
