using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Commands;

/// <summary>The verdicts over traces, and the client's known deviations held against them: the same for a run and for one that is put together.</summary>
internal sealed record ReviewedJudgements(
    IReadOnlyList<Judgement> Judgements,
    ExpectationReview Expectations,
    IReadOnlyList<DeclarationFinding> Declaration,
    IReadOnlyList<string> Remarks)
{
    public static ReviewedJudgements Of(ClientProfile profile, IReadOnlyList<Trace> traces, IReadOnlyList<Requirement> requirements, DateTimeOffset started, string transport)
    {
        var isWhole = IsWhole(profile, traces);
        var judgements = Judge.All(requirements, traces, profile.Ics);
        return new ReviewedJudgements(
            judgements,
            Review(profile, judgements, started, transport, isWhole),
            DeclarationReview.Of(traces, isWhole),
            [.. ChatReview.Of(traces)]);
    }

    /// <summary>The known deviations that are stale whatever the client does: nobody has to wait for a run's end to be told of them.</summary>
    public static IReadOnlyList<string> StaleAhead(ClientProfile profile, DateTimeOffset started) =>
        Review(profile, [], started, "", isWhole: false).Stale;

    /// <summary>Whether the traces are of every scenario that the client's declaration makes possible, each driven to its end.</summary>
    public static bool IsWhole(ClientProfile profile, IEnumerable<Trace> traces) =>
        SuiteRunner.Applicable(profile, ScenarioCatalogue.All).Select(it => it.Name).Except(traces.Where(it => it.Interruption is null).Select(it => it.Scenario)).Any() is false;

    private static ExpectationReview Review(ClientProfile profile, IReadOnlyList<Judgement> judgements, DateTimeOffset started, string transport, bool isWhole) => ExpectationReview.Of(
        judgements,
        profile.Expectations,
        Catalogue.Requirements.Select(it => it.Id).ToHashSet(StringComparer.Ordinal),
        DateOnly.FromDateTime(started.UtcDateTime),
        transport,
        isWhole);
}
