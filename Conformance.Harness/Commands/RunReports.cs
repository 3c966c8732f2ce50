using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Reporting;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Commands;

/// <summary>Judges traces, and reviews the client's known deviations with the verdicts: the same for a run and for one that is put together.</summary>
internal static class RunReports
{
    public static RunReport Of(
        ClientProfile profile,
        IReadOnlyList<Trace> traces,
        IReadOnlyList<Requirement> requirements,
        DateTimeOffset started,
        Func<IReadOnlyList<Judgement>, ExpectationReview, RunReport> report)
    {
        var judgements = Judge.All(requirements, traces);
        return report(judgements, ExpectationReview.Of(
            judgements,
            [.. profile.Expectations.Select(it => new KnownDeviation(it.Requirement, it.Expires))],
            Catalogue.Requirements.Select(it => it.Id).ToHashSet(StringComparer.Ordinal),
            DateOnly.FromDateTime(started.UtcDateTime)));
    }
}
