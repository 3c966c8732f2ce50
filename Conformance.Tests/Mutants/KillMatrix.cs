using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.MutationTesting;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;

namespace Conformance.Tests.Mutants;

/// <summary>The kill matrix of the whole catalogue over all scenarios, once for all tests.</summary>
internal static class KillMatrix
{
    /// <summary>
    /// What no scenario shows, neither with the reference client nor with a mutant of it: these are killed on traces made by
    /// hand (<see cref="HandMadeKillTests"/> and its like).
    /// </summary>
    public static readonly string[] NotShown = ["RFC5366-3.2-1", .. HandMadeImsKillTests.Ids, .. HandMadeDialogKillTests.Ids];

    private static readonly Lazy<KillTable> Computed = new(() => KillTable.Of(Catalogue.Requirements, Catalogue.Requirements, ReferenceRun.Suite));

    public static KillTable Table => Computed.Value;

    public static IEnumerable<Requirement> Shown => Catalogue.Requirements.Where(it => !NotShown.Contains(it.Id));

    /// <summary>What the requirement, which names the mutant, made of it over all scenarios.</summary>
    public static Judgement Of(Requirement requirement, Mutant mutant) =>
        Table.Rows.Single(it => it.Mutant.Name == mutant.Name).Own.Single(it => it.Requirement == requirement);

    /// <summary>The fewest scenarios that show the mutant to the requirement: one, or where it compares over several those with its failures.</summary>
    public static IReadOnlyList<Scenario> Showing(Requirement requirement, Mutant mutant)
    {
        var failing = Of(requirement, mutant).Findings.Where(it => it.Finding.Verdict == Verdict.Fail).Select(it => it.Scenario).Distinct().Select(ScenarioCatalogue.Named).ToList();
        var first = failing.Take(1).ToList();
        return requirement.Judge(ReferenceRun.Drive(mutant, first).Traces()).Verdict == Verdict.Fail ? first : failing;
    }
}
