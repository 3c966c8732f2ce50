using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Conformance.Harness.Commands;
using Conformance.Harness.Driving.Profiles;

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
    public async Task The_reference_client_in_an_ims_conforms_over_real_sockets()
    {
        var run = await RunAsync("--client", Solution.Fixture("clients", "reference-ims.json"), "--scenario", "ims-registration-and-chat", "--requirement", "T24229-24.229_5.1.1*", "--requirement", "T24229-24.229_5.1.2A*");

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        Assert.That(run.Output, Does.Match("pass +T24229-24.229_5.1.2A.1.1-2"));
    }

    [Test]
    public async Task A_mutant_over_real_sockets_exits_1_and_names_its_requirement()
    {
        var run = await RunAsync("--client", Profile([.. SuiteProcess.Command, "client", "--mutant", "omits-resource-list"]), "--scenario", "ad-hoc-chat-two-users");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output + run.Errors);
        Assert.That(run.Output, Does.Match("FAIL +IM-6.1.3.2.1-3b"));
    }

    [Test]
    public async Task Expectations_are_written_from_what_fails_and_make_the_next_run_green()
    {
        var profile = Profile([.. SuiteProcess.Command, "client", "--mutant", "omits-resource-list"]);
        string[] arguments = ["--client", profile, "--scenario", "ad-hoc-chat-two-users", "--requirement", "IM-6.1.3.2.1-3b", "--requirement", "IM-6.1.3.2.1-1"];
        var first = await RunAsync([.. arguments, "--update-expectations"]);
        var second = await RunAsync(arguments);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((1, 0)), first.Output + second.Output);
            Assert.That(first.Output, Does.Contain("1 expectations added, 0 taken out; say in each new one why it is accepted"));
            Assert.That(second.Output, Does.Contain(": conforming but for known deviations: 1 pass, 1 fail (1 of them known), "));
            Assert.That(ClientProfile.Load(profile).Expectations.Single().Requirement, Is.EqualTo("IM-6.1.3.2.1-3b"));
        }
    }

    [Test]
    public async Task What_is_known_of_another_transport_only_is_added_for_this_one()
    {
        var json = JsonNode.Parse(File.ReadAllText(Profile([.. SuiteProcess.Command, "client", "--mutant", "omits-resource-list"])))!;
        json["expectations"] = JsonNode.Parse("""[{ "requirement": "IM-6.1.3.2.1-3b", "reason": "over TLS", "issue": "https://issues.example/7", "expires": "2999-12-31", "transport": "tls" }]""");
        var profile = Written(json.ToJsonString());

        var run = await RunAsync("--client", profile, "--scenario", "ad-hoc-chat-two-users", "--requirement", "IM-6.1.3.2.1-3b", "--transport", "tcp", "--update-expectations");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Output + run.Errors);
        Assert.That(ClientProfile.Load(profile).Expectations.Select(it => it.Transport), Is.EqualTo(new[] { "tls", "tcp" }));
    }

    [Test]
    public async Task Scenario_for_what_is_not_declared_is_not_driven_and_the_run_says_so()
    {
        var json = JsonNode.Parse(File.ReadAllText(BuiltIn))!;
        json["ics"]!["adHoc"] = false;

        var run = await RunAsync("--client", Written(json.ToJsonString()), "--scenario", "ad-hoc-chat-two-users");

        Assert.That(run.ExitCode, Is.EqualTo(3), run.Output + run.Errors);
        Assert.That(run.Output, Does.Match("not applicable +RFC5366-4-1 "));
        Assert.That(run.Output, Does.Contain("\nnot driven, by what the client declares: ad-hoc-chat-two-users"));
    }

    [Test]
    public async Task Empty_part_of_a_run_is_not_called_conforming()
    {
        var run = await RunAsync("--client", BuiltIn, "--scenario", "one-to-one-chat", "--shard", "2/2");

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        Assert.That(run.Output, Does.Contain(": nothing failed in part 2/2: 0 pass, 0 fail, "));
        Assert.That(JsonNode.Parse(File.ReadAllText(Path.Combine(_out.FullName, "results.json")))!["verdict"]!.GetValue<string>(), Is.EqualTo("inconclusive"));
    }

    [Test]
    public async Task What_is_expected_but_passes_exits_5_until_it_is_taken_out()
    {
        var json = JsonNode.Parse(File.ReadAllText(BuiltIn))!;
        json["expectations"] = JsonNode.Parse("""[{ "requirement": "IM-6.1.3.2.1-2", "reason": "was so once", "issue": "https://issues.example/7", "expires": "2999-12-31" }]""");
        var profile = Written(json.ToJsonString());
        var part = await RunAsync("--client", profile, "--scenario", "one-to-one-chat", "--requirement", "IM-6.1.3.2.1-2");
        var whole = await RunAsync("--client", profile, "--update-expectations");
        var mended = await RunAsync("--client", profile);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((part.ExitCode, whole.ExitCode, mended.ExitCode), Is.EqualTo((0, 5, 0)), part.Output + whole.Output + mended.Output);
            Assert.That(whole.Output, Does.Contain("expectation IM-6.1.3.2.1-2: the requirement passes now; delete the entry").And.Contain("0 expectations added, 1 taken out"));
        }
    }

    [Test]
    public async Task A_person_is_not_asked_to_set_up_another_certificate_authority_each_time()
    {
        var run = await RunAsync("--client", Solution.Fixture("clients", "operator.json"), "--transport", "tls");

        Assert.That((run.ExitCode, run.Errors.TrimEnd()), Is.EqualTo((2, "error: --transport tls: the core has another certificate authority each time, which nobody sets up by hand; use udp or tcp")));
    }

    [Test]
    public async Task Expectations_of_the_built_in_profile_are_not_written()
    {
        var run = await RunAsync("--update-expectations");

        Assert.That((run.ExitCode, run.Errors.TrimEnd()), Is.EqualTo((2, "error: --update-expectations: the reference client's profile is built in; name the client's with --client")));
    }

    /// <summary>A file of the kernel that root itself may only read.</summary>
    [Test]
    [Platform("Linux")]
    public void Expectations_of_a_profile_that_cannot_be_written_are_refused_before_anything_is_driven() => Assert.That(
        () => ExpectationUpdate.Check(ClientProfile.BuiltIn with { File = "/sys/kernel/uevent_seqnum" }),
        Throws.TypeOf<UsageException>().With.Message.StartsWith("--update-expectations: /sys/kernel/uevent_seqnum cannot be written: "));

    [TestCase("exit 7", TestName = "A_client_that_crashes_at_start_exits_3")]
    [TestCase("echo nonsense; cat >/dev/null", TestName = "A_client_that_answers_nonsense_exits_3")]
    public async Task A_null_client_exits_3(string script)
    {
        var run = await RunAsync("--client", Profile(["sh", "-c", script]), "--scenario", "one-to-one-chat");

        Assert.That(run.ExitCode, Is.EqualTo(3), run.Output + run.Errors);
        Assert.That(run.Output, Does.Contain("scenario one-to-one-chat interrupted: ").And.Contain(": 0 pass, 0 fail"));
    }

    [Test]
    public async Task A_busy_port_exits_4_with_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var run = await RunAsync("--client", Profile(["false"], listen: $"{taken.LocalEndpoint}"));

        Assert.That(run.ExitCode, Is.EqualTo(4), run.Output + run.Errors);
        Assert.That(run.Errors.TrimEnd(), Is.EqualTo($"error: {taken.LocalEndpoint} is in use by another process; free it or choose another"));
    }

    [Test]
    public async Task The_core_on_a_busy_port_exits_4_with_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var core = await SuiteProcess.RunAsync("core", "--listen", $"{taken.LocalEndpoint}");

        Assert.That(core.ExitCode, Is.EqualTo(4));
        Assert.That(core.Errors.TrimEnd(), Is.EqualTo($"error: {taken.LocalEndpoint} is in use by another process; free it or choose another"));
    }

    [TestCase("IM-6.1.3.2.1-2", "2020-01-01", "expectation IM-6.1.3.2.1-2: expired on 2020-01-01; mend the client or renew the entry")]
    [TestCase("IM-0-0", "2999-12-31", "expectation IM-0-0: no such requirement; correct the id or delete the entry")]
    public async Task A_stale_expectation_exits_5(string requirement, string expires, string line)
    {
        var profile = JsonNode.Parse(File.ReadAllText(BuiltIn))!;
        profile["expectations"] = new JsonArray(new JsonObject
        {
            ["requirement"] = requirement,
            ["reason"] = "known",
            ["issue"] = "https://issues.example/1",
            ["expires"] = expires,
        });

        var run = await RunAsync("--client", Written(profile.ToJsonString()));

        Assert.That(run.ExitCode, Is.EqualTo(5), run.Output + run.Errors);
        Assert.That(run.Output, Does.Contain(line));
        Assert.That(run.Errors.TrimEnd(), Does.StartWith("warning: ").And.EndWith(line), "before anything is driven");
    }

    [TestCase("requirements", "IM-6.1.3.2.1-3b")]
    [TestCase("scenarios", "ad-hoc-chat-two-users")]
    [TestCase("mutants", "omits-resource-list")]
    [TestCase("behaviours", "without-allow")]
    public async Task List_shows_what_there_is_as_text_and_as_json(string kind, string name)
    {
        var text = await SuiteProcess.RunAsync("list", kind);
        var json = await SuiteProcess.RunAsync("list", kind, "--json");

        Assert.That((text.ExitCode, json.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(text.Output, Does.Match($"(?m)^{Regex.Escape(name)} "));
        Assert.That(JsonDocument.Parse(json.Output).RootElement.EnumerateArray().Select(it => it.EnumerateObject().First().Value.GetString()), Does.Contain(name));
    }

    [TestCase("--scenario", "no-such*", "error: --scenario no-such*: no scenario has such a name; see 'list scenarios'")]
    [TestCase("--requirement", "IM-9*", "error: --requirement IM-9*: no requirement has such a name; see 'list requirements'")]
    [TestCase("--transport", "sctp", "error: --transport sctp: must be udp or tcp or tls")]
    [TestCase("--core", "nowhere", "error: --core nowhere: must be embedded, container or the URL of a core's control: http://127.0.0.1:8080")]
    [TestCase("--core", "ftp://127.0.0.1", "error: --core ftp://127.0.0.1: must be embedded, container or the URL of a core's control: http://127.0.0.1:8080")]
    [TestCase("--core", "container", "error: --core container: a client of the kind \"builtin\" lives in memory, with a core of its own; use --core embedded, or another client")]
    [TestCase("--shard", "3/2", "error: --shard 3/2: must be I/N with I from 1 to N (or from 0 to N-1): 1/4")]
    [TestCase("--ip", "5", "error: --ip 5: must be 4 or 6")]
    [TestCase("--jobs", "0", "error: --jobs 0: must be 1 or more")]
    [TestCase("--jobs", "many", "error: --jobs many: must be a whole number. See 'sip-im-conformance run --help'.")]
    [TestCase("--clint", "acme.json", "error: Unrecognized command or argument '--clint'. See 'sip-im-conformance run --help'.")]
    public async Task A_wrong_option_exits_2_with_one_line(string option, string value, string line) =>
        await ExpectAsync(2, line, "--client", BuiltIn, option, value);

    [Test]
    public async Task An_unknown_verb_exits_2_with_one_line()
    {
        var run = await SuiteProcess.RunAsync("frobnicate");

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
    public async Task A_folder_for_a_profile_and_a_file_for_a_folder_exit_2()
    {
        await ExpectAsync(2, $"error: {_out.FullName}: is a folder; name the profile in it", "--client", _out.FullName);
        var run = await SuiteProcess.RunAsync("run", "--client", BuiltIn, "--out", BuiltIn);

        Assert.That((run.ExitCode, run.Errors.TrimEnd()), Is.EqualTo((2, $"error: --out {BuiltIn}: is a file; name a folder")));
    }

    [Test]
    public async Task An_unknown_mutant_exits_2()
    {
        var run = await SuiteProcess.RunAsync("client", "--mutant", "none-such");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors.TrimEnd(), Is.EqualTo("error: --mutant none-such: no mutant has such a name; see 'list mutants'"));
    }

    public void Dispose() => _out.Delete(recursive: true);

    private Task<SuiteProcess> RunAsync(params IReadOnlyList<string> arguments) =>
        SuiteProcess.RunAsync(["run", "--out", _out.FullName, .. arguments]);

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
    private string Profile(IReadOnlyList<string> command, string? listen = null)
    {
        var profile = JsonNode.Parse(File.ReadAllText(Reference))!;
        profile["driver"]!["command"] = new JsonArray([.. command.Select(it => (JsonNode)it)]);
        profile["ixit"]!["answerWait"] = command[0] == "sh" ? "300ms" : "5s";
        if (listen is not null)
        {
            profile["ixit"]!["listen"] = listen;
        }

        return Written(profile.ToJsonString());
    }

    private string Written(string json)
    {
        var path = Path.Combine(_out.FullName, "profile.json");
        File.WriteAllText(path, json);
        return path;
    }
}
