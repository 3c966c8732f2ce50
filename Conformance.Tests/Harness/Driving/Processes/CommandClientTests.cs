using System.Diagnostics;
using System.Text.Json.Nodes;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Processes;
using Conformance.Harness.Driving.Profiles;

namespace Conformance.Tests.Harness.Driving.Processes;

/// <summary>A client that has a command line for each verb, seen from the adapter contract.</summary>
[Platform("Linux")]
public sealed class CommandClientTests : IDisposable
{
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"contract":1,"account":{"address":"sip:alice@im.example","user":"alice","password":"secret"},"core":{"uri":"sip:127.0.0.1:15060;transport=udp;lr","domain":"im.example"},"im":{"conferenceFactory":"sip:im-factory@im.example","maxAdhocGroupSize":5},"transport":"udp","localAddress":"127.0.0.1","profile":"generic"}}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("command");

    [Test]
    public void Its_verbs_are_those_that_have_a_command() =>
        Assert.That(Answers([Initialize], ("register", "true"), ("startChat", "true"))[0]["result"]!["verbs"]!.AsArray().Select(it => it!.GetValue<string>()), Is.EqualTo(new[] { "register", "startChat", "endChat" }));

    [Test]
    public void A_verb_without_a_command_is_unsupported() =>
        Assert.That(Answers([Initialize, Ask(2, "describeChat", """{"chat":"chat-1"}""")], ("register", "true"))[1]["error"]!["code"]!.GetValue<int>(), Is.EqualTo(-32601));

    [Test]
    public void A_command_that_ends_well_has_done_it() =>
        Assert.That(Answers([Initialize, Ask(2, "register", "{}")], ("register", "echo much; exit 0"))[1]["result"]!.AsObject(), Is.Empty);

    [Test]
    public void A_command_that_fails_has_not_and_its_last_words_are_told() =>
        Assert.That(
            Answers([Initialize, Ask(2, "register", "{}")], ("register", "echo 'no core' >&2; exit 3"))[1]["error"]!["message"]!.GetValue<string>(),
            Is.EqualTo("register: exit code 3, its last words: no core"));

    [Test]
    public void A_program_that_there_is_not_is_told()
    {
        var profile = ClientProfile.BuiltIn with { Driver = new CommandDriver(new Dictionary<string, IReadOnlyList<string>> { ["register"] = ["/nonexistent/acme"] }, new Dictionary<string, string>()) };

        Assert.That(Answers(profile, [Initialize, Ask(2, "register", "{}")], 2)[1]["error"]!["message"]!.GetValue<string>(), Does.Match("^/nonexistent/acme( in .+)?: No such file or directory; the profile's command has to name a program that can be run$"));
    }

    [Test]
    public void Placeholders_stand_for_what_is_known_and_other_braces_for_themselves()
    {
        Answers(
            [Initialize, Ask(2, "startChat", """{"invitees":["sip:bob@im.example","sip:carol@im.example"]}""")],
            3,
            ("startChat", $"echo '{{core}} {{address}} {{user}} {{password}} {{domain}} {{factory}} {{invitee}} {{invitees}} {{localAddress}} {{transport}} {{other}} ${{HOME:+x}}' > {_folder.FullName}/said"));

        Assert.That(
            File.ReadAllText(Path.Combine(_folder.FullName, "said")).TrimEnd(),
            Is.EqualTo("127.0.0.1:15060 sip:alice@im.example alice secret im.example sip:im-factory@im.example sip:bob@im.example sip:bob@im.example,sip:carol@im.example 127.0.0.1 udp {other} ${HOME:+x}"));
    }

    [TestCase("exit 0", new[] { "chatEnded" })]
    [TestCase("echo 'busy' >&2; exit 1", new[] { "userNotified", "chatEnded" })]
    public void The_end_of_a_chats_process_is_that_of_the_chat(string script, string[] said)
    {
        var answers = Answers([Initialize, Ask(2, "startChat", """{"invitees":["sip:bob@im.example"]}""")], 2 + said.Length, ("startChat", script));

        Assert.That(answers[1]["result"]!["chat"]!.GetValue<string>(), Is.EqualTo("chat-1"));
        Assert.That(answers.Skip(2).Select(it => it["method"]!.GetValue<string>()), Is.EqualTo(said));
    }

    [Test]
    public void The_end_of_a_chat_is_that_of_its_process_and_its_children()
    {
        var answers = Answers(
            [Initialize, Ask(2, "startChat", """{"invitees":["sip:bob@im.example"]}"""), Ask(3, "endChat", """{"chat":"chat-1"}""")],
            4,
            ("startChat", $"sleep 1000 & echo $! > {_folder.FullName}/child; wait"));

        Assert.That(answers.Select(it => it["id"]?.GetValue<int>() ?? 0), Is.EqualTo(new[] { 1, 2, 3, 0 }));
        Assert.That(answers[3]["method"]!.GetValue<string>(), Is.EqualTo("chatEnded"));
        Assert.That(() => File.Exists(Path.Combine(_folder.FullName, "child")) && IsAlive(int.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "child")), System.Globalization.CultureInfo.InvariantCulture)), Is.False.After(5000, 20));
    }

    [Test]
    public void End_of_a_chat_asks_its_process_to_end_and_lets_it_hang_up()
    {
        var answers = Answers(
            [Initialize, Ask(2, "startChat", """{"invitees":["sip:bob@im.example"]}"""), Ask(3, "endChat", """{"chat":"chat-1"}""")],
            4,
            ("startChat", $"trap 'echo BYE > {_folder.FullName}/hung-up; exit 1' TERM; touch {_folder.FullName}/ready; while :; do sleep 0.02; done"));

        Assert.That(answers.Skip(2).Select(it => it["method"]?.GetValue<string>()), Is.EqualTo(new[] { null, "chatEnded" }), "its exit code says nothing any more");
        Assert.That(!File.Exists(Path.Combine(_folder.FullName, "ready")) || File.Exists(Path.Combine(_folder.FullName, "hung-up")));
    }

    [Test]
    public void Chat_whose_process_does_not_end_when_asked_is_killed()
    {
        var profile = ClientProfile.BuiltIn with
        {
            Driver = new CommandDriver(new Dictionary<string, IReadOnlyList<string>> { ["startChat"] = ["sh", "-c", "trap '' TERM; while :; do sleep 0.02; done"] }, new Dictionary<string, string>()),
            Ixit = ClientProfile.BuiltIn.Ixit with { AnswerWait = TimeSpan.FromMilliseconds(200) },
        };

        var answers = Answers(profile, [Initialize, Ask(2, "startChat", """{"invitees":["sip:bob@im.example"]}"""), Ask(3, "endChat", """{"chat":"chat-1"}""")], 4);

        Assert.That(answers[3]["method"]!.GetValue<string>(), Is.EqualTo("chatEnded"));
    }

    [Test]
    public void Chat_with_a_command_for_its_end_is_given_the_time_for_it()
    {
        var answers = Answers(
            [Initialize, Ask(2, "startChat", """{"invitees":["sip:bob@im.example"]}"""), Ask(3, "endChat", """{"chat":"chat-1"}""")],
            4,
            ("startChat", $"until [ -e {_folder.FullName}/end ]; do sleep 0.02; done; echo BYE > {_folder.FullName}/hung-up"),
            ("endChat", $"touch {_folder.FullName}/end"));

        Assert.That(answers.Skip(2).Select(it => it["id"]?.GetValue<int>() ?? 0).Order(), Is.EqualTo(new[] { 0, 3 }));
        Assert.That(File.Exists(Path.Combine(_folder.FullName, "hung-up")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static bool IsAlive(int id)
    {
        try
        {
            return !Process.GetProcessById(id).HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Ask(int id, string verb, string parameters) => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{verb}}","params":{{parameters}}}""";

    private static List<JsonObject> Answers(IReadOnlyList<string> lines, params IReadOnlyList<(string Verb, string Script)> commands) => Answers(lines, lines.Count, commands);

    private static List<JsonObject> Answers(IReadOnlyList<string> lines, int count, params IReadOnlyList<(string Verb, string Script)> commands) => Answers(
        ClientProfile.BuiltIn with { Driver = new CommandDriver(commands.ToDictionary(it => it.Verb, IReadOnlyList<string> (it) => ["sh", "-c", it.Script]), new Dictionary<string, string>()) },
        lines,
        count);

    /// <summary>Sends each line when the one before is answered, and gives what came, so much of it.</summary>
    private static List<JsonObject> Answers(ClientProfile profile, IReadOnlyList<string> lines, int count)
    {
        var loop = new LiveEventLoop();
        var answers = new List<JsonObject>();
        var change = new TaskCompletionSource();
        return loop.Run(async () =>
        {
            using var client = new CommandClient(loop, profile, (CommandDriver)profile.Driver, null, it =>
            {
                answers.Add(it);
                var seen = change;
                change = new TaskCompletionSource();
                seen.TrySetResult();
            });
            for (var i = 0; i < lines.Count; i++)
            {
                client.Receive(lines[i]);
                await UntilAsync(i + 1);
            }

            await UntilAsync(count);
            return answers;
        });

        async Task UntilAsync(int wanted)
        {
            while (answers.Count < wanted)
            {
                await change.Task.WaitAsync(Patience, loop.Time);
            }
        }
    }
}
