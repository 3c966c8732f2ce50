using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;

namespace Conformance.Harness.MutationTesting;

/// <summary>
/// The kill matrix: each mutant held against every requirement over every scenario. A requirement kills a mutant that it
/// fails; those that name the mutant have to, others do as well where the one thing that is wrong breaks more than one rule.
/// </summary>
/// <param name="Requirements">The columns.</param>
/// <param name="Rows">The mutants, in the order of their names.</param>
/// <param name="NotShown">Ids of the requirements for which the undisturbed client had no occasion and that killed nothing: no scenario shows them.</param>
public sealed record KillTable(IReadOnlyList<Requirement> Requirements, IReadOnlyList<KillRow> Rows, IReadOnlyList<string> NotShown)
{
    /// <summary>What is wrong with the suite, one line each: mutants that escaped, checks that threw, scenarios that the harness failed in.</summary>
    public IEnumerable<string> Faults => Rows.SelectMany(row =>
        row.Escaped.Except(NotShown).Select(it => $"mutant {row.Mutant} escaped {it}, which names it").Concat(row.Faults));

    /// <summary>Drives and judges, on every processor.</summary>
    /// <param name="requirements">The columns.</param>
    /// <param name="named">The requirements whose mutants are the rows.</param>
    /// <param name="suite">The undisturbed client over each scenario.</param>
    /// <param name="cancellation">Ends it before its time.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static KillTable Of(IReadOnlyList<Requirement> requirements, IReadOnlyList<Requirement> named, RecordedSuite suite, CancellationToken cancellation = default)
    {
        var rows = named.SelectMany(it => it.Mutants)
            .DistinctBy(it => it.Name)
            .OrderBy(it => it.Name, StringComparer.Ordinal)
            .AsParallel()
            .AsOrdered()
            .WithCancellation(cancellation)
            .Select(it => Row(it, requirements, suite))
            .ToList();
        var killers = rows.SelectMany(it => it.Kills).ToHashSet();
        var undisturbed = Judge.All(requirements, suite.Runs.Traces());
        return new KillTable(
            requirements,
            rows,
            [.. undisturbed.Where(it => it.Findings.Count == 0).Select(it => it.Requirement.Id).Where(it => !killers.Contains(it))]);
    }

    private static KillRow Row(Mutant mutant, IReadOnlyList<Requirement> requirements, RecordedSuite suite)
    {
        var runs = suite.Drive(mutant.Create);
        var judgements = Judge.All(requirements, runs.Traces());
        return new KillRow(
            mutant,
            [.. judgements.Where(it => it.Requirement.Mutants.Any(own => own.Name == mutant.Name))],
            [.. judgements.Where(it => it.Verdict == Verdict.Fail).Select(it => it.Requirement.Id)],
            [.. runs.Except(suite.Runs).SelectMany(FaultsOf).Concat(judgements.Where(it => it.Verdict == Verdict.Error).Select(FaultOf)).Select(it => $"mutant {mutant}: {it}")]);
    }

    private static IEnumerable<string> FaultsOf(ScenarioRun run) => run.Outcome.Kind == OutcomeKind.Error
        ? [$"scenario {run.Scenario}: {run.Outcome.Reason}"]
        : Judge.CoreDefects(run.Trace);

    private static string FaultOf(Judgement judgement) =>
        $"requirement {judgement.Requirement.Id}: {judgement.Findings.First(it => it.Finding.Verdict == Verdict.Error).Finding.Observed}";
}

/// <summary>A mutant in the kill matrix.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Own">What the requirements that name it made of it.</param>
/// <param name="Kills">Ids of the requirements that it fails, its own and others.</param>
/// <param name="Faults">What the suite itself did wrong with it, one line each.</param>
public sealed record KillRow(Mutant Mutant, IReadOnlyList<Judgement> Own, IReadOnlyList<string> Kills, IReadOnlyList<string> Faults)
{
    /// <summary>Ids of the requirements that name it.</summary>
    public IEnumerable<string> Named => Own.Select(it => it.Requirement.Id);

    /// <summary>Those that name it and do not fail for it.</summary>
    public IEnumerable<string> Escaped => Named.Except(Kills);

    /// <summary>Those that fail for it without naming it.</summary>
    public IEnumerable<string> Collateral => Kills.Except(Named);
}
