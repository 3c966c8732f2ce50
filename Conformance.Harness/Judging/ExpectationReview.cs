using Conformance.Harness.Tracing;

namespace Conformance.Harness.Judging;

/// <summary>Known deviations held against the verdicts: which failures they cover, and which of them no longer hold.</summary>
public sealed record ExpectationReview(IReadOnlyDictionary<string, Expectation> Expected, IReadOnlyList<string> Stale)
{
    /// <param name="judgements">The run's verdicts; a requirement that was filtered out is not among them.</param>
    /// <param name="expectations">The profile's known deviations.</param>
    /// <param name="knownIds">Every requirement id of the catalogue.</param>
    /// <param name="today">The day of the run.</param>
    /// <param name="transport">That of the run: what is known of another one is no matter here.</param>
    /// <param name="isWhole">Whether every scenario was driven: what passes in some of them may fail in the others, and is not stale.</param>
    public static ExpectationReview Of(
        IReadOnlyList<Judgement> judgements,
        IReadOnlyList<Expectation> expectations,
        IReadOnlySet<string> knownIds,
        DateOnly today,
        string transport,
        bool isWhole)
    {
        var verdicts = judgements.ToDictionary(it => it.Requirement.Id, it => it.Verdict);
        var stale = expectations.Select(it => (it.Requirement, Why: WhyStale(it, verdicts, knownIds, today, isWhole && it.IsOf(transport))))
            .Where(it => it.Why is not null)
            .Select(it => $"expectation {it.Requirement}: {it.Why}")
            .ToList();
        var expected = expectations
            .Where(it => it.Expires >= today && it.IsOf(transport) && verdicts.GetValueOrDefault(it.Requirement) == Verdict.Fail)
            .DistinctBy(it => it.Requirement)
            .ToDictionary(it => it.Requirement, StringComparer.Ordinal);
        return new ExpectationReview(expected, stale);
    }

    private static string? WhyStale(Expectation expectation, Dictionary<string, Verdict> verdicts, IReadOnlySet<string> knownIds, DateOnly today, bool hadEveryOccasion) => expectation switch
    {
        _ when !knownIds.Contains(expectation.Requirement) => "no such requirement; correct the id or delete the entry",
        _ when expectation.Expires < today => $"expired on {expectation.Expires:yyyy-MM-dd}; mend the client or renew the entry",
        _ when hadEveryOccasion && verdicts.GetValueOrDefault(expectation.Requirement) == Verdict.Pass => "the requirement passes now; delete the entry",
        _ => null,
    };
}
