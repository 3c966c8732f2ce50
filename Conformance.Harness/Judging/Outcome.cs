using Conformance.Harness.Tracing;

namespace Conformance.Harness.Judging;

/// <summary>A finding with the scenario that it belongs to.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Finding">What one occasion of it showed.</param>
/// <param name="More">How many further findings of the same verdict are not kept: what a client repeats a thousand times is told a few times.</param>
public sealed record ScenarioFinding(string Scenario, Finding Finding, int More = 0);

/// <summary>The verdict on one requirement over all traces of a run.</summary>
public sealed record Judgement(
    Requirement Requirement,
    Verdict Verdict,
    IReadOnlyList<ScenarioFinding> Findings,
    IReadOnlyList<ReadingVerdict> Readings);

/// <summary>What a requirement's occasions gave, under the literal reading and under each other one.</summary>
internal sealed record Outcome(IReadOnlyList<ScenarioFinding> Findings, IReadOnlyList<ReadingVerdict> Readings)
{
    /// <summary>How many findings of the same verdict are kept for one scenario.</summary>
    internal const int MostAlike = 20;

    public static Outcome Of<T>(
        IReadOnlyList<(Trace Trace, T Occasion)> occasions,
        Func<T, Finding> then,
        IReadOnlyList<Interpretation<T>> readings)
    {
        var findings = Each(occasions, then);
        var verdicts = readings.SelectMany(reading => new[]
        {
            new ReadingVerdict(reading.Decision, reading.Literal, Worst(findings)),
            new ReadingVerdict(reading.Decision, reading.Otherwise, Worst(Each(
                [.. occasions.Where(it => reading.When is null || reading.When(it.Occasion))],
                reading.Then ?? then))),
        });
        return new Outcome(Fewer(findings), [.. verdicts]);
    }

    /// <summary>Several outcomes of one requirement as one; there is at least one.</summary>
    public static Outcome Of(IReadOnlyList<Outcome> parts) => new(
        [.. parts.SelectMany(it => it.Findings)],
        [.. parts[0].Readings.Select((reading, i) => reading with { Verdict = parts.Max(it => it.Readings[i].Verdict) })]);

    private static List<ScenarioFinding> Each<T>(IReadOnlyList<(Trace Trace, T Occasion)> occasions, Func<T, Finding> then) =>
        [.. occasions.Select(it => new ScenarioFinding(it.Trace.Scenario, Weigh(it.Trace, then(it.Occasion))))];

    /// <summary>The first of each verdict in each scenario, in their order; such as say something new before such as say it again.</summary>
    private static List<ScenarioFinding> Fewer(List<ScenarioFinding> findings) => findings.Count <= MostAlike
        ? findings
        : [.. findings
            .Select((it, i) => (Found: it, Place: i))
            .GroupBy(it => (it.Found.Scenario, it.Found.Finding.Verdict))
            .SelectMany(alike => Kept([.. alike]))
            .OrderBy(it => it.Place)
            .Select(it => it.Found)];

    private static List<(ScenarioFinding Found, int Place)> Kept(List<(ScenarioFinding Found, int Place)> alike)
    {
        var news = alike.DistinctBy(it => (it.Found.Finding.Expected, it.Found.Finding.Observed, it.Found.Finding.Mend));
        var kept = news.Concat(alike).DistinctBy(it => it.Place).Take(MostAlike).OrderBy(it => it.Place).ToList();
        kept[^1] = kept[^1] with { Found = kept[^1].Found with { More = alike.Count - kept.Count } };
        return kept;
    }

    private static Finding Weigh(Trace trace, Finding finding) =>
        finding is { IsByAbsence: true, Verdict: Verdict.Fail } && trace.Interruption is { } why
            ? Finding.Undecided(finding.Expected, $"{finding.Observed}; but the scenario was cut short: {why}", finding.Evidence)
            : finding;

    private static Verdict Worst(List<ScenarioFinding> findings) =>
        findings.Count == 0 ? Verdict.None : findings.Max(it => it.Finding.Verdict);
}
