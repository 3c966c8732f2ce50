using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Mutants;

/// <summary>The reference client through every scenario in memory, once for all tests.</summary>
internal static class ReferenceRun
{
    private static readonly Lazy<IReadOnlyList<ScenarioRun>> All = new(() => MemorySuite.Run(Conformance.Harness.Mutation.Mutant.None, ScenarioCatalogue.All));

    private static readonly Lazy<ILookup<string, string>> Exercised = new(() => Catalogue.Requirements
        .SelectMany(requirement => Runs
            .Where(run => requirement.Judge([run.Trace]).Findings.Count > 0)
            .Select(run => (requirement.Id, run.Scenario.Name)))
        .ToLookup(it => it.Id, it => it.Name));

    public static IReadOnlyList<ScenarioRun> Runs => All.Value;

    public static IReadOnlyList<Trace> Traces => Runs.Traces();

    /// <summary>The scenarios in which the requirement has occasions: measured, not declared.</summary>
    public static IReadOnlyList<Scenario> ScenariosOf(Requirement requirement) =>
        [.. Exercised.Value[requirement.Id].Select(ScenarioCatalogue.Named)];
}
