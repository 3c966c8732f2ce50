using System.Text.Json.Nodes;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Harness.Driving.Contract;

public sealed class JsonRpcAdapterTests
{
    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(5);

    private static readonly Initialization Given = new(
        new Account("sip:alice@im.example", "im.example", "alice", "secret"),
        "sip:192.0.2.1:5060;transport=udp;lr",
        "sip:im-factory@im.example",
        5,
        "udp",
        "192.0.2.2",
        "generic",
        null);

    private readonly ManualEventLoop _loop = new();
    private readonly List<string> _faults = [];
    private readonly List<Report> _notifications = [];

    [Test]
    public void Initialize_says_everything_that_the_client_is_provisioned_with()
    {
        var channel = Channel(ScriptedChannel.Hello);

        var answer = Ask(channel, it => it.InitializeAsync(Given));

        Assert.That(answer.Value, Is.EqualTo(new ClientIdentity("Acme", "2", answer.Value!.Verbs)));
        Assert.That(answer.Value.Verbs, Is.EqualTo(new[] { "register" }));
        Assert.That(JsonNode.DeepEquals(channel.Received.Single(), JsonNode.Parse("""
            {
              "jsonrpc": "2.0", "id": 1, "method": "initialize",
              "params": {
                "contract": 1,
                "account": { "address": "sip:alice@im.example", "user": "alice", "password": "secret" },
                "core": { "uri": "sip:192.0.2.1:5060;transport=udp;lr", "domain": "im.example" },
                "im": { "conferenceFactory": "sip:im-factory@im.example", "maxAdhocGroupSize": 5 },
                "transport": "udp", "localAddress": "192.0.2.2", "profile": "generic"
              }
            }
            """)), Is.True, channel.Received.Single().ToJsonString());
    }

    [Test]
    public void Verbs_are_sent_with_their_parameters()
    {
        var channel = new ScriptedChannel(_loop, verb => [verb == "startChat" ? """{"jsonrpc":"2.0","id":ID,"result":{"chat":"c1"}}""" : ScriptedChannel.Done]);

        Ask(channel, async it =>
        {
            await it.RegisterAsync();
            await it.StartChatAsync(["sip:bob@im.example", "tel:+1"]);
            await it.SendMessageAsync("c1", "text/plain", "Grüße");
            await it.SubscribeConferenceAsync("c1");
            await it.DescribeChatAsync("c1");
            await it.EndChatAsync("c1");
            return await it.DeregisterAsync();
        });

        Assert.That(channel.Received.Select(it => it["method"]!.GetValue<string>() + " " + it["params"]!.ToJsonString()), Is.EqualTo(new[]
        {
            """register {}""",
            """startChat {"invitees":["sip:bob@im.example","tel:\u002B1"]}""",
            """sendMessage {"chat":"c1","contentType":"text/plain","body":"Gr\u00FC\u00DFe"}""",
            """subscribeConference {"chat":"c1"}""",
            """describeChat {"chat":"c1"}""",
            """endChat {"chat":"c1"}""",
            """deregister {}""",
        }));
        Assert.That(channel.Received.Select(it => it["id"]!.GetValue<int>()), Is.Unique);
    }

    [Test]
    public void Description_gives_what_is_stored_and_null_for_the_rest()
    {
        var full = Channel("""{"jsonrpc":"2.0","id":ID,"result":{"state":"up","imSessionIdentity":"sip:c@h","supportedMethods":["INVITE","BYE"],"members":null}}""");
        var bare = Channel("""{"jsonrpc":"2.0","id":ID,"result":{"mood":"fine"}}""");

        var stored = Ask(full, it => it.DescribeChatAsync("c1")).Value!;
        var nothing = Ask(bare, it => it.DescribeChatAsync("c1")).Value!;

        Assert.That((stored.State, stored.ImSessionIdentity, stored.Members), Is.EqualTo(("up", "sip:c@h", (IReadOnlyList<string>?)null)));
        Assert.That(stored.SupportedMethods, Is.EqualTo(new[] { "INVITE", "BYE" }));
        Assert.That((nothing.State, nothing.ImSessionIdentity, nothing.SupportedMethods, nothing.Members), Is.EqualTo(((string?)null, (string?)null, (IReadOnlyList<string>?)null, (IReadOnlyList<string>?)null)));
        Assert.That(stored.LeftOut, Is.Empty);
        Assert.That(nothing.LeftOut, Is.EqualTo(new[] { "state", "imSessionIdentity", "supportedMethods", "members" }));
    }

