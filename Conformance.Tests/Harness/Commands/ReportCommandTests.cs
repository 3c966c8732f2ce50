using System.Text.Json.Nodes;

namespace Conformance.Tests.Harness.Commands;

/// <summary>report: what a run has found, again; and the parts of one together.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private static readonly string BuiltIn = Solution.Fixture("clients", "builtin.json");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("report");

    [Test]
    public async Task Shards_together_are_the_whole_run()
    {
        var whole = await RunAsync("whole");
        var parts = new[] { await RunAsync("one", "--shard", "1/3"), await RunAsync("two", "--shard", "2/3"), await RunAsync("three", "--shard", "0/3") };

        var merged = await SuiteProcess.RunAsync("report", In("three"), In("one"), In("two"), "--out", In("merged"));

        Assert.That(parts.Select(it => it.ExitCode), Is.All.Zero, "what is unproven in a part is seen in the whole");
        Assert.That((merged.ExitCode, merged.Errors), Is.EqualTo((0, "")), merged.Output);
        Assert.That(merged.Output, Does.Contain(": conforming: "));
        Assert.That(Verdicts("merged"), Is.EqualTo(Verdicts("whole")));
        Assert.That(Directory.GetFiles(In("merged"), "*", SearchOption.AllDirectories).Length, Is.EqualTo(Directory.GetFiles(In("whole"), "*", SearchOption.AllDirectories).Length));
        Assert.That(whole.ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_failure_in_one_shard_fails_the_whole_run()
    {
        var profile = JsonNode.Parse(await File.ReadAllTextAsync(Solution.Fixture("clients", "reference.json")))!;
        profile["driver"]!["command"] = new JsonArray([.. SuiteProcess.Command.Concat(["client", "--mutant", "omits-resource-list"]).Select(it => (JsonNode)it)]);
        var mutant = Path.Combine(_folder.FullName, "mutant.json");
        await File.WriteAllTextAsync(mutant, profile.ToJsonString());
        string[] few = ["--client", mutant, "--scenario", "ad-hoc-chat-two-users", "--scenario", "one-to-one-chat"];
        var parts = new[] { await RunAsync("one", ["--shard", "1/2", .. few]), await RunAsync("two", ["--shard", "2/2", .. few]) };

        var merged = await SuiteProcess.RunAsync("report", In("one"), In("two"));

        Assert.That(parts.Select(it => it.ExitCode).Order(), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(merged.ExitCode, Is.EqualTo(1), merged.Errors);
        Assert.That(merged.Output, Does.Match("FAIL +IM-6.1.3.2.1-3b"));
    }

    [Test]
    public async Task A_part_that_is_missing_or_there_twice_or_of_another_run_is_refused()
    {
        await RunAsync("one", "--shard", "1/3");
        await RunAsync("two", "--shard", "2/3");
        await RunAsync("three", "--shard", "3/3");
        await RunAsync("other", "--shard", "3/3", "--transport", "tcp");
        await RunAsync("whole");

        Assert.That(await Refusal("one", "two"), Is.EqualTo("error: shard 3/3 is missing; give the folders of all parts"));
        Assert.That(await Refusal("one", "two", "three", "two"), Is.EqualTo("error: shard 2/3 is given more than once"));
        Assert.That(await Refusal("one", "two", "other"), Is.EqualTo($"error: {In("one")} and {In("other")} are no parts of one run: client, transport and seed have to be the same"));
        Assert.That(await Refusal("one", "two", "whole"), Is.EqualTo($"error: {In("whole")} is a whole run: only parts of one, driven with --shard, are put together"));
    }

    [TestCase("json", "\"contract\": 1")]
    [TestCase("junit", "<testsuite")]
    [TestCase("markdown", "Reference client")]
    public async Task A_finished_run_is_rendered_again(string format, string text)
    {
        var run = await RunAsync("whole");

        var report = await SuiteProcess.RunAsync("report", In("whole"), "--format", format);

        Assert.That((report.ExitCode, report.Errors), Is.EqualTo((run.ExitCode, "")));
        Assert.That(report.Output, Does.Contain(text));
    }

    [TestCase("--strict", true)]
    [TestCase("--seed=1", false)]
    public async Task A_strict_run_is_shown_as_a_strict_one(string option, bool isStrict)
    {
        await RunAsync("whole", option, "--scenario", "no-request");

        var report = await SuiteProcess.RunAsync("report", In("whole"), "--format", "json");

        Assert.That(JsonNode.Parse(report.Output)!["strict"]?.GetValue<bool>(), Is.EqualTo(isStrict ? true : null));
    }

    [Test]
    public async Task What_is_no_folder_of_a_run_is_said()
    {
        await RunAsync("whole");
        await File.WriteAllTextAsync(Path.Combine(_folder.CreateSubdirectory("bad").FullName, "results.json"), "{");
        var alien = _folder.CreateSubdirectory("alien").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(alien, "results.json"),
            (await File.ReadAllTextAsync(Path.Combine(In("whole"), "results.json"))).Replace("\"catalogueSha256\": \"", "\"catalogueSha256\": \"0", StringComparison.Ordinal));

        Assert.That(await Refusal("nowhere"), Does.StartWith($"error: {In("nowhere")}: not the folder of a run: "));
        Assert.That(await Refusal("bad"), Does.StartWith($"error: {In("bad")}: not the folder of a run: "));
        Assert.That(await Refusal("alien"), Is.EqualTo($"error: {alien}: judged by another catalogue than this program's; use the program that drove it"));
        Assert.That(await Refusal("whole", "--format", "pdf"), Is.EqualTo("error: --format pdf: must be json or junit or markdown"));
        Assert.That(await Refusal("whole", "--out", In("whole")), Is.EqualTo($"error: --out {In("whole")}: is one of the folders that are read; choose another"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private Task<SuiteProcess> RunAsync(string name, params IReadOnlyList<string> arguments) =>
        SuiteProcess.RunAsync(["run", .. arguments.Contains("--client") ? [] : new[] { "--client", BuiltIn }, "--out", In(name), .. arguments]);

    private async Task<string> Refusal(params IReadOnlyList<string> arguments)
    {
        var report = await SuiteProcess.RunAsync(["report", .. arguments.Select(it => it.StartsWith('-') || it.Contains('/', StringComparison.Ordinal) || it is "pdf" ? it : In(it))]);
        Assert.That(report.ExitCode, Is.EqualTo(2), report.Output + report.Errors);
        return report.Errors.TrimEnd();
    }

    private IEnumerable<string> Verdicts(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(In(name), "results.json")))!["requirements"]!.AsArray()
        .Select(it => $"{it!["id"]} {it["verdict"]} {it["findings"]!.AsArray().Count}");
}
