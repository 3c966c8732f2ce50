using Conformance.Harness.Judging;

namespace Conformance.Harness.Reporting;

/// <summary>What a run did and found, before it is written down.</summary>
/// <param name="Client">The client under test.</param>
/// <param name="Core">Where the core ran.</param>
/// <param name="Transport">How the client was told to reach it.</param>
/// <param name="Shard">Which part of a run it is, "1/4"; null for a whole one.</param>
/// <param name="Seed">The seed of the run's identifiers.</param>
/// <param name="Started">When the run began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Scenarios">What was driven.</param>
/// <param name="Catalogue">Every requirement there is, judged in this run or not.</param>
/// <param name="Judgements">The verdicts of this run.</param>
/// <param name="Expectations">The client's known deviations, reviewed.</param>
/// <param name="IsStrict">Whether a failed Should fails the run.</param>
public sealed record RunReport(
    ClientInfo Client,
    string Core,
    string Transport,
    string? Shard,
    int Seed,
    DateTimeOffset Started,
    TimeSpan Duration,
    IReadOnlyList<ScenarioResult> Scenarios,
    IReadOnlyList<Requirement> Catalogue,
    IReadOnlyList<Judgement> Judgements,
    ExpectationReview Expectations,
    bool IsStrict)
{
    /// <summary>What the client declares held against what it did.</summary>
    public IReadOnlyList<DeclarationFinding> Declaration { get; init; } = [];

    /// <summary>What explains the verdicts of the run as a whole, in sentences.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>A scenario's outcome begins so when the suite itself failed in it.</summary>
    public const string ErrorOutcome = "error";

    public bool IsError =>
        Judgements.Any(it => it.Verdict == Verdict.Error)
        || Scenarios.Any(it => it.Outcome.StartsWith(ErrorOutcome, StringComparison.Ordinal));

    /// <summary>Requirements that fail the run, known deviations aside.</summary>
    public IEnumerable<Judgement> Failures =>
        Judgements.Where(it => Fails(it) && !Expectations.Expected.ContainsKey(it.Requirement.Id));

    /// <summary>What would fail the run if it were not known.</summary>
    public IEnumerable<Judgement> Known => Judgements.Where(it => Fails(it) && Expectations.Expected.ContainsKey(it.Requirement.Id));

    /// <summary>Failed Shoulds that do not fail the run.</summary>
    public IEnumerable<Judgement> Advice => Judgements.Where(it => it.Verdict == Verdict.Fail && !Fails(it));

    /// <summary>Applicable Shalls without a verdict either way.</summary>
    public IEnumerable<Judgement> Unproven =>
        Judgements.Where(it => it.Verdict == Verdict.Inconclusive && it.Requirement.Level == Level.Shall);

    /// <summary>Whether nothing at all was shown: a run that proved nothing is never green.</summary>
    public bool ProvedNothing => !Judgements.Any(it => it.Verdict is Verdict.Pass or Verdict.Fail);

    private bool IsUnproven => ProvedNothing || Unproven.Any();

    /// <summary>The worst of 4, 1, 5 and 3, in that order; else 0. What is stale or unproven is seen in a whole run only.</summary>
    public ExitCode ExitCode => this switch
    {
        { IsError: true } => ExitCode.HarnessError,
        _ when Failures.Any() || Declaration.Any(it => it.IsFailure) => ExitCode.NonConforming,
        { Shard: not null } => ExitCode.Conforming,
        { Expectations.Stale.Count: > 0 } => ExitCode.StaleExpectation,
        { IsUnproven: true } => ExitCode.NothingProven,
        _ => ExitCode.Conforming,
    };

    public RunResult ToResult() => new(
        1,
        SuiteInfo.Of(Catalogue),
        Client,
        Core,
        Transport,
        Shard,
        Seed,
        Started,
        Math.Round(Duration.TotalSeconds, 3),
        ExitCode switch
        {
            // A part exits 0 whatever it leaves unproven.
            ExitCode.Conforming => IsUnproven ? "inconclusive" : "pass",
            ExitCode.HarnessError => "error",
            ExitCode.NothingProven => "inconclusive",
            _ => "fail",
        },
        new Totals(
            Count(Verdict.Pass),
            Judgements.Count(Fails),
            Count(Verdict.Inconclusive),
            Count(Verdict.None),
            Count(Verdict.Error),
            Advice.Count(),
            Known.Any() ? Known.Count() : null),
        Scenarios,
        [.. Judgements.Select(ToResult)],
        Declaration.Count == 0 ? null : [.. Declaration.Select(it => new DeclarationResult(it.Capability, it.IsFailure ? "fail" : "advice", it.Text))],
        IsStrict ? true : null);

    private int Count(Verdict verdict) => Judgements.Count(it => it.Verdict == verdict);

    private bool Fails(Judgement judgement) =>
        judgement.Verdict == Verdict.Fail && (judgement.Requirement.Level == Level.Shall || IsStrict);

    private RequirementResult ToResult(Judgement judgement) => new(
        judgement.Requirement.Id,
        judgement.Requirement.Document,
        judgement.Requirement.Clause,
        Name(judgement.Requirement.Level),
        judgement.Requirement.Quote,
        Name(judgement.Verdict),
        Expectations.Expected.ContainsKey(judgement.Requirement.Id) ? true : null,
        judgement.Readings.Count == 0 ? null : [.. judgement.Readings.Select(it => new ReadingResult(it.Decision, it.Reading, Name(it.Verdict)))],
        [.. judgement.Findings.Select(ToResult)]);

    private static FindingResult ToResult(ScenarioFinding found) => new(
        found.Scenario,
        Name(found.Finding.Verdict),
        found.Finding.Expected,
        found.Finding.Observed,
        found.Finding.Mend,
        [.. found.Finding.Evidence.Select(it => new EvidenceResult(it.Message, it.Span.Offset, it.Span.Length, it.Label))],
        found.More > 0 ? found.More : null);

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