    [TestCase(-32601, AnswerKind.Unsupported)]
    [TestCase(-32000, AnswerKind.Refused)]
    [TestCase(7, AnswerKind.Refused)]
    public void Error_is_an_answer_and_no_fault(int code, AnswerKind kind)
    {
        var channel = Channel($$$"""{"jsonrpc":"2.0","id":ID,"error":{"code":{{{code}}},"message":"not today"}}""");

        var answer = Ask(channel, it => it.RegisterAsync());

        Assert.That((answer.Kind, answer.Text), Is.EqualTo((kind, "not today")));
        Assert.That(_faults, Is.Empty);
    }

    [Test]
    public void Notifications_are_raised_in_order_as_reports()
    {
        var channel = Channel(
            """{"jsonrpc":"2.0","method":"chatEstablished","params":{"chat":"c1"}}""",
            """{"jsonrpc":"2.0","method":"messageReceived","params":{"chat":"c1","contentType":"text/plain","body":"Hi"}}""",
            """{"jsonrpc":"2.0","method":"chatEnded","params":{"chat":"c1"}}""",
            """{"jsonrpc":"2.0","method":"userNotified","params":{"kind":"chatFailed","text":"busy"}}""",
            ScriptedChannel.Done);

        Ask(channel, it => it.RegisterAsync());

        Assert.That(_notifications, Is.EqualTo(new Report[]
        {
            new ChatEstablished("c1"),
            new MessageReceived("c1", "text/plain", "Hi"),
            new ChatEnded("c1"),
            new UserNotified("chatFailed", "busy"),
        }));
    }

    [TestCase("hello", "a line that is not a JSON object: 'hello'")]
    [TestCase("", "a line that is not a JSON object: ''")]
    [TestCase("[1]", "a line that is not a JSON object: '[1]'")]
    [TestCase("""{"jsonrpc":"2.0","id":ID,"result":{},"result":{}}""", "a line that is not a JSON object: '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"result\":{}}'")]
    [TestCase("""{"id":ID,"result":{}}""", "jsonrpc is not \"2.0\": '{\"id\":1,\"result\":{}}'")]
    [TestCase("""{"jsonrpc":2.0,"id":ID,"result":{}}""", "jsonrpc is not \"2.0\": '{\"jsonrpc\":2.0,\"id\":1,\"result\":{}}'")]
    [TestCase("""{"jsonrpc":"2.0","id":99,"result":{}}""", "an answer whose id is that of no open request: '{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}'")]
    [TestCase("""{"jsonrpc":"2.0","id":"1","result":{}}""", "an answer whose id is that of no open request: '{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{}}'")]
    [TestCase("""{"jsonrpc":"2.0","id":ID}""", "neither a notification nor an answer with either result or error: '{\"jsonrpc\":\"2.0\",\"id\":1}'")]
    [TestCase("""{"jsonrpc":"2.0","id":ID,"result":true}""", "result is not an object: '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}'")]
    [TestCase("""{"jsonrpc":"2.0","id":ID,"error":{"message":"x"}}""", "error is not an object with a whole number as code: '{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"message\":\"x\"}}'")]
    [TestCase("""{"jsonrpc":"2.0","id":ID,"error":{"code":1}}""", "message is not a string: '{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1}}'")]
    [TestCase("""{"jsonrpc":"2.0","id":5,"method":"register"}""", "a request, which only the harness may send: '{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"register\"}'")]
    [TestCase("""{"jsonrpc":"2.0","method":"rings","params":{}}""", "an unknown notification 'rings': '{\"jsonrpc\":\"2.0\",\"method\":\"rings\",\"params\":{}}'")]
    [TestCase("""{"jsonrpc":"2.0","method":"chatEnded"}""", "chatEnded: params is not an object: '{\"jsonrpc\":\"2.0\",\"method\":\"chatEnded\"}'")]
    [TestCase("""{"jsonrpc":"2.0","method":"chatEnded","params":{"chat":1}}""", "chat is not a string: '{\"jsonrpc\":\"2.0\",\"method\":\"chatEnded\",\"params\":{\"chat\":1}}'")]
    [TestCase("""{"jsonrpc":"2.0","id":ID,"result":{}}""", "answer to startChat: chat is not a string: '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}'")]
    [TestCase("""{"jsonrpc":"2.0","id":ID,"result":{"chat":"\ud800"}}""", "a line that is not a JSON object: '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"chat\":\"\\ud800\"}}'")]
    public void Line_that_breaks_the_contract_is_a_fault_that_quotes_it(string line, string fault)
    {
        var answer = Ask(Channel(line), it => it.StartChatAsync(["sip:bob@im.example"]));

        Assert.That((answer.Kind, answer.Text), Is.EqualTo((AnswerKind.Fault, fault)));
        Assert.That(_faults, Is.EqualTo(new[] { fault }));
    }

