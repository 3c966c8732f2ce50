using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Mutants;

/// <summary>The reference client through every scenario in memory, once for all tests.</summary>
internal static class ReferenceRun
{
    private static readonly Lazy<RecordedSuite> Recorded = new(() => new RecordedSuite(ScenarioCatalogue.All));

    private static readonly Lazy<ILookup<string, string>> Exercised = new(() => Catalogue.Requirements
        .SelectMany(requirement => Runs
            .Where(run => requirement.Judge([run.Trace]).Findings.Count > 0)
            .Select(run => (requirement.Id, run.Scenario.Name)))
        .ToLookup(it => it.Id, it => it.Name));

    public static RecordedSuite Suite => Recorded.Value;

    public static IReadOnlyList<ScenarioRun> Runs => Suite.Runs;

    public static IReadOnlyList<Trace> Traces => Runs.Traces();

    public static IReadOnlyList<ScenarioRun> Drive(Mutant mutant, IReadOnlyList<Scenario> scenarios, string transport = "udp", int seed = 1) =>
        MemorySuite.Run(mutant.Create, scenarios, seed, transport, RecordedSuite.Everything);

    /// <summary>The scenarios in which the requirement has occasions: measured, not declared.</summary>
    public static IReadOnlyList<Scenario> ScenariosOf(Requirement requirement) =>
        [.. Exercised.Value[requirement.Id].Select(ScenarioCatalogue.Named)];
}
