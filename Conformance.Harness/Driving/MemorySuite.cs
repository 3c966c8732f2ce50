using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>The reference client or a mutant of it, driven in memory: no input or output, no real time, and the same traces every time.</summary>
public static class MemorySuite
{
    /// <summary>Drives through the scenarios, with a new tamper for each client instance and an environment for each scenario.</summary>
    public static IReadOnlyList<ScenarioRun> Run(
        Func<Tamper> tamper,
        IReadOnlyList<Scenario> scenarios,
        int seed = 1,
        string transport = "udp",
        ClientProfile? profile = null,
        Func<ScenarioEnvironment>? environment = null)
    {
        var client = profile ?? ClientProfile.BuiltIn;
        return [.. SuiteRunner.Applicable(client, scenarios).Select(it => SuiteRunner.InMemory(client, it, transport, seed, tamper(), environment?.Invoke()))];
    }

    public static IReadOnlyList<ScenarioRun> Run(Mutant mutant, IReadOnlyList<Scenario> scenarios, int seed = 1) =>
        Run(mutant.Create, scenarios, seed);

    /// <summary>The traces of the runs.</summary>
    public static IReadOnlyList<Trace> Traces(this IEnumerable<ScenarioRun> runs) => [.. runs.Select(it => it.Trace)];
}
