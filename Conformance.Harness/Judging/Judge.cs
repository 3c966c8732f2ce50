using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Judging;

/// <summary>Holds sealed traces against requirements. A pure function: no sockets, clocks or waits.</summary>
public static class Judge
{
    /// <param name="requirements">What is asked.</param>
    /// <param name="traces">What was seen.</param>
    /// <param name="declared">What the client declares; null takes it from the traces, and without any leaves everything applicable.</param>
    public static IReadOnlyList<Judgement> All(IEnumerable<Requirement> requirements, IReadOnlyList<Trace> traces, Declaration? declared = null) =>
        [.. requirements.Select(requirement => One(requirement, traces, declared))];

    /// <summary>
    /// What is wrong with the core's own messages, one line each: a defect there is the harness's fault (Error) and makes
    /// nothing of the client's. Answers copy fields of what they answer (RFC 3261 section 8.2.6.2, RFC 4975 section 7.2),
    /// so a defect of a kind that the client has shown before is the client's.
    /// </summary>
    public static IEnumerable<string> CoreDefects(Trace trace)
    {
        var shownByClient = new HashSet<DefectKind>();
        foreach (var message in trace.Messages)
        {
            var defects = DefectsOf(message);
            if (message.IsFromClient)
            {
                shownByClient.UnionWith(defects.Select(it => it.Kind));
                continue;
            }

            foreach (var defect in defects.Where(it => !shownByClient.Contains(it.Kind)))
            {
                yield return $"scenario {trace.Scenario}: the core's own message {message.Number} has {defect.Kind} at octets {defect.Span.Offset}..{defect.Span.End}";
            }
        }
    }

    private static Judgement One(Requirement requirement, IReadOnlyList<Trace> traces, Declaration? declared)
    {
        try
        {
            return requirement.Judge(traces, declared);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // A check that throws is a fault of the suite. It must not take the other verdicts with it.
            var finding = new Finding(Verdict.Error, "the check runs to its end", $"{bug.GetType().Name}: {bug.Message}", null, [], false);
            return new Judgement(requirement, Verdict.Error, [new ScenarioFinding("", finding)], []);
        }
    }

    private static IEnumerable<Defect> DefectsOf(WireMessage message) => message.IsMsrp
        ? message.Msrp.Defects
        : [.. message.Sip.Inspect(), .. message.Sip.InspectBodies(), .. message.Sdps().SelectMany(PathDefects)];

    private static IEnumerable<Defect> PathDefects(TracedSdp sdp) =>
        from media in sdp.Reading.Value?.Media ?? []
        from attribute in media.Attributes
        where attribute is { Name: "path", Value: not null }
        from uri in MsrpUri.ParsePath(sdp.Message.Octets, ByteSpan.Between(attribute.Line.ValueSpan.Offset + "path:".Length, attribute.Line.ValueSpan.End))
        from defect in uri.Defects
        select defect;
}
