using System.Diagnostics;
using System.Text.Json.Nodes;
using Conformance.Harness.Driving.Containers;
using Conformance.Tests.Harness.Commands;

namespace Conformance.Tests.Harness.Driving.Containers;

/// <summary>The core in a real container; on request, since an engine has to be there and an image is built.</summary>
[NonParallelizable]
public sealed class CoreContainerTests : IDisposable
{
    private const string Switch = "CONFORMANCE_CONTAINER";
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("container");

    [SetUp]
    public void IgnoreUnlessAsked()
    {
        if (Environment.GetEnvironmentVariable(Switch) != "1")
        {
            Assert.Ignore($"needs docker or podman: set {Switch}=1 to run with the core in a container");
        }
    }

    [TestCase("udp")]
    [TestCase("tcp")]
    [TestCase("tls")]
    public async Task Verdicts_are_those_of_an_embedded_core(string transport)
    {
        // One after the other: a run has twice as many clients as the machine has processors.
        SuiteProcess[] runs =
        [
            await RunAsync("container", "--core", "container", "--transport", transport),
            await RunAsync("embedded", "--transport", transport),
        ];

        Assert.That(runs.Select(it => it.ExitCode), Is.All.Zero, runs[0].Output + runs[0].Errors + runs[1].Output + runs[1].Errors);
        Assert.That(Verdicts("container"), Is.EqualTo(Verdicts("embedded")));
        Assert.That(Containers(), Is.Empty);
        await TestContext.Out.WriteLineAsync($"{transport}: {runs[0].Output.TrimEnd().Split('\n')[^1]}");
    }

    [Test]
    public async Task A_container_that_is_killed_ends_the_run_with_4_and_none_is_left()
    {
        var run = RunAsync("killed", "--core", "container");
        await UntilDrivenAsync("killed", "ad-hoc-chat-maximum", run);

        ContainerEngine.Find().Do(["kill", "--signal", "KILL", Containers().Single()]);

        var killed = await run;
        Assert.That(killed.ExitCode, Is.EqualTo(4), killed.Output);
        Assert.That(killed.Errors, Does.StartWith("error: the core was lost: "));
        var totals = Result("killed")["totals"]!;
        Assert.That((totals["pass"]!.GetValue<int>() > 0, totals["fail"]!.GetValue<int>(), totals["inconclusive"]!.GetValue<int>() > 0), Is.EqualTo((true, 0, true)));
        Assert.That(Containers(), Is.Empty);
    }

    [Test]
    public async Task What_a_killed_run_leaves_the_next_one_removes()
    {
        var start = new ProcessStartInfo(SuiteProcess.Command[0], [.. SuiteProcess.Command.Skip(1), "run", "--core", "container", "--out", Path.Combine(_out.FullName, "gone")]) { RedirectStandardOutput = true };
        using var run = Process.Start(start)!;
        await UntilDrivenAsync("gone", "ad-hoc-chat-maximum", run.WaitForExitAsync());
        run.Kill();
        await run.WaitForExitAsync();
        var left = Containers();

        var next = await RunAsync("next", "--core", "container", "--scenario", "one-to-one-chat");

        Assert.That(left, Has.Length.EqualTo(1));
        Assert.That(next.ExitCode, Is.EqualTo(3), next.Output + next.Errors);
        Assert.That(Containers(), Is.Empty);
    }

    public void Dispose() => _out.Delete(recursive: true);

    private static string[] Containers() =>
        ContainerEngine.Find().Do(["ps", "--all", "--quiet", "--filter", $"label={CoreContainer.Label}"]).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Until the scenario is written, or the run has ended without it.</summary>
    private Task UntilDrivenAsync(string name, string scenario, Task run) => Eventually.Is(
        () => run.IsCompleted || File.Exists(Path.Combine(_out.FullName, name, "traces", scenario + ".ndjson")),
        TimeSpan.FromMinutes(3));

    private Task<SuiteProcess> RunAsync(string name, params IReadOnlyList<string> arguments) =>
        SuiteProcess.RunAsync(["run", "--out", Path.Combine(_out.FullName, name), .. arguments]);

    private JsonNode Result(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(_out.FullName, name, "results.json")))!;

    private IEnumerable<string> Verdicts(string name) => Result(name)["requirements"]!.AsArray().Select(it => $"{it!["id"]} {it["verdict"]}");
}
