namespace Conformance.Tests.Harness.Commands;

/// <summary>Every exit code and every line that goes with it, as a caller sees them.</summary>
public sealed class CommandLineTests : IDisposable
{
    private static readonly string Reference = Solution.Fixture("clients", "reference.json");
    private static readonly string BuiltIn = Solution.Fixture("clients", "builtin.json");
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("run");

    [Test]
    public async Task A_conforming_client_exits_0_and_leaves_a_whole_folder()
    {
        var run = await RunAsync("--client", BuiltIn);

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        Assert.That(run.Errors, Is.Empty);
        Assert.That(run.Output, Does.Contain("IM-6.1.3.2.1-3b").And.Contain("conforming"));
        Assert.That(Files(), Does.Contain("results.json").And.Contain("junit.xml").And.Contain("summary.md"));
        Assert.That(Files(), Does.Contain("traces/one-to-one-chat.ndjson").And.Contain("captures/one-to-one-chat.pcapng"));
    }

    [Test]
    public async Task A_mutant_over_real_sockets_exits_1_and_names_its_requirement()
    {
        var run = await RunAsync("--client", Profile("client", "--mutant", "omits-resource-list"), "--scenario", "ad-hoc-chat-two-users");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output + run.Errors);
        Assert.That(run.Output, Does.Match("FAIL +IM-6.1.3.2.1-3b"));
    }

    [TestCase("--scenario", "no-such*", "error: --scenario no-such*: no scenario has such a name; see 'list scenarios'")]
    [TestCase("--requirement", "IM-9*", "error: --requirement IM-9*: no requirement has such a name; see 'list requirements'")]
    [TestCase("--transport", "tls", "error: --transport tls: not available yet; use udp or tcp")]
    [TestCase("--core", "container", "error: --core container: not available yet; use embedded")]
    public async Task A_wrong_option_exits_2_with_one_line(string option, string value, string line) =>
        await ExpectAsync(2, line, "--client", BuiltIn, option, value);

    [Test]
    public async Task An_unknown_verb_exits_2_with_one_line()
    {
        var run = await Suite.RunAsync("frobnicate");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors, Does.StartWith("error: ").And.Contain("frobnicate"));
        Assert.That(run.Errors.TrimEnd(), Does.Not.Contain("\n"));
    }

    [Test]
    public async Task A_bad_profile_exits_2_and_names_the_key()
    {
        var run = await RunAsync("--client", Written("""{ "name": "x", "nonsense": 1 }"""));

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors, Does.StartWith("error: ").And.Contain("nonsense"));
        Assert.That(run.Errors.TrimEnd(), Does.Not.Contain("\n"));
    }

    [Test]
    public async Task A_missing_profile_exits_2() => await ExpectStartAsync(2, "error: nowhere.json: cannot be read", "--client", "nowhere.json");

    [Test]
    public async Task An_unknown_mutant_exits_2()
    {
        var run = await Suite.RunAsync("client", "--mutant", "none-such");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors.TrimEnd(), Is.EqualTo("error: --mutant none-such: no mutant has such a name; see 'list mutants'"));
    }

    public void Dispose() => _out.Delete(recursive: true);

    private Task<Suite> RunAsync(params IReadOnlyList<string> arguments) =>
        Suite.RunAsync(["run", "--out", _out.FullName, .. arguments]);

    private async Task ExpectAsync(int exitCode, string line, params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Output + run.Errors);
        Assert.That(run.Errors.TrimEnd(), Is.EqualTo(line));
    }

    private async Task ExpectStartAsync(int exitCode, string start, params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Output + run.Errors);
        Assert.That(run.Errors, Does.StartWith(start));
        Assert.That(run.Errors.TrimEnd(), Does.Not.Contain("\n"));
    }

    private IEnumerable<string> Files() => _out.EnumerateFiles("*", SearchOption.AllDirectories)
        .Select(it => Path.GetRelativePath(_out.FullName, it.FullName).Replace('\\', '/'));

    /// <summary>The reference client's profile with another command.</summary>
    private string Profile(params IReadOnlyList<string> verb)
    {
        var profile = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Reference))!;
        profile["driver"]!["command"] = new System.Text.Json.Nodes.JsonArray([.. Suite.Command.Concat(verb).Select(it => (System.Text.Json.Nodes.JsonNode)it)]);
        return Written(profile.ToJsonString());
    }

    private string Written(string json)
    {
        var path = Path.Combine(_out.FullName, "profile.json");
        File.WriteAllText(path, json);
        return path;
    }
}
