using System.Collections.Concurrent;
using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Mutants;

/// <summary>Mutants held against requirements in memory, each driven once for each scenario whoever asks.</summary>
internal static class KillMatrix
{
    /// <summary>
    /// What no scenario shows yet, since in none the user asks who is in the conference. The mutants of these are killed on
    /// traces made by hand (<see cref="HandMadeKillTests"/>).
    /// </summary>
    public static readonly string[] NotShown = ["IM-6.1.3.2.1-3c", "IM-6.1.3.2.1-N2.2", .. HandMadeFormKillTests.Ids];

    private static readonly ConcurrentDictionary<(string Mutant, string Scenario), Lazy<Trace>> Driven = new();

    public static IEnumerable<Requirement> Shown => Catalogue.Requirements.Where(it => !NotShown.Contains(it.Id));

    /// <summary>
    /// Scenario by scenario of those in which the requirement has occasions, over all that were driven so far, until one
    /// shows the mutant: most do at once. Gives the verdict and the scenarios that it took.
    /// </summary>
    public static (Judgement Judgement, IReadOnlyList<Scenario> Scenarios) Catch(Requirement requirement, Mutant mutant)
    {
        var scenarios = ReferenceRun.ScenariosOf(requirement);
        var traces = new List<Trace>();
        Judgement judgement;
        do
        {
            traces.Add(Drive(mutant, scenarios[traces.Count]));
            judgement = requirement.Judge(traces);
        }
        while (judgement.Verdict < Verdict.Fail && traces.Count < scenarios.Count);
        return (judgement, [.. scenarios.Take(traces.Count)]);
    }

    private static Trace Drive(Mutant mutant, Scenario scenario) => Driven
        .GetOrAdd((mutant.Name, scenario.Name), _ => new Lazy<Trace>(() => ReferenceRun.Drive(mutant, [scenario])[0].Trace))
        .Value;
}
