using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Driving.Verification;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Tests.Harness.Commands;
using Conformance.Tests.Harness.Driving.Contract;

namespace Conformance.Tests.Harness.Driving.Verification;

/// <summary>adapter verify: on adapters that keep to the contract, and on broken ones, each of which is told what is wrong and what would be right.</summary>
public sealed class AdapterVerificationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adapter");

    [Test]
    public void The_reference_client_keeps_to_the_contract()
    {
        var findings = SuiteRunner.Verify(ClientProfile.BuiltIn);

        Assert.That(findings.Where(it => it.Problem is not null), Is.Empty);
        Assert.That(findings.Select(it => it.Check), Is.SupersetOf(new[] { "initialize", "register", "startChat", "sendMessage", "endChat", "deregister", "shutdown", "nothing but the contract is on stdout" }));
    }

    [TestCase("initialize", """{"jsonrpc":"2.0","id":ID,"result":{"contract":2,"name":"a","version":"1","verbs":[]}}""", "initialize", "contract is not 1")]
    [TestCase("initialize", """{"jsonrpc":"2.0","id":ID,"result":{"contract":1,"name":"a","version":"1","verbs":["register"]}}""", "register and startChat are declared", "verbs are [register]; no scenario can be driven without them")]
    [TestCase("initialize", """{"jsonrpc":"2.0","id":ID,"result":{"contract":1,"name":"a","version":"1","verbs":["register","startChat","dance"]}}""", "only verbs of the contract are declared", "verbs has dance, of which the contract knows nothing")]
    [TestCase("noSuchVerb", """{"jsonrpc":"2.0","id":ID,"result":{}}""", "an unknown verb is refused", "answered with a result; answer error -32601")]
    [TestCase("noSuchVerb", """{"jsonrpc":"2.0","id":ID,"error":{"code":-1,"message":"what?"}}""", "an unknown verb is refused", "answered with error -1; answer error -32601")]
    [TestCase("register", """{"jsonrpc":"2.0","id":ID,"result":{}}""", "register", "a REGISTER that the core accepts has not come within 5 s")]
    [TestCase("register", """{"jsonrpc":"2.0","id":ID,"error":{"code":-32000,"message":"no licence"}}""", "register", "refused with error -32000: no licence")]
    [TestCase("startChat", """{"jsonrpc":"2.0","id":ID,"result":{"chat":7}}""", "startChat", "chat is not a string")]
    [TestCase("startChat", """{"jsonrpc":"2.0","id":ID,"result":{"chat":"c"}}""", "startChat", "an INVITE has not come within 5 s")]
    [TestCase("describeChat", """{"jsonrpc":"2.0","id":ID,"result":{"state":"great"}}""", "describeChat", "state is none of inviting, up, failed, ended")]
    [TestCase("sendMessage", "", "sendMessage", "no answer within 5 s; flush stdout after each line")]
    [TestCase("startChat", "", "startChat", "no answer within 5 s; flush stdout after each line, and answer once the attempt has begun")]
    [TestCase("startChat", """{"jsonrpc":"2.0","id":ID,"error":{"code":-32000,"message":"no line"}}""", "startChat", "refused with error -32000: no line")]
    [TestCase("startChat", "{\"jsonrpc\":\"2.0\",\"method\":\"userNotified\",\"params\":{\"kind\":\"commandFailed\",\"text\":\"exit code 3\"}}\n{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"chat\":\"c\"}}", "startChat", "an INVITE has not come within 5 s; the client told its user: commandFailed: exit code 3")]
    [TestCase("sendMessage", "CRASH", "sendMessage", "the client ended with exit code 3")]
    [TestCase("sendMessage", "Sending…\n{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{}}", "nothing but the contract is on stdout", "a line that is not a JSON object: 'Sending…'; write only JSON-RPC objects, one a line, and anything else to stderr")]
    [TestCase("endChat", """{"jsonrpc":"2.0","id":ID,"result":{}}""", "endChat", "a BYE has not come within 5 s")]
    [TestCase("endChat", """{"jsonrpc":"2.0","id":ID,"result":{}}""", "a chat that there is not is refused", "answered with a result; answer an error")]
    public void A_broken_adapter_is_told_what_is_wrong(string verb, string instead, string check, string problem)
    {
        var findings = Verified(ClientProfile.BuiltIn, verb, instead.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        Assert.That(findings.Where(it => it.Problem is not null).Select(it => (it.Check, it.Problem)), Does.Contain((check, problem)));
    }

    [TestCase("sendMessage")]
    [TestCase("describeChat")]
    [TestCase("endChat")]
    [TestCase("deregister")]
    public void A_verb_that_fails_is_no_breach(string verb)
    {
        var findings = Verified(ClientProfile.BuiltIn, verb, """{"jsonrpc":"2.0","id":ID,"error":{"code":-32000,"message":"not now"}}""");

        Assert.That(findings.Where(it => it.Problem is not null), Is.Empty);
        Assert.That(findings.Single(it => it.Check == verb).Note, Is.EqualTo("refused with error -32000: not now; no breach, but what it would show stays inconclusive"));
    }

    [Test]
    public void A_client_with_groups_alone_is_asked_for_one() => Assert.That(
        SuiteRunner.Verify(ClientProfile.BuiltIn with { Ics = ClientProfile.BuiltIn.Ics with { OneToOne = false } }).Where(it => it.Problem is not null),
        Is.Empty);

    /// <summary>The samples in fixtures/clients, as the README has it.</summary>
    [TestCase("reference.json")]
    [TestCase("toy.json")]
    public async Task A_sample_keeps_to_the_contract_and_exits_0(string profile)
    {
        if (profile == "toy.json")
        {
            SampleClientTests.IgnoreWithout("python3");
        }

        var verify = await SuiteProcess.RunAsync("adapter", "verify", "--client", Solution.Fixture("clients", profile));

        Assert.That((verify.ExitCode, verify.Errors), Is.EqualTo((0, "")), verify.Output);
        Assert.That(verify.Output.TrimEnd().Split('\n')[^1], Does.Match("^.* keeps to the adapter contract: [0-9]+ checks, 0 failed$"));
    }

    [TestCase("yes", "initialize: ended by the suite after 100 lines that break the contract")]
    [TestCase("""read -r l; echo '{"jsonrpc":"2.0","id":1,"result":{"contract":1,"name":"a","version":"1","verbs":["register","startChat"]}}'; yes '{"jsonrpc":"2.0","method":"userNotified","params":{"kind":"mood","text":"well"}}'""", "an unknown verb is refused: the client floods: 2000 messages, reports and connections in ")]
    [TestCase("exit 7", "initialize: the client ended with exit code 7")]
    [TestCase("""while read -r line; do case "$line" in *initialize*) echo '{"jsonrpc":"2.0","id":1,"result":{"contract":1,"name":"a","version":"1","verbs":["register","startChat"]}}';; *method*) echo "{\"jsonrpc\":\"2.0\",\"id\":$(echo "$line" | sed 's/.*"id":\([0-9]*\).*/\1/'),\"error\":{\"code\":-32601,\"message\":\"\"}}";; *'"id":') ;; *) exit 9;; esac; done""", "an object that is no request is outlived: the client ended with exit code 9")]
    [TestCase("""read -r line; printf '{"jsonrpc":"2.0"'; cat >/dev/null""", """initialize: no answer within 10 s; its line has no end: '{"jsonrpc":"2.0"'; end each line with a line feed, and flush stdout behind it""")]
    [TestCase("read -r line; echo hello; cat >/dev/null", "initialize: no answer that can be read: a line that is not a JSON object: 'hello'")]
    [TestCase("""while read -r line; do echo "{\"jsonrpc\":\"2.0\",\"id\":$(echo "$line" | sed 's/.*"id":\([0-9]*\).*/\1/'),\"result\":{\"contract\":1,\"name\":\"a\",\"version\":\"1\",\"verbs\":[]}}"; done; sleep 100""", "the process ends after shutdown: it runs on after 0.3 s; end it once shutdown is answered")]
    public async Task A_broken_process_exits_1(string script, string line)
    {
        var profile = Path.Combine(_folder.FullName, "broken.json");
        await File.WriteAllTextAsync(profile, (await File.ReadAllTextAsync(Solution.Fixture("clients", "reference.json")))
            .Replace("\"command\": null", $"\"command\": {System.Text.Json.JsonSerializer.Serialize(new[] { "sh", "-c", script })}", StringComparison.Ordinal)
            .Replace("\"5s\"", "\"300ms\"", StringComparison.Ordinal));

        var verify = await SuiteProcess.RunAsync("adapter", "verify", "--client", profile);

        Assert.That(verify.ExitCode, Is.EqualTo(1), verify.Output + verify.Errors);
        Assert.That(verify.Output, Does.Contain($"FAIL  {line}"));
        Assert.That(verify.Output.TrimEnd().Split('\n')[^1], Does.Match("breaks the adapter contract: [0-9]+ checks, [1-9][0-9]* failed$"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The reference client with other lines in the place of its answer to a verb.</summary>
    private static IReadOnlyList<AdapterFinding> Verified(ClientProfile profile, string verb, params string[] instead) => AdapterVerification.Run(
        profile,
        ScenarioEnvironment.Memory(),
        at => new InterceptedChannel(at.Loop, new MemoryChannel(at.Loop, at.ClientNetwork, InProcess.ReferenceClient(at.Client, 1, Tamper.None, ClientTimers.Usual)), verb, instead));
}
