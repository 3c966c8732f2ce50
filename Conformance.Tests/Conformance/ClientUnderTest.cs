using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;

namespace Conformance.Tests.Suite;

/// <summary>
/// The client that the test run judges, driven once for all tests: the profile that the test run parameter "client" or the
/// variable CONFORMANCE_CLIENT names (from the checkout's root), else the reference client as a process of its own.
/// </summary>
internal static class ClientUnderTest
{
    private static readonly Lazy<IReadOnlyList<ScenarioRun>> LazyRuns = new(
        () => SuiteRunner.Run(Profile!, ScenarioCatalogue.All, new SuiteOptions()));

    private static readonly Lazy<IReadOnlyDictionary<string, Judgement>> LazyJudgements = new(
        () => Judge.All(Catalogue.Requirements, Runs.Traces()).ToDictionary(it => it.Requirement.Id));

    public static ClientProfile Profile { get; } =
        Chosen is { Length: > 0 } file ? ClientProfile.Load(Path.GetFullPath(file, Solution.Root)) : ClientProfile.Reference;

    private static string? Chosen => TestContext.Parameters["client"] ?? Environment.GetEnvironmentVariable("CONFORMANCE_CLIENT");

    public static IReadOnlyList<ScenarioRun> Runs => LazyRuns.Value;

    public static Judgement Judged(Requirement requirement) => LazyJudgements.Value[requirement.Id];
}
