using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Commands;

/// <summary>The verdicts over traces, and the client's known deviations held against them: the same for a run and for one that is put together.</summary>
internal sealed record ReviewedJudgements(IReadOnlyList<Judgement> Judgements, ExpectationReview Expectations, IReadOnlyList<DeclarationFinding> Declaration)
{
    public static ReviewedJudgements Of(ClientProfile profile, IReadOnlyList<Trace> traces, IReadOnlyList<Requirement> requirements, DateTimeOffset started, string transport)
    {
        var isWhole = IsWhole(profile, traces);
        var judgements = Judge.All(requirements, traces);
        return new ReviewedJudgements(judgements, ExpectationReview.Of(
            judgements,
            [.. profile.Expectations.Select(it => new KnownDeviation(it.Requirement, it.Expires, it.Transport))],
            Catalogue.Requirements.Select(it => it.Id).ToHashSet(StringComparer.Ordinal),
            DateOnly.FromDateTime(started.UtcDateTime),
            transport,
            isWhole), DeclarationReview.Of(traces, isWhole));
    }

    /// <summary>Whether the traces are of every scenario that the client's declaration makes possible, each driven to its end.</summary>
    public static bool IsWhole(ClientProfile profile, IEnumerable<Trace> traces) =>
        SuiteRunner.Applicable(profile, ScenarioCatalogue.All).Select(it => it.Name).Except(traces.Where(it => it.Interruption is null).Select(it => it.Scenario)).Any() is false;
}
