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
    /// <summary>The reference client declares the IMS profile here, so that what only that asks is judged as well.</summary>
    private static readonly ClientProfile Profile = ClientProfile.BuiltIn with { Ics = ClientProfile.BuiltIn.Ics with { Ims = true } };

    private static readonly Lazy<IReadOnlyList<ScenarioRun>> All = new(() => Drive(Mutant.None, ScenarioCatalogue.All));

    private static readonly Lazy<ILookup<string, string>> Exercised = new(() => Catalogue.Requirements
        .SelectMany(requirement => Runs
            .Where(run => requirement.Judge([run.Trace]).Findings.Count > 0)
            .Select(run => (requirement.Id, run.Scenario.Name)))
        .ToLookup(it => it.Id, it => it.Name));

    public static IReadOnlyList<ScenarioRun> Runs => All.Value;

    public static IReadOnlyList<Trace> Traces => Runs.Traces();

    public static IReadOnlyList<ScenarioRun> Drive(Mutant mutant, IReadOnlyList<Scenario> scenarios, string transport = "udp", int seed = 1) =>
        MemorySuite.Run(mutant.Create, scenarios, seed, transport, Profile);

    /// <summary>The scenarios in which the requirement has occasions: measured, not declared.</summary>
    public static IReadOnlyList<Scenario> ScenariosOf(Requirement requirement) =>
        [.. Exercised.Value[requirement.Id].Select(ScenarioCatalogue.Named)];
}
