using System.Collections.Immutable;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;

namespace Conformance.Harness.Judging;

/// <summary>The octets that a finding rests on: the number of the trace event, and the run of octets in it (empty for an event without octets).</summary>
public sealed record Evidence(int Message, ByteSpan Span, string Label);

/// <summary>
/// What one occasion showed. Mend is the smallest edit of what was observed that would have passed; null on a pass.
/// IsByAbsence: it rests on something not seen, which proves nothing when the scenario was interrupted.
/// </summary>
public sealed record Finding(
    Verdict Verdict,
    string Expected,
    string Observed,
    string? Mend,
    ImmutableArray<Evidence> Evidence,
    bool IsByAbsence)
{
    public static Finding Holds(string expected, string observed, params ImmutableArray<Evidence> evidence) =>
        new(Verdict.Pass, expected, observed, null, evidence, false);

    public static Finding Fails(string expected, string observed, string mend, params ImmutableArray<Evidence> evidence) =>
        new(Verdict.Fail, expected, observed, mend, evidence, false);

    /// <summary>Fails since something is not there; the evidence is the place searched.</summary>
    public static Finding Missing(string expected, string observed, string mend, params ImmutableArray<Evidence> evidence) =>
        new(Verdict.Fail, expected, observed, mend, evidence, true);

    /// <summary>The occasion came, but what followed cannot tell: the stimulus went astray, the client lacks the verb.</summary>
    public static Finding Undecided(string expected, string why, params ImmutableArray<Evidence> evidence) =>
        new(Verdict.Inconclusive, expected, why, null, evidence, false);

    /// <summary>Pass or fail by a condition, with the same evidence.</summary>
    public static Finding That(bool holds, string expected, string observed, string mend, params ImmutableArray<Evidence> evidence) =>
        holds ? Holds(expected, observed, evidence) : Fails(expected, observed, mend, evidence);

    /// <summary>The worst of several, so that one occasion gives one finding; the first failing part speaks.</summary>
    public static Finding All(IEnumerable<Finding> parts)
    {
        var all = parts.ToList();
        return all.Count == 0 ? throw new ArgumentException("a finding has at least one part", nameof(parts)) : all.MaxBy(it => it.Verdict)!;
    }
}

/// <summary>Evidence from trace events.</summary>
public static class EvidenceOf
{
    public static Evidence At(this WireMessage message, ByteSpan span, string label) => new(message.Number, span, label);

    /// <summary>The whole message.</summary>
    public static Evidence Whole(this WireMessage message, string label) => new(message.Number, new ByteSpan(0, message.Octets.Length), label);

    /// <summary>An event without octets of its own.</summary>
    public static Evidence Event(this TraceEvent happened, string label) => new(happened.Number, default, label);
}
