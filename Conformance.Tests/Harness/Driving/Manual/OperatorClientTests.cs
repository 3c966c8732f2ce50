using System.Text.Json.Nodes;
using System.Threading.Channels;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Manual;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Scenarios;
using Conformance.Tests.Harness.Driving.Profiles;

namespace Conformance.Tests.Harness.Driving.Manual;

/// <summary>A person at the client, seen from the adapter contract: what is shown, and what each key says.</summary>
public sealed class OperatorClientTests
{
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"contract":1,"account":{"address":"sip:alice@im.example","user":"alice","password":"secret"},"core":{"uri":"sip:127.0.0.1:5060;transport=udp;lr","domain":"im.example"},"im":{"conferenceFactory":"sip:im-factory@im.example","maxAdhocGroupSize":5},"transport":"udp","localAddress":"127.0.0.1","profile":"generic"}}""";
    private const string Start = """{"jsonrpc":"2.0","id":2,"method":"startChat","params":{"invitees":["sip:bob@im.example"]}}""";
    private static readonly ClientProfile Profile = ProfileSample.Parse(ProfileSample.With("driver", """{ "kind": "operator" }"""));

    [Test]
    public void What_has_to_be_set_up_is_shown_once()
    {
        using var desk = new Desk();
        var first = desk.Answers([Initialize], "d");
        var second = desk.Answers([Initialize], "");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Concat(second).Select(it => it["result"]!["verbs"]!.AsArray().Count), Is.All.EqualTo(7));
            Assert.That(desk.Screen.Split("Set the client up:"), Has.Length.EqualTo(2));
            Assert.That(desk.Screen, Does.Contain("outbound proxy sip:127.0.0.1:5060;transport=udp;lr").And.Contain("user name alice, password secret").And.Contain("sip:im-factory@im.example, at most 5"));
        }
    }

    [TestCase("register", "{}", "Have the client register")]
    [TestCase("deregister", "{}", "Have the client deregister")]
    [TestCase("sendMessage", """{"chat":"chat-1","contentType":"text/plain","body":"Hello"}""", "Send in chat-1: Hello")]
    [TestCase("sendMessage", """{"chat":"chat-1","contentType":"text/html","body":"<b>"}""", "Send in chat-1, as text/html: <b>")]
    [TestCase("endChat", """{"chat":"chat-1"}""", "End chat-1")]
    [TestCase("subscribeConference", """{"chat":"chat-1"}""", "show who is in chat-1")]
    [TestCase("startChat", """{"invitees":["sip:bob@im.example"]}""", "Start a chat with sip:bob@im.example.")]
    [TestCase("startChat", """{"invitees":["sip:bob@im.example","tel:+1"]}""", "Start one group chat with sip:bob@im.example, tel:+1.")]
    public void Each_verb_is_a_prompt_that_a_key_answers(string verb, string parameters, string shown)
    {
        using var desk = new Desk();
        var ask = $$"""{"jsonrpc":"2.0","id":7,"method":"{{verb}}","params":{{parameters}}}""";
        var done = desk.Answers([ask], "d");
        var failed = desk.Answers([ask], "f");
        var cannot = desk.Answers([ask], "U");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(desk.Screen, Does.Contain(shown).And.Contain("within 5 s"));
            Assert.That(done[0]["result"], Is.Not.Null);
            Assert.That(failed[0]["error"]!["code"]!.GetValue<int>(), Is.EqualTo(-32000));
            Assert.That(cannot[0]["error"]!["code"]!.GetValue<int>(), Is.EqualTo(-32601));
        }
    }

    [TestCase("de", """{"jsonrpc":"2.0","method":"chatEstablished","params":{"chat":"chat-1"}}""")]
    [TestCase("dx", """{"jsonrpc":"2.0","method":"chatEnded","params":{"chat":"chat-1"}}""")]
    [TestCase("dm\nHi, Alixe\bx\b\bce\n", """{"jsonrpc":"2.0","method":"messageReceived","params":{"chat":"chat-1","contentType":"text/plain","body":"Hi, Alice"}}""")]
    [TestCase("nt Too many\r", """{"jsonrpc":"2.0","method":"userNotified","params":{"kind":"tooManyParticipants","text":"Too many"}}""")]
    [TestCase("dnc\r", """{"jsonrpc":"2.0","method":"userNotified","params":{"kind":"chatFailed","text":""}}""")]
    [TestCase("n o Bye\n", """{"jsonrpc":"2.0","method":"userNotified","params":{"kind":"other","text":"Bye"}}""")]
    public void What_the_client_shows_by_itself_is_told_by_keys(string keys, string told)
    {
        using var desk = new Desk();

        Assert.That(desk.Answers([Start], keys, keys[0] == 'd' ? 2 : 1)[^1].ToJsonString(), Is.EqualTo(told));
    }

    [Test]
    public void Keys_that_say_nothing_are_answered_with_those_that_do()
    {
        using var desk = new Desk();
        var answers = desk.Answers([Start], " \nqed");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers[0]["result"]!["chat"]!.GetValue<string>(), Is.EqualTo("chat-1"));
            Assert.That(desk.Screen, Does.Contain("'q' says nothing here: d, f, u").And.Contain("'e' says nothing here: d, f, u"));
        }
    }

    [Test]
    public void What_is_stored_in_the_client_is_not_asked_for()
    {
        using var desk = new Desk();

        Assert.That(desk.Answers(["""{"jsonrpc":"2.0","id":3,"method":"describeChat","params":{"chat":"chat-1"}}"""], "")[0]["error"]!["code"]!.GetValue<int>(), Is.EqualTo(-32601));
    }

    [Test]
    public void Without_anybody_at_the_keys_what_is_asked_for_has_failed()
    {
        using var desk = new Desk();

        Assert.That(
            desk.Answers([Start], "\0").Concat(desk.Answers([Start], "")).Select(it => it["error"]!["message"]!.GetValue<string>()),
            Is.All.EqualTo("startChat: nobody is at the client any more: the input has ended"));
    }

    [Test]
    public void Plan_says_what_will_be_asked_for()
    {
        var plan = TestPlan.Of(Profile, [.. ScenarioCatalogue.All.Where(it => it.Name is "one-to-one-chat" or "message-unanswered" or "conference-told")]).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(plan[0], Is.EqualTo("2 scenarios for Acme IM 2.1"), "the sample declares no conference");
            Assert.That(plan, Does.Contain(" 2. Start a chat with sip:bob@im.example.").And.Contain(" 3. Send in chat-1: Hello, Bob"));
            Assert.That(plan, Has.Some.Contains("in which the client is left alone"));
        }
    }

    [Test]
    public void Plan_does_not_show_long_texts_whole() =>
        Assert.That(TestPlan.Of(Profile, [.. ScenarioCatalogue.All.Where(it => it.Name == "messages-refused")]), Has.Some.Contains("characters; they stand whole in the prompt)").And.All.Length.LessThan(300));

    /// <summary>One terminal for any number of scenarios.</summary>
    private sealed class Desk : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
        private readonly StringWriter _screen = new();
        private readonly Channel<char> _keys = Channel.CreateUnbounded<char>();
        private readonly OperatorTerminal _terminal;

        public Desk() => _terminal = new OperatorTerminal(TextWriter.Synchronized(_screen), NextKey, echoes: true);

        private char? NextKey() => _keys.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult() && _keys.Reader.TryRead(out var key) ? key : null;

        public void Dispose()
        {
            _keys.Writer.TryComplete();
            _screen.Dispose();
        }

        public string Screen => _screen.ToString();

        /// <summary>Has the lines received, types the keys (\0 is the end of them), and gives what came, so much of it.</summary>
        public List<JsonObject> Answers(IReadOnlyList<string> lines, string keys, int count = 1)
        {
            var loop = new LiveEventLoop();
            var answers = new List<JsonObject>();
            var enough = new TaskCompletionSource();
            return loop.Run(async () =>
            {
                using var client = new OperatorClient(loop, Profile, ScenarioCatalogue.All[0], _terminal, it =>
                {
                    answers.Add(it);
                    if (answers.Count >= count)
                    {
                        enough.TrySetResult();
                    }
                });
                foreach (var line in lines)
                {
                    client.Receive(line);
                }

                foreach (var key in keys)
                {
                    _ = key == '\0' ? _keys.Writer.TryComplete() : _keys.Writer.TryWrite(key);
                }

                await enough.Task.WaitAsync(Patience, loop.Time);
                return answers;
            });
        }
    }
}