    [TestCase("""{"contract":2,"name":"A","version":"1","verbs":[]}""", "contract is not 1")]
    [TestCase("""{"name":"A","version":"1","verbs":[]}""", "contract is not 1")]
    [TestCase("""{"contract":1,"version":"1","verbs":[]}""", "name is not a string")]
    [TestCase("""{"contract":1,"name":"A","version":1,"verbs":[]}""", "version is not a string")]
    [TestCase("""{"contract":1,"name":"A","version":"1","verbs":"all"}""", "verbs is not an array of strings")]
    public void Identity_that_breaks_the_contract_is_a_fault(string result, string what)
    {
        var answer = Ask(Channel($$$"""{"jsonrpc":"2.0","id":ID,"result":{{{result}}}}"""), it => it.InitializeAsync(Given));

        Assert.That(answer.Text, Does.StartWith($"answer to initialize: {what}: '"));
    }

    [TestCase("""{"state":"asleep"}""", "state is none of inviting, up, failed, ended")]
    [TestCase("""{"state":1}""", "state is not a string")]
    [TestCase("""{"supportedMethods":"INVITE"}""", "supportedMethods is not an array of strings")]
    [TestCase("""{"members":[1]}""", "members is not an array of strings")]
    public void Description_that_breaks_the_contract_is_a_fault(string result, string what)
    {
        var answer = Ask(Channel($$$"""{"jsonrpc":"2.0","id":ID,"result":{{{result}}}}"""), it => it.DescribeChatAsync("c1"));

        Assert.That(answer.Text, Does.StartWith($"answer to describeChat: {what}: '"));
    }

    [Test]
    public void Long_line_is_quoted_up_to_200_characters()
    {
        Ask(Channel(new string('x', 5000)), it => it.RegisterAsync());

        Assert.That(_faults.Single(), Is.EqualTo($"a line that is not a JSON object: '{new string('x', 200)}…'"));
    }

    [Test]
    public void Silence_is_a_fault_once_the_answer_wait_has_passed()
    {
        var answer = Ask(Channel(), it => it.RegisterAsync());

        Assert.That(answer, Is.EqualTo(new Answer<object>(AnswerKind.Fault, null, "no answer to register within 5 s")));
        Assert.That(_loop.Time.GetElapsedTime(0), Is.EqualTo(AnswerWait));
    }

    [Test]
    public void Answer_in_time_leaves_no_limit_behind()
    {
        Ask(Channel(ScriptedChannel.Done), async it =>
        {
            await it.RegisterAsync();
            await Task.Delay(AnswerWait * 2, _loop.Time);
            return it;
        });

        Assert.That(_faults, Is.Empty);
    }

    [Test]
    public void Crash_is_a_fault_that_every_later_verb_answers_with()
    {
        var channel = Channel(ScriptedChannel.Crash);

        var later = Ask(channel, async it =>
        {
            await it.RegisterAsync();
            return await it.DeregisterAsync();
        });

        Assert.That((later.Kind, later.Text), Is.EqualTo((AnswerKind.Fault, "the client ended with exit code 3")));
        Assert.That(channel.Received, Has.Count.EqualTo(1));
        Assert.That(_faults, Has.Count.EqualTo(1));
    }

    [TestCase(ScriptedChannel.Done)]
    [TestCase(ScriptedChannel.Crash)]
    public void End_that_was_asked_for_is_no_fault(string line)
    {
        var channel = Channel(line);

        var answer = Ask(channel, it => it.ShutdownAsync());

        Assert.That(answer.Kind, Is.EqualTo(AnswerKind.Done));
        Assert.That(_faults, Is.Empty);
        Assert.That((channel.IsClosed, channel.IsDisposed), Is.EqualTo((true, true)));
    }

    private ScriptedChannel Channel(params string[] answers) => new(_loop, _ => answers);

    private T Ask<T>(ILineChannel channel, Func<IClientAdapter, Task<T>> work) => _loop.Run(async () =>
    {
        using var adapter = new JsonRpcAdapter(_loop, channel, AnswerWait);
        adapter.Faulted += _faults.Add;
        adapter.Notified += _notifications.Add;
        return await work(adapter);
    });
}
