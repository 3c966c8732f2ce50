using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Processes;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.MutationTesting;
using Conformance.Tests.Harness.Commands;

namespace Conformance.Tests.Mutants;

/// <summary>
/// The kill matrix once more over real sockets, each mutant a process of its own: driven and judged by what "run" drives and
/// judges with, and for a sample by "run" itself, which has to exit 1 and name the requirement.
/// </summary>
public class MutantProcessTests
{
    private const string Switch = "CONFORMANCE_MUTANT_PROCESSES";

    /// <summary>A mutant that keeps silent is waited for, which takes time and no processor.</summary>
    private static readonly ParallelOptions SideBySide = new() { MaxDegreeOfParallelism = 3 * Environment.ProcessorCount };

    /// <summary>Here client and core share the loopback address, where it has its meaning (RFC 2327 section 6).</summary>
    private const string RightOnLoopback = "has-a-path-to-loopback";

    /// <summary>The first mutant of each document's first requirement that a scenario shows.</summary>
    private static IEnumerable<TestCaseData> Sample => KillMatrix.Shown
        .DistinctBy(it => it.Document)
        .Select(it => new TestCaseData(it, it.Mutants[0]).SetArgDisplayNames($"{it.Id}/{it.Mutants[0].Name}"));

    [Test]
    public async Task Each_mutant_fails_its_requirements_over_sockets()
    {
        IgnoreUnlessAsked();
        var doubtful = new ConcurrentBag<KillRow>();

        Parallel.ForEach(KillMatrix.Table.Rows.Where(it => it.Mutant.Name != RightOnLoopback), SideBySide, row =>
        {
            if (Escapes(row).Any())
            {
                doubtful.Add(row);
            }
        });

        // On a busy machine a client may not get to its end in time; alone it does.
        var escaped = doubtful.SelectMany(Escapes).ToList();
        Assert.That(escaped, Is.Empty);
        await TestContext.Out.WriteLineAsync($"{KillMatrix.Table.Rows.Count - 1} mutants, each caught as a process");
    }

    [TestCaseSource(nameof(Sample))]
    public async Task Run_exits_1_and_names_the_requirement(Requirement requirement, Mutant mutant)
    {
        IgnoreUnlessAsked();
        var folder = Directory.CreateTempSubdirectory("mutant");

        var run = await RunAsync(requirement, mutant, folder.FullName);

        folder.Delete(recursive: true);
        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output + run.Errors);
        Assert.That(run.Output, Does.Match($"FAIL +{requirement.Id} "));
    }

    /// <summary>What the mutant, driven as a process, is not failed for by requirements that name it.</summary>
    private static IEnumerable<string> Escapes(KillRow row)
    {
        var scenarios = ScenariosOf(row);
        var traces = SuiteRunner.Run(ProfileOf(row.Mutant), scenarios, new SuiteOptions()).Traces();
        return Judge.All(row.Own.Select(it => it.Requirement).Where(KillMatrix.Shown.Contains), traces)
            .Where(it => it.Verdict != Verdict.Fail)
            .Select(it => $"{it.Requirement}/{row.Mutant}: {it.Verdict} over {string.Join(", ", scenarios)}")
            .ToList();
    }

    private static void IgnoreUnlessAsked()
    {
        if (Environment.GetEnvironmentVariable(Switch) != "1")
        {
            Assert.Ignore($"takes minutes: set {Switch}=1 to run each mutant as a process over sockets");
        }
    }

    /// <summary>Few scenarios that together show the mutant to each requirement that names it.</summary>
    private static List<Scenario> ScenariosOf(KillRow row)
    {
        var chosen = new List<Scenario>();
        foreach (var judgement in row.Own.Where(it => it.Verdict == Verdict.Fail))
        {
            var shown = KillMatrix.Showing(judgement.Requirement, row.Mutant);
            chosen.AddRange(judgement.Findings.Any(it => it.Finding.Verdict == Verdict.Fail && shown.Count == 1 && chosen.Exists(own => own.Name == it.Scenario)) ? [] : shown.Except(chosen));
        }

        return chosen;
    }

    private static IReadOnlyList<string> CommandOf(Mutant mutant) => [.. SuiteProcess.Command, "client", "--mutant", mutant.Name, .. OwnProgram.TimerOptions(ClientProfile.Reference.Ixit.Timers)];

    private static ClientProfile ProfileOf(Mutant mutant) => ClientProfile.Reference with
    {
        Driver = new StdioDriver(CommandOf(mutant), new Dictionary<string, string>()),
        Ics = RecordedSuite.Everything.Ics,
    };

    private static Task<SuiteProcess> RunAsync(Requirement requirement, Mutant mutant, string folder)
    {
        var profile = JsonNode.Parse(File.ReadAllText(Solution.Fixture("clients", "reference.json")))!;
        profile["driver"]!["command"] = new JsonArray([.. CommandOf(mutant).Select(it => (JsonNode)it)]);
        profile["ics"]!["profile"] = "ims";
        var file = Path.Combine(folder, "profile.json");
        File.WriteAllText(file, profile.ToJsonString());
        var strict = requirement.Level == Level.Should ? new[] { "--strict" } : [];
        var scenarios = KillMatrix.Showing(requirement, mutant).SelectMany(it => new[] { "--scenario", it.Name });
        return SuiteProcess.RunAsync(["run", "--client", file, "--out", folder, "--requirement", requirement.Id, .. strict, .. scenarios]);
    }
}
