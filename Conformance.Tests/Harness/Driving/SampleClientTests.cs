using System.Text.Json.Nodes;
using Conformance.Tests.Harness.Commands;

namespace Conformance.Tests.Harness.Driving;

/// <summary>The sample clients in fixtures/clients under test, as the README has it; a CI that lacks what they need fails.</summary>
public sealed class SampleClientTests : IDisposable
{
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("sample");

    /// <summary>Two chats of SIPp, driven by command lines: only the uri of its credentials is wrong, which its profile expects.</summary>
    [Test]
    public async Task SIPp_fails_what_its_profile_expects_and_nothing_else()
    {
        IgnoreWithout("sipp");

        var run = await RunAsync("sipp.json", "one-to-one-chat", "ad-hoc-chat-two-users");

        Assert.That((run.ExitCode, run.Errors), Is.EqualTo((3, "")), run.Output);
        Assert.That(Verdicts("fail"), Is.EqualTo(new[] { "RFC3261-22.4-1" }), run.Output);
        Assert.That(Verdicts("pass"), Is.SupersetOf(new[] { "IM-6.1.3.2.1-1", "IM-6.1.3.2.1-2", "IM-6.1.3.2.1-3a", "IM-6.1.3.2.1-3b", "IM-6.1.3.2.1-4", "RFC3261-13.2.2.4-1" }));
    }

    /// <summary>Telephones of Debian, driven at their consoles: they have no messages, and do all else as far as it goes.</summary>
    [TestCase("baresip", "baresip", "RFC2617-3.2.2-2")]
    [TestCase("linphone", "linphonec", "RFC2617-3.2.2-1")]
    public async Task Telephone_fails_what_its_profile_expects_and_nothing_else(string profile, string program, string own)
    {
        IgnoreWithout("python3");
        IgnoreWithout(program);

        var run = await RunAsync($"{profile}.json", "one-to-one-chat", "two-chats-in-a-row");

        Assert.That((run.ExitCode, run.Errors), Is.EqualTo((3, "")), run.Output);
        Assert.That(Verdicts("fail"), Is.EqualTo(new[] { "IM-6.1.3.2.1-4", "IM-6.1.3.2.1-5.4", "IM-6.1.3.2.1-5a", "IM-6.1.3.2.1-5b", "IM-6.1.3.2.1-5c", own }), run.Output);
        Assert.That(Verdicts("pass"), Is.SupersetOf(new[] { "IM-6.1.3.2.1-1", "IM-6.1.3.2.1-2", "RFC3261-17.1.1.3-1", "RFC3608-6.1-1" }));
    }

    [TestCase("toy", "python3")]
    [TestCase("sipp", "sipp")]
    [TestCase("baresip", "baresip")]
    [TestCase("linphone", "linphonec")]
    public async Task Adapter_of_each_keeps_to_the_contract(string profile, string program)
    {
        IgnoreWithout("python3");
        IgnoreWithout(program);

        var run = await SuiteProcess.RunAsync("adapter", "verify", "--client", Solution.Fixture("clients", $"{profile}.json"));

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
    }

    /// <summary>A chat of the toy, over MSRP.</summary>
    [Test]
    public async Task The_toy_has_its_chat_and_is_told_what_it_lacks()
    {
        IgnoreWithout("python3");

        var run = await RunAsync("toy.json", "one-to-one-chat");

        Assert.That((run.ExitCode, run.Errors), Is.EqualTo((1, "")), run.Output);
        Assert.That(Verdicts("fail"), Does.Contain("RFC4975-7.1.1-6").And.Not.Contain("IM-6.1.3.2.1-R1"), run.Output);
        Assert.That(Verdicts("pass"), Is.SupersetOf(new[] { "IM-6.1.3.2.1-2", "RFC2617-3.2.2-1", "RFC3261-13.2.2.4-1", "RFC4975-8.5-1" }));
    }

    public void Dispose() => _out.Delete(recursive: true);

    internal static void IgnoreWithout(string program)
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(it => File.Exists(Path.Combine(it, program))))
        {
            Assert.That(Environment.GetEnvironmentVariable("CI"), Is.Not.EqualTo("true"), $"{program} is not on the PATH of this CI");
            Assert.Ignore($"a sample client needs {program}, which is not on the PATH");
        }
    }

    private Task<SuiteProcess> RunAsync(string profile, params IReadOnlyList<string> scenarios) =>
        SuiteProcess.RunAsync(["run", "--client", Solution.Fixture("clients", profile), "--out", _out.FullName, .. scenarios.SelectMany(it => new[] { "--scenario", it })]);

    private IEnumerable<string> Verdicts(string verdict) => JsonNode.Parse(File.ReadAllText(Path.Combine(_out.FullName, "results.json")))!["requirements"]!.AsArray()
        .Where(it => it!["verdict"]!.GetValue<string>() == verdict && it["level"]!.GetValue<string>() == "shall")
        .Select(it => it!["id"]!.GetValue<string>());
}
