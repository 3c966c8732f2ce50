using System.Collections.Concurrent;
using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Mutants;

/// <summary>
/// The reference client passes each requirement, and each mutant that a requirement names fails it. Only scenarios in which
/// the requirement has occasions are driven again; a mutant that several requirements share is driven once for each scenario.
/// </summary>
public class KillMatrixTests
{
    private static readonly ConcurrentDictionary<(string Mutant, string Scenario), Lazy<Trace>> Driven = new();

    /// <summary>
    /// What no scenario shows yet: the conference package waits for the user to ask who is there, and the IMS profile for
    /// a client that declares it. Their mutants are killed on traces made by hand (<see cref="HandMadeKillTests"/>).
    /// </summary>
    private static readonly string[] NotShown = ["IM-6.1.3.2.1-3c", "IM-6.1.3.2.1-IMS", "IM-6.1.3.2.1-N2.2"];

    private static IEnumerable<Requirement> Shown => Catalogue.Requirements.Where(it => !NotShown.Contains(it.Id));

    private static IEnumerable<TestCaseData> Requirements => Shown.Select(it => new TestCaseData(it).SetArgDisplayNames(it.Id));

    private static IEnumerable<TestCaseData> Pairs => Shown.SelectMany(
        requirement => requirement.Mutants,
        (requirement, mutant) => new TestCaseData(requirement, mutant).SetArgDisplayNames($"{requirement.Id}/{mutant.Name}"));

    [Test]
    public void Reference_run_is_driven_to_its_end() =>
        Assert.That(ReferenceRun.Runs.Where(it => it.Outcome.Kind != OutcomeKind.Completed).Select(it => $"{it.Scenario}: {it.Outcome.Reason}"), Is.Empty);

    [Test]
    public void Core_keeps_to_its_own_codec() => Assert.That(
        ReferenceRun.Runs.Where(it => !it.Scenario.Behaviour.IntendedDefects).SelectMany(it => Judge.CoreDefects(it.Trace)),
        Is.Empty);

    [TestCaseSource(nameof(Requirements))]
    public void Reference_client_passes(Requirement requirement)
    {
        var judgement = requirement.Judge(ReferenceRun.Traces);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Pass), () => Say(judgement));
    }

    [TestCaseSource(nameof(Pairs))]
    public void Mutant_is_caught(Requirement requirement, Mutant mutant)
    {
        var scenarios = ReferenceRun.ScenariosOf(requirement);
        Assert.That(scenarios, Is.Not.Empty, "no scenario shows this requirement");

        var judgement = JudgeUntilCaught(requirement, mutant, scenarios);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail), () => $"{mutant} escaped over {string.Join(", ", scenarios)}\n{Say(judgement)}");
        Assert.That(judgement.Findings.Where(it => it.Finding.Verdict == Verdict.Fail), Has.All.Matches<ScenarioFinding>(it => it.Finding is { Mend: not null, Evidence.IsEmpty: false }));
    }

    [Test]
    public void What_is_not_shown_has_no_occasion_indeed() => Assert.That(
        Catalogue.Requirements.Where(it => NotShown.Contains(it.Id) && ReferenceRun.ScenariosOf(it).Count > 0),
        Is.Empty);

    /// <summary>Scenario by scenario, over all that were driven so far, until one shows it: most do at once.</summary>
    private static Judgement JudgeUntilCaught(Requirement requirement, Mutant mutant, IReadOnlyList<Scenario> scenarios)
    {
        var traces = new List<Trace>();
        Judgement judgement;
        do
        {
            traces.Add(Drive(mutant, scenarios[traces.Count]));
            judgement = requirement.Judge(traces);
        }
        while (judgement.Verdict < Verdict.Fail && traces.Count < scenarios.Count);
        return judgement;
    }

    private static Trace Drive(Mutant mutant, Scenario scenario) => Driven
        .GetOrAdd((mutant.Name, scenario.Name), _ => new Lazy<Trace>(() => MemorySuite.Run(mutant, [scenario])[0].Trace))
        .Value;

    private static string Say(Judgement judgement) => string.Join('\n', judgement.Findings
        .Where(it => it.Finding.Verdict == judgement.Verdict)
        .Take(3)
        .Select(it => $"{it.Scenario}: {it.Finding.Verdict}, expected {it.Finding.Expected}, observed {it.Finding.Observed}"));
}
