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
        var cutShort = CutShort(traces).ToList();
        // One that was cut short is no reason to look away from what the others ask for and never see.
        var wasAskedForAll = HasEach(profile, traces);
        var isWhole = wasAskedForAll && cutShort.Count == 0;
        var judgements = Judge.All(requirements, traces, profile.Ics);
        return new ReviewedJudgements(
            judgements,
            Review(profile, judgements, started, transport, isWhole),
            DeclarationReview.Of(traces, wasAskedForAll),
            [
                .. ChatReview.Of(traces),
                .. judgements.Any(it => it.Verdict == Verdict.Inconclusive) ? RefusalReview.Of(traces) : [],
                .. wasAskedForAll && !isWhole && profile.Expectations.Count > 0 ? [$"whether known deviations pass now was not looked at, since scenarios were cut short: {string.Join(", ", cutShort)}"] : Array.Empty<string>(),
            ]);
    }

    /// <summary>The known deviations that are stale whatever the client does: nobody has to wait for a run's end to be told of them.</summary>
    public static IReadOnlyList<string> StaleAhead(ClientProfile profile, DateTimeOffset started) =>
        Review(profile, [], started, "", isWhole: false).Stale;

    /// <summary>Whether the traces are of every scenario that the client's declaration makes possible, each driven to its end.</summary>
    public static bool IsWhole(ClientProfile profile, IReadOnlyList<Trace> traces) => HasEach(profile, traces) && !CutShort(traces).Any();

    private static bool HasEach(ClientProfile profile, IReadOnlyList<Trace> traces) =>
        !SuiteRunner.Applicable(profile, ScenarioCatalogue.All).Select(it => it.Name).Except(traces.Select(it => it.Scenario)).Any();

    private static IEnumerable<string> CutShort(IReadOnlyList<Trace> traces) => traces.Where(it => it.Interruption is not null).Select(it => it.Scenario);

    private static ExpectationReview Review(ClientProfile profile, IReadOnlyList<Judgement> judgements, DateTimeOffset started, string transport, bool isWhole) => ExpectationReview.Of(
        judgements,
        profile.Expectations,
        Catalogue.Requirements.Select(it => it.Id).ToHashSet(StringComparer.Ordinal),
        DateOnly.FromDateTime(started.UtcDateTime),
        transport,
        isWhole);
}
