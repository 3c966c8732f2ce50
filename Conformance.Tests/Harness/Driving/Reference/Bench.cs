using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Reference;
using Conformance.Harness.Mutation;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>A reference client and a scripted peer on one network in memory, in manual time.</summary>
internal sealed class Bench : IDisposable
{
    public const string Alice = "sip:alice@im.example";
    public const string Bob = "sip:bob@im.example";
    public const string Carol = "sip:carol@im.example";
    public const string Factory = "sip:im-factory@im.example";

    private readonly List<(Func<bool> IsMet, TaskCompletionSource Met)> _waits = [];
    private int _lastId;

    private Bench(ManualEventLoop loop, Tamper? tamper, IPAddress client, IPAddress peer)
    {
        Loop = loop;
        var network = new MemoryNetwork(loop);
        Peer = new ScriptedPeer(network.Host(peer), peer, Wake);
        ClientAddress = client;
        Client = new ReferenceClient(loop, network.Host(client), client, new Identifiers(7), tamper ?? Tamper.None, line =>
        {
            Lines.Add(JsonNode.Parse(line.ToJsonString())!.AsObject());
            Wake();
        });
    }

    public EventLoop Loop { get; }

    public ScriptedPeer Peer { get; }

    public ReferenceClient Client { get; }

    public IPAddress ClientAddress { get; }

    /// <summary>All that the client wrote, in order.</summary>
    public List<JsonObject> Lines { get; } = [];

    /// <summary>Runs a scenario to its end.</summary>
    public static void Run(Func<Bench, Task> scenario, Tamper? tamper = null, string client = "192.0.2.2", string peer = "192.0.2.1")
    {
        var loop = new ManualEventLoop();
        loop.Run(async () =>
        {
            using var bench = new Bench(loop, tamper, IPAddress.Parse(client), IPAddress.Parse(peer));
            await scenario(bench);
            return 0;
        });
    }

    /// <summary>Runs a scenario of a client that is initialized and registered.</summary>
    public static void RunRegistered(Func<Bench, Task> scenario, Tamper? tamper = null, int? maxAdhocGroupSize = 5, string transport = "udp") => Run(
        async bench =>
        {
            await bench.Ask("initialize", bench.Initialization(maxAdhocGroupSize, transport));
            await bench.Ask("register");
            await scenario(bench);
        },
        tamper);

    /// <summary>Runs a scenario in which a chat with bob is up.</summary>
    public static void RunChat(Func<Bench, Task> scenario, Tamper? tamper = null, Action<ScriptedPeer>? peer = null) => RunRegistered(
        async bench =>
        {
            peer?.Invoke(bench.Peer);
            await bench.StartChat(Bob);
            await bench.Notification("chatEstablished");
            await bench.Peer.Bound();
            await scenario(bench);
        },
        tamper);

    public JsonObject Initialization(int? maxAdhocGroupSize = 5, string transport = "udp") => new()
    {
        ["contract"] = 1,
        ["account"] = new JsonObject { ["address"] = Alice, ["user"] = "alice", ["password"] = "secret" },
        ["core"] = new JsonObject { ["uri"] = $"sip:{Peer.Address};transport={transport};lr", ["domain"] = "im.example" },
        ["im"] = new JsonObject { ["conferenceFactory"] = Factory, ["maxAdhocGroupSize"] = maxAdhocGroupSize },
        ["transport"] = transport,
        ["localAddress"] = ClientAddress.ToString(),
        ["profile"] = "generic",
    };

    /// <summary>Sends a request and gives the whole answer, result or error.</summary>
    public async Task<JsonObject> Ask(string verb, JsonObject? parameters = null)
    {
        var id = ++_lastId;
        var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = verb };
        if (parameters is not null)
        {
            request["params"] = parameters;
        }

        Client.Receive(request);
        JsonObject? answer = null;
        await Until(() => (answer = Lines.Find(it => it["id"]?.GetValue<int>() == id)) is not null);
        return answer!;
    }

    public Task<JsonObject> StartChat(params string[] invitees) =>
        Ask("startChat", new JsonObject { ["invitees"] = new JsonArray([.. invitees.Select(it => JsonValue.Create(it))]) });

    public Task<JsonObject> SendMessage(string body, string contentType = "text/plain", string chat = "chat-1") =>
        Ask("sendMessage", new JsonObject { ["chat"] = chat, ["contentType"] = contentType, ["body"] = body });

    public Task<JsonObject> EndChat(string chat = "chat-1") => Ask("endChat", new JsonObject { ["chat"] = chat });

    public async Task<JsonObject> Describe(string chat = "chat-1") =>
        (await Ask("describeChat", new JsonObject { ["chat"] = chat }))["result"]!.AsObject();

    public IEnumerable<JsonObject> Notifications(string method) =>
        Lines.Where(it => it["method"]?.GetValue<string>() == method).Select(it => it["params"]!.AsObject());

    /// <summary>The kinds of what the user was told.</summary>
    public IEnumerable<string> Notices => Notifications("userNotified").Select(it => it["kind"]!.GetValue<string>());

    public async Task<JsonObject> Notification(string method)
    {
        await Until(() => Notifications(method).Any());
        return Notifications(method).First();
    }

    /// <summary>Waits for what the client or the peer does.</summary>
    public Task Until(Func<bool> isMet)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waits.Add((isMet, met));
        Wake();
        return met.Task;
    }

    /// <summary>Lets manual time pass.</summary>
    public Task Pass(double seconds)
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.After(TimeSpan.FromSeconds(seconds), passed.SetResult);
        return passed.Task;
    }

    public static int ErrorCode(JsonObject answer) => answer["error"]!["code"]!.GetValue<int>();

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    public void Dispose()
    {
        Client.Dispose();
        Peer.Dispose();
    }

    private void Wake()
    {
        foreach (var wait in _waits.Where(it => it.IsMet()).ToList())
        {
            _waits.Remove(wait);
            wait.Met.SetResult();
        }
    }
}
