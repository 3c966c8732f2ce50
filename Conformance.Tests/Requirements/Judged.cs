using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>One requirement of the catalogue held against a trace made by hand.</summary>
internal static class Judged
{
    public static Judgement By(string id, Trace trace) => Catalogue.Requirements.Single(it => it.Id == id).Judge([trace]);

    /// <summary>The user asks for a chat with these invitees, and this INVITE follows.</summary>
    public static Judgement By(string id, SipMessage invite, params IReadOnlyList<string> invitees) =>
        By(id, new HandMadeTrace().Asks(invitees).ClientSends(invite).Seal());

    /// <summary>The finding that gave the verdict.</summary>
    public static Finding Worst(this Judgement judgement) => judgement.Findings.Select(it => it.Finding).MaxBy(it => it.Verdict)!;

    /// <summary>The octets that a finding points at, in a trace.</summary>
    public static string Marked(this Finding finding, Trace trace)
    {
        var evidence = finding.Evidence[0];
        return trace.Events[evidence.Message - 1] is WireMessage message ? evidence.Span.Text(message.Octets) : "";
    }

    /// <summary>The verdict under the other reading of a decision.</summary>
    public static Verdict Otherwise(this Judgement judgement, string decision) =>
        judgement.Readings.Where(it => it.Decision == decision).Select(it => it.Verdict).Last();
}
