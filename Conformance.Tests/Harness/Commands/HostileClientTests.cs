using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Tests.Harness.Driving;

namespace Conformance.Tests.Harness.Commands;

/// <summary>
/// Clients that hang, crash, shout or leave children behind: the run goes on with the next scenario, what happened stands in the
/// outcome, and nothing is left running.
/// </summary>
[Platform("Linux")]
public sealed class HostileClientTests : IDisposable
{
    private const string Hello = """read -r l; echo '{"jsonrpc":"2.0","id":1,"result":{"contract":1,"name":"h","version":"1","verbs":["register"]}}'; read -r l; """;
    private static readonly string Reference = string.Join(' ', SuiteProcess.Command) + " client";
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("hostile");

    public static IEnumerable<TestCaseData> Clients() =>
    [
        Client("hangs", Hello + "exec sleep 300", "interrupted: no answer to register within 1 s", "1s"),
        Client("sends_half_a_line", Hello + """printf '{"jsonrpc":"2.0","id":'; exec sleep 300""", """interrupted: no answer to register within 1 s; its line has no end: '{"jsonrpc":"2.0","id":'""", "1s"),
        Client("ends_in_half_a_line", Hello + """printf '{"jsonrpc":"2.0","id":'""", """interrupted: a line that is not a JSON object: '{"jsonrpc":"2.0","id":'"""),
        Client("writes_100_MB_in_a_line", Hello + "head -c 100000000 /dev/zero | tr '\\0' x; exec sleep 300", "interrupted: a line longer than 1048576 octets"),
        Client("writes_100_MB_of_lines", Hello + "yes 'what a lovely day' | head -c 100000000; exec sleep 300", "interrupted: a line that is not a JSON object: 'what a lovely day'"),
        Client("writes_100_MB_of_notifications", Hello + """yes '{"jsonrpc":"2.0","method":"userNotified","params":{"kind":"mood","text":"well"}}' | head -c 100000000; exec sleep 300""", "interrupted: the client floods: 2000 messages, reports and connections in "),
        Client("writes_100_MB_to_its_log", Hello + "yes oops 2>/dev/null | head -c 100000000 >&2; exit 3", "interrupted: the client ended with exit code 3, its last words: oops"),
        Client("leaves_children_behind", Hello + "setsid -f sleep 300 >/dev/null 2>&1; exit 0", "interrupted: the client ended with exit code 0"),
        Client("leaves_a_child_that_hides", Hello + "env -i HOSTILE=$HOSTILE setsid -f sleep 300 >/dev/null 2>&1; exit 0", "interrupted: the client ended with exit code 0"),
        // It ends in the middle of the chat, as soon as it is up.
        Client("crashes_in_a_dialog", $"(cat; sleep 300) | {Reference} | (while read -r l; do echo \"$l\"; case $l in *chatEstablished*) echo 'segmentation fault' >&2; kill -9 $$; exit;; esac; done)", "interrupted: the client ended with exit code 137, its last words: segmentation fault"),
    ];

    [TestCaseSource(nameof(Clients))]
    public async Task Client(string script, string outcome, string answerWait)
    {
        var run = await SuiteProcess.RunAsync("run", "--client", Profile(["bash", "-c", script], answerWait), "--out", _out.FullName, "--scenario", "one-to-one-chat", "--scenario", "two-chats-in-a-row");

        Assert.That(run.ExitCode, Is.AnyOf(1, 3), run.Errors);
        Assert.That(Outcomes(), Has.Count.EqualTo(2).And.All.StartsWith(outcome));
        Assert.That(Left(), Is.Empty);
    }

