using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Reference;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>The reference client as the other side of the adapter contract.</summary>
public sealed class AdapterContractTests
{
    [TestCase("{", -32700)]
    [TestCase("no json", -32700)]
    [TestCase("""{"method":"register","method":"shutdown"}""", -32700)]
    [TestCase("[]", -32600)]
    [TestCase("null", -32600)]
    [TestCase("""{"jsonrpc":"2.0","id":1}""", -32600)]
    [TestCase("""{"jsonrpc":"2.0","id":1,"method":7}""", -32600)]
    public void Line_that_is_no_request_is_an_error(string line, int code) => Bench.Run(bench =>
    {
        bench.Client.Receive(line);

        Assert.That(Bench.ErrorCode(bench.Lines.Single()), Is.EqualTo(code));
        return Task.CompletedTask;
    });

    [Test]
    public void Verb_that_is_not_declared_is_not_found() => Bench.RunRegistered(async bench =>
    {
        var answer = await bench.Ask("dance", new JsonObject { ["chat"] = "chat-1" });

        Assert.That(Bench.ErrorCode(answer), Is.EqualTo(-32601));
    });

    [TestCase("register")]
    [TestCase("deregister")]
    [TestCase("startChat")]
    [TestCase("describeChat")]
    public void Verb_before_initialize_fails(string verb) => Bench.Run(async bench =>
    {
        var answer = await bench.Ask(verb, new JsonObject { ["chat"] = "chat-1", ["invitees"] = new JsonArray("sip:bob@im.example") });

        Assert.That(Bench.ErrorCode(answer), Is.EqualTo(-32000));
    });

