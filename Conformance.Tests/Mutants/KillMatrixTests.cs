using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.MutationTesting;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Snapshots;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Mutants;

/// <summary>
/// The reference client passes each requirement, and each mutant that a requirement names fails it; what else a mutant fails
/// is declared.
/// </summary>
public class KillMatrixTests
{
    private static IEnumerable<TestCaseData> Requirements => KillMatrix.Shown.Select(it => new TestCaseData(it).SetArgDisplayNames(it.Id));

    private static IEnumerable<TestCaseData> Pairs => KillMatrix.Shown.SelectMany(
        requirement => requirement.Mutants,
        (requirement, mutant) => new TestCaseData(requirement, mutant).SetArgDisplayNames($"{requirement.Id}/{mutant.Name}"));

    [Test]
    public void Reference_run_is_driven_to_its_end() =>
        Assert.That(ReferenceRun.Runs.Where(it => it.Outcome.Kind != OutcomeKind.Completed).Select(it => $"{it.Scenario}: {it.Outcome.Reason}"), Is.Empty);

    [Test]
    public void Core_keeps_to_its_own_codec() => Assert.That(
        ReferenceRun.Runs.SelectMany(it => Judge.CoreDefects(it.Trace)),
        Is.Empty);

    [TestCaseSource(nameof(Requirements))]
    public void Reference_client_passes(Requirement requirement)
    {
        var judgement = requirement.Judge(ReferenceRun.Traces);

        // Who may leave a thing and leaves it is not judged; its mutants do it, and do it wrong.
        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Pass).Or.EqualTo(requirement.IsConditional ? Verdict.None : Verdict.Pass), () => Say(judgement));
    }

    /// <summary>Nothing that passes does so by the luck of a transport or of a seed.</summary>
    [TestCase("udp", 2)]
    [TestCase("tcp", 1)]
    [TestCase("tls", 1)]
    public void Reference_client_fails_nothing_over_another_transport_or_seed(string transport, int seed)
    {
        var traces = ReferenceRun.Drive(Mutant.None, ScenarioCatalogue.All, transport, seed).Traces();

        var failed = Catalogue.Requirements.Select(it => it.Judge(traces)).Where(it => it.Verdict >= Verdict.Fail);

        Assert.That(failed.Select(it => $"{it.Requirement}: {Say(it)}"), Is.Empty);
    }

    /// <summary>The same client, seed and scenario give the same octets, so that a verdict can be had again.</summary>
    [Test]
    public void Runs_repeat_octet_for_octet()
    {
        var again = ReferenceRun.Drive(Mutant.None, ScenarioCatalogue.All).Traces();

        Assert.That(again.Select(Octets), Is.EqualTo(ReferenceRun.Traces.Select(Octets)));
    }

    [TestCaseSource(nameof(Pairs))]
    public void Mutant_is_caught(Requirement requirement, Mutant mutant)
    {
        var judgement = KillMatrix.Of(requirement, mutant);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail), () => $"{mutant} escaped over {string.Join(", ", ReferenceRun.ScenariosOf(requirement))}\n{Say(judgement)}");
        Assert.That(judgement.Findings.Where(it => it.Finding.Verdict == Verdict.Fail), Has.All.Matches<ScenarioFinding>(it => it.Finding is { Mend: not null, Evidence.IsEmpty: false }));
    }

    /// <summary>Each kill stands in snapshots/kill-matrix.verified.txt: a check that begins or ceases to fail for a mutant is reviewed.</summary>
    [Test]
    public void Every_kill_is_declared()
    {
        var snapshot = new Snapshot(Path.Combine(Solution.Root, "snapshots"), "kill-matrix");
        var declared = KillDeclaration.Parse(File.Exists(snapshot.VerifiedPath) ? File.ReadAllText(snapshot.VerifiedPath) : "");

        var comparison = snapshot.Compare(KillDeclaration.TextOf(KillMatrix.Table));

        Assert.That(
            comparison,
            Is.EqualTo(SnapshotComparison.Equal),
            () => $"accept what is right by renaming .received. to .verified.\n{string.Join('\n', declared.Deviations(KillMatrix.Table))}");
    }

    [Test]
    public void Suite_does_nothing_wrong_with_any_mutant() => Assert.That(KillMatrix.Table.Faults, Is.Empty);

    [Test]
    public void What_is_not_shown_has_no_occasion_indeed() => Assert.That(KillMatrix.Table.NotShown, Is.EquivalentTo(KillMatrix.NotShown));

    private static string Octets(Trace trace) => string.Concat(trace.Messages.Select(it => Convert.ToHexString(it.Octets.Span)));

    private static string Say(Judgement judgement) => string.Join('\n', judgement.Findings
        .Where(it => it.Finding.Verdict == judgement.Verdict)
        .Take(3)
        .Select(it => $"{it.Scenario}: {it.Finding.Verdict}, expected {it.Finding.Expected}, observed {it.Finding.Observed}"));
}
