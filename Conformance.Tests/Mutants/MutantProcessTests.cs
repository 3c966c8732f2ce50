using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Tests.Harness.Commands;

namespace Conformance.Tests.Mutants;

/// <summary>
/// The kill matrix once more as a vendor would see it: each mutant a process of its own over real sockets, judged by
/// "run", which has to exit 1 and name the requirement.
/// </summary>
public class MutantProcessTests
{
    private const string Switch = "CONFORMANCE_MUTANT_PROCESSES";

    [Test]
    public async Task Run_exits_1_and_names_the_requirement_of_each_mutant()
    {
        if (Environment.GetEnvironmentVariable(Switch) != "1")
        {
            Assert.Ignore($"takes minutes: set {Switch}=1 to run each mutant as a process over sockets");
        }

        var folder = Directory.CreateTempSubdirectory("mutants");
        var escaped = new ConcurrentBag<string>();
        var pairs = KillMatrix.Shown.SelectMany(it => it.Mutants, (requirement, mutant) => (requirement, mutant)).DistinctBy(it => it.mutant.Name).ToList();
        await Parallel.ForEachAsync(
            pairs,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount + 1 },
            async (pair, _) =>
            {
                var run = await RunAsync(pair.requirement, pair.mutant, Path.Combine(folder.FullName, pair.mutant.Name));
                if (run.ExitCode != 1 || !run.Output.Contains($" {pair.requirement.Id} ", StringComparison.Ordinal))
                {
                    escaped.Add($"{pair.requirement.Id}/{pair.mutant.Name}: exit {run.ExitCode}: {run.Output.TrimEnd().Split('\n')[^1]} {run.Errors}");
                }
            });
        folder.Delete(recursive: true);

        Assert.That(escaped, Is.Empty);
        await TestContext.Out.WriteLineAsync($"{pairs.Count} mutants, each caught as a process");
    }

    private static Task<SuiteProcess> RunAsync(Requirement requirement, Mutant mutant, string folder)
    {
        var profile = JsonNode.Parse(File.ReadAllText(Solution.Fixture("clients", "reference.json")))!;
        profile["driver"]!["command"] = new JsonArray([.. SuiteProcess.Command.Concat(["client", "--mutant", mutant.Name]).Select(it => (JsonNode)it)]);
        profile["ics"]!["profile"] = "ims";
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "profile.json");
        File.WriteAllText(file, profile.ToJsonString());
        var strict = requirement.Level == Level.Should ? new[] { "--strict" } : [];
        var scenarios = KillMatrix.Showing(requirement, mutant).SelectMany(it => new[] { "--scenario", it.Name });
        return SuiteProcess.RunAsync(["run", "--client", file, "--out", folder, "--requirement", requirement.Id, .. strict, .. scenarios]);
    }
}