    [Test]
    public void Initialize_tells_contract_name_and_verbs() => Bench.Run(async bench =>
    {
        var result = (await bench.Ask("initialize", bench.Initialization()))["result"]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result["contract"]!.GetValue<int>(), Is.EqualTo(1));
            Assert.That(result["name"]!.GetValue<string>(), Is.Not.Empty);
            Assert.That(result["version"]!.GetValue<string>(), Is.Not.Empty);
            Assert.That(
                result["verbs"]!.AsArray().Select(it => it!.GetValue<string>()),
                Is.EquivalentTo(["initialize", "register", "startChat", "sendMessage", "endChat", "subscribeConference", "describeChat", "deregister", "shutdown"]));
        }
    });

    [Test]
    public void Initialize_again_fails() => Bench.RunRegistered(async bench =>
        Assert.That(Bench.ErrorCode(await bench.Ask("initialize", bench.Initialization())), Is.EqualTo(-32000)));

    [TestCase("contract", "2")]
    [TestCase("contract", null)]
    [TestCase("account", null)]
    [TestCase("core", """{"uri":"sip:proxy.im.example","domain":"im.example"}""")]
    [TestCase("core", """{"uri":"mailto:x","domain":"im.example"}""")]
    [TestCase("im", """{"maxAdhocGroupSize":"many"}""")]
    [TestCase("transport", "\"tls\"")]
    [TestCase("localAddress", "\"here\"")]
    public void Initialize_with_params_that_do_not_fit_is_refused(string key, string? value) => Bench.Run(async bench =>
    {
        var parameters = bench.Initialization();
        parameters[key] = value is null ? null : JsonNode.Parse(value);

        Assert.That(Bench.ErrorCode(await bench.Ask("initialize", parameters)), Is.EqualTo(-32602));
    });

    [TestCase("startChat", "{}")]
    [TestCase("startChat", """{"invitees":"sip:bob@im.example"}""")]
    [TestCase("startChat", """{"invitees":[7]}""")]
    [TestCase("endChat", """{"chat":"chat-9"}""")]
    [TestCase("describeChat", """{"chat":7}""")]
    [TestCase("sendMessage", """{"chat":"chat-9","contentType":"text/plain","body":""}""")]
    public void Verb_with_params_that_do_not_fit_is_refused(string verb, string parameters) => Bench.RunRegistered(async bench =>
    {
        var answer = await bench.Ask(verb, JsonNode.Parse(parameters)!.AsObject());

        Assert.That(Bench.ErrorCode(answer), Is.EqualTo(-32602));
    });

    [Test]
    public void StartChat_is_answered_before_the_chat_is() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (_, _) => { };

        var answer = await bench.StartChat(Bench.Bob);
        var described = await bench.Describe();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer["result"]!["chat"]!.GetValue<string>(), Is.EqualTo("chat-1"));
            Assert.That(described["state"]!.GetValue<string>(), Is.EqualTo("inviting"));
            Assert.That(described["imSessionIdentity"], Is.Null);
            Assert.That(described["supportedMethods"], Is.Null);
            Assert.That(described["members"], Is.Null);
        }
    });

    [Test]
    public void SendMessage_in_a_chat_that_is_not_up_fails() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (_, _) => { };
        await bench.StartChat(Bench.Bob);

        Assert.That(Bench.ErrorCode(await bench.SendMessage("too early")), Is.EqualTo(-32000));
    });

    [Test]
    public void EndChat_of_a_chat_that_is_over_fails() => Bench.RunChat(async bench =>
    {
        await bench.EndChat();
        await bench.Notification("chatEnded");

        Assert.That(Bench.ErrorCode(await bench.EndChat()), Is.EqualTo(-32000));
    });

    [Test]
    public void Command_port_changes_what_the_client_is_asked() => Bench.Run(
        async bench => Assert.That(Bench.ErrorCode(await bench.Ask("initialize", bench.Initialization())), Is.EqualTo(-32601)),
        new Tamper
        {
            Command = request =>
            {
                request["method"] = "dance";
                return request;
            },
        });

    [Test]
    public void Report_port_drops_what_the_client_tells() => Bench.RunRegistered(
        async bench =>
        {
            await bench.StartChat(Bench.Bob);
            await bench.Until(() => bench.Peer.Sends.Any());
            await bench.Pass(1);

            Assert.That(bench.Notifications("chatEstablished"), Is.Empty);
        },
        new Tamper { Report = line => line["method"] is null ? [line] : [] });

    [Test]
    public void Initialize_where_no_port_can_be_had_fails()
    {
        var lines = new List<JsonObject>();
        using var client = new ReferenceClient(
            new ManualEventLoop(), new NoNetwork(), IPAddress.Loopback, new Identifiers(7), Tamper.None, lines.Add);

        client.Receive("""
            {"id":1,"method":"initialize","params":{"contract":1,"account":{"address":"sip:a@h","user":"a","password":"p"},"core":{"uri":"sip:127.0.0.1:9;lr","domain":"h"},"im":{}}}
            """);

        Assert.That(Bench.ErrorCode(lines.Single()), Is.EqualTo(-32000));
    }

    [Test]
    public void Process_input_ends_exit_code_is_0()
    {
        using var output = new StringWriter();
        using var input = new StringReader("{\n\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"register\"}\n");

        var exitCode = ClientProcess.Run(input, output, Tamper.None, ClientTimers.Usual);

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(it => JsonNode.Parse(it)!.AsObject()).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(lines.Select(Bench.ErrorCode), Is.EqualTo([-32700, -32000]));
        }
    }

    [Test]
    public void Process_shutdown_is_answered_and_ends_it()
    {
        using var output = new StringWriter();
        using var input = new StringReader("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}\n");

        var exitCode = ClientProcess.Run(input, output, Tamper.None, ClientTimers.Usual);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(JsonNode.Parse(output.ToString())!["result"]!.AsObject(), Is.Empty);
        }
    }

    private sealed class NoNetwork : INetwork
    {
        public IDatagramPort BindDatagram(IPEndPoint local, Action<IPEndPoint, ReadOnlyMemory<byte>> received) => throw new IOException("no network");

        public IStreamListener Listen(IPEndPoint local, Action<IStreamConnection> accepted, X509Certificate2? certificate = null) => throw new IOException("no network");

        public Task<IStreamConnection> ConnectAsync(IPEndPoint remote, CancellationToken cancellation, X509Certificate2? authority = null) => throw new IOException("no network");
    }
}