    /// <summary>A shell that becomes the program leaves it its children, which are no client's.</summary>
    [Test]
    public void Children_from_before_the_run_are_left_alone()
    {
        var program = string.Join(' ', [.. SuiteProcess.Command, "run", "--client", Profile(["sh", "-c", "exit 3"], "1s"), "--out", _out.FullName, "--scenario", "one-to-one-chat"]);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"HOSTILE={_out.Name} sleep 300 & exec {program} >/dev/null"]))!;

        shell.WaitForExit();

        var left = Left();
        Assert.That((shell.ExitCode, left.Count), Is.EqualTo((3, 1)));
        using var sleeper = Process.GetProcessById(int.Parse(Path.GetFileName(left[0]), CultureInfo.InvariantCulture));
        sleeper.Kill();
    }

    [Test]
    public async Task Client_that_sends_1000_requests_a_second_floods()
    {
        SampleClientTests.IgnoreWithout("python3");
        var file = Path.Combine(_out.FullName, "flood.py");
        File.WriteAllText(file, $"""
            import sys, threading, time
            sys.path.insert(0, "{Solution.Fixture("clients", "toy")}")
            import toy_client
            begin = toy_client.Client.__init__
            def flood(client):
                start, sent = time.time(), 0
                while True:
                    sent += 1
                    text = (f"OPTIONS sip:bob@im.example SIP/2.0\r\nVia: SIP/2.0/UDP {"{client.local}:{client.port}"};rport;branch=z9hG4bKf{"{sent}"}\r\nMax-Forwards: 70\r\n"
                        f"From: <{"{client.account['address']}"}>;tag=f{"{sent}"}\r\nTo: <sip:bob@im.example>\r\nCall-ID: f{"{sent}"}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
                    client.sip.sendto(text.encode(), client.core)
                    time.sleep(max(0, start + sent / 1000 - time.time()))
            def init(client, *given):
                begin(client, *given)
                threading.Thread(target=flood, args=(client,), daemon=True).start()
            toy_client.Client.__init__ = init
            exec(open("{Solution.Fixture("clients", "toy", "toy_adapter.py")}").read())
            """);
        var run = await SuiteProcess.RunAsync("run", "--client", Profile(["python3", file], answerWait: "4s"), "--out", _out.FullName, "--scenario", "bye-lost", "--scenario", "two-chats-in-a-row");

        Assert.That(run.ExitCode, Is.EqualTo(1), run.Errors);
        Assert.That(Outcomes()[0], Does.StartWith("interrupted: the client floods: 2000 messages, reports and connections in "), "bye-lost lasts long enough");
        Assert.That(Outcomes(), Has.Count.EqualTo(2));
        Assert.That(Left(), Is.Empty);
    }

    /// <summary>The limit of the heap stands for a small machine: what is read as fast as it is sent took 23 GB.</summary>
    [Test]
    public async Task Client_that_sends_a_message_without_end_floods_and_does_not_fill_the_memory()
    {
        SampleClientTests.IgnoreWithout("python3");
        var file = Path.Combine(_out.FullName, "endless.py");
        File.WriteAllText(file, """
            import json, re, socket, sys
            for line in sys.stdin:
                request = json.loads(line)
                if request["method"] == "initialize":
                    core = re.search(r"sip:([^:;]+):([0-9]+)", request["params"]["core"]["uri"])
                    print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": {"contract": 1, "name": "e", "version": "1", "verbs": ["register", "startChat"]}}), flush=True)
                else:
                    stream = socket.create_connection((core[1], int(core[2])))
                    stream.sendall(b"OPTIONS sip:bob@im.example SIP/2.0\r\nContent-Length: 1000000000\r\n\r\n")
                    while True:
                        stream.sendall(b"x" * 65536)
            """);
        var run = await SuiteProcess.RunWithAsync(
            new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x20000000" },
            "run", "--client", Profile(["python3", file], answerWait: "5s"), "--out", _out.FullName, "--scenario", "one-to-one-chat", "--scenario", "two-chats-in-a-row");

        Assert.That(run.ExitCode, Is.AnyOf(1, 3), run.Errors);
        Assert.That(Outcomes(), Has.Count.EqualTo(2).And.All.Matches("^interrupted: the client floods: 2 MiB in [0-9]+ messages, reports and connections in "));
        Assert.That(Left(), Is.Empty);
    }

    public void Dispose() => _out.Delete(recursive: true);

    private static TestCaseData Client(string name, string script, string outcome, string answerWait = "10s") => new TestCaseData(script, outcome, answerWait).SetName($"Client_that_{name}");

    private string Profile(IReadOnlyList<string> command, string answerWait)
    {
        var profile = JsonNode.Parse(File.ReadAllText(Solution.Fixture("clients", "reference.json")))!;
        profile["driver"]!["command"] = new JsonArray([.. command.Select(it => (JsonNode)it)]);
        profile["driver"]!["environment"] = new JsonObject { ["HOSTILE"] = _out.Name };
        profile["ixit"]!["answerWait"] = answerWait;
        var file = Path.Combine(_out.FullName, "profile.json");
        File.WriteAllText(file, profile.ToJsonString());
        return file;
    }

    private List<string> Outcomes() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(_out.FullName, "results.json"))).RootElement.GetProperty("scenarios").EnumerateArray().Select(it => it.GetProperty("outcome").GetString()!)];

    /// <summary>Processes with the environment of this test's clients.</summary>
    private List<string> Left() => [.. Directory.GetDirectories("/proc")
        .Where(it => int.TryParse(Path.GetFileName(it), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Where(it => EnvironmentOf(it).Contains($"HOSTILE={_out.Name}", StringComparison.Ordinal))];

    private static string EnvironmentOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
