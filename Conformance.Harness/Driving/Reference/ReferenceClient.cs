using System.Net;
using System.Text.Json.Nodes;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Reference;

/// <summary>
/// The known-good client: a SIP/SIMPLE IM client that does what the draft's 6.1.3.2.1 and the documents behind it say,
/// driven by the adapter contract. It has no faults to switch on; a mutant tampers with what passes its ports. It
/// lives on an event loop, in a process of its own or beside the harness. `shutdown` closes its ports at once: chats and
/// the registration are left with endChat and deregister before.
/// </summary>
public sealed class ReferenceClient : IDisposable
{
    private static readonly string[] Verbs =
        ["initialize", "register", "startChat", "sendMessage", "endChat", "subscribeConference", "describeChat", "deregister", "shutdown"];

    private readonly EventLoop _loop;
    private readonly INetwork _network;
    private readonly IPAddress _localAddress;
    private readonly Identifiers _identifiers;
    private readonly Tamper _tamper;
    private readonly AdapterPort _user;
    private readonly VerbServer _server;
    private readonly Dictionary<string, Chat> _chats = [];
    private UserAgent? _agent;
    private MsrpEndpoint? _msrp;

    /// <param name="loop">Runs all of it.</param>
    /// <param name="network">The network as this client's host sees it.</param>
    /// <param name="localAddress">The client's address, unless `initialize` names one.</param>
    /// <param name="identifiers">Where tags, branches and the like come from.</param>
    /// <param name="tamper">What stands at its ports.</param>
    /// <param name="write">Takes each result and notification.</param>
    public ReferenceClient(
        EventLoop loop,
        INetwork network,
        IPAddress localAddress,
        Identifiers identifiers,
        Tamper tamper,
        Action<JsonObject> write)
    {
        _loop = loop;
        _network = network;
        _localAddress = localAddress;
        _identifiers = identifiers;
        _tamper = tamper;
        _user = new AdapterPort(tamper, write);
        _server = new VerbServer(_user, tamper.Command, Carry);
    }

    /// <summary>How long it waits for what may be lost: of its own configuration, not of the contract.</summary>
    public ClientTimers Timers { get; init; } = ClientTimers.Usual;

    /// <summary>Called once `shutdown` is answered.</summary>
    public Action? ShutDown { get; set; }

    /// <summary>Takes one line of the adapter contract.</summary>
    public void Receive(string line) => _server.Receive(line);

    /// <summary>Takes one request of the adapter contract.</summary>
    public void Receive(JsonObject request) => _server.Receive(request);

    public void Dispose()
    {
        _agent?.Dispose();
        _msrp?.Dispose();
    }

    private void Carry(Verb verb)
    {
        var (name, parameters, answer, _) = verb;
        switch (name)
        {
            case "initialize":
                answer(Initialize(parameters));
                break;
            case "shutdown":
                Dispose();
                answer([]);
                ShutDown?.Invoke();
                break;
            case "register":
                Agent.Registration.Register(verb.Conclude);
                break;
            case "deregister":
                Agent.Registration.Deregister(verb.Conclude);
                break;
            case "startChat":
                StartChat(parameters.Texts("invitees"), answer);
                break;
            case "sendMessage":
                ChatOf(parameters).Send(parameters.Text("contentType"), parameters.Text("body"));
                answer([]);
                break;
            case "endChat":
                End(ChatOf(parameters), answer);
                break;
            case "subscribeConference":
                SubscribeConference(ChatOf(parameters), answer);
                break;
            case "describeChat":
                answer(Describe(ChatOf(parameters)));
                break;
            default:
                throw new VerbException(VerbException.MethodNotFound, $"this client has no verb {name}");
        }
    }

    private UserAgent Agent => _agent ?? throw new VerbException(VerbException.Failed, "the client is not initialized");

    private JsonObject Initialize(VerbParameters parameters)
    {
        if (_agent is not null)
        {
            throw new VerbException(VerbException.Failed, "the client is initialized already");
        }

        if (parameters.OptionalNumber("contract") is not JsonRpcAdapter.Contract)
        {
            throw parameters.Wrong("contract", $"{JsonRpcAdapter.Contract}, the one that this client speaks");
        }

        Open(ClientSettings.Read(parameters, _localAddress) with { Timers = Timers });
        return VerbServer.Identity(UserAgent.Product, typeof(ReferenceClient).Assembly.GetName().Version?.ToString(3), Verbs);
    }

    private void Open(ClientSettings settings)
    {
        try
        {
            var msrp = _msrp = new MsrpEndpoint(_network, settings.LocalAddress, _identifiers, _tamper, settings.Authority) { ResponseTimeout = Timers.MsrpResponse };
            var transport = new SipTransport(_network, settings.LocalAddress, _tamper, settings.Authority) { MsrpOutlet = msrp.SendStray };
            msrp.SipOutlet = message => transport.SendStray(message, settings.Proxy.Address);
            _agent = new UserAgent(_loop, transport, settings, _identifiers);
        }
        catch (IOException failure)
        {
            _msrp?.Dispose();
            throw new VerbException(VerbException.Failed, $"no port at {settings.LocalAddress}: {failure.Message}");
        }
    }

    private void StartChat(IReadOnlyList<string> typed, Action<JsonObject> answer)
    {
        var agent = Agent;
        var invitees = Invited(typed, agent.Settings);
        var chat = new Chat(agent, _msrp!, _user, $"chat-{_chats.Count + 1}");
        _chats.Add(chat.Name, chat);
        answer(new JsonObject { ["chat"] = chat.Name });
        if (invitees.Count > 1 && invitees.Count > agent.Settings.MaxAdhocGroupSize)
        {
            chat.RefuseGroup(invitees.Count, agent.Settings.MaxAdhocGroupSize.Value);
        }
        else
        {
            chat.Begin(invitees);
        }
    }

    /// <summary>The distinct users whom the user named; what cannot be invited is refused and the user told.</summary>
    private List<Invitee> Invited(IReadOnlyList<string> typed, ClientSettings settings)
    {
        var invitees = typed
            .Select(it => Invitee.Parse(it) ?? throw Refused("invalidAddress", $"{it} is no SIP or tel address"))
            .DistinctBy(it => it.Address)
            .ToList();
        return invitees switch
        {
            [] => throw Refused("noInvitee", "nobody is invited"),
            [{ NeedsTls: true }] => throw Refused("invalidAddress", $"{invitees[0].Address} needs TLS, which this client lacks"),
            [_, _, ..] when settings.ConferenceFactory is null => throw Refused("noConferenceFactory", "no conference factory is provisioned"),
            _ => invitees,
        };
    }

    private static void End(Chat chat, Action<JsonObject> answer)
    {
        if (chat.State is ChatState.Failed or ChatState.Ended)
        {
            throw new VerbException(VerbException.Failed, $"{chat.Name} is over");
        }

        answer([]);
        chat.End();
    }

    private static void SubscribeConference(Chat chat, Action<JsonObject> answer)
    {
        if (chat.State != ChatState.Up || !chat.SubscribeToConference())
        {
            throw new VerbException(VerbException.Failed, $"{chat.Name} is in no conference");
        }

        answer([]);
    }

    private VerbException Refused(string kind, string text)
    {
        _user.UserNotified(kind, text);
        return new VerbException(VerbException.Failed, text);
    }

    private Chat ChatOf(VerbParameters parameters)
    {
        _ = Agent;
        return _chats.GetValueOrDefault(parameters.Text("chat")) ?? throw parameters.Wrong("chat", "a chat that startChat gave");
    }

    private static JsonObject Describe(Chat chat) => new()
    {
        ["state"] = chat.State switch
        {
            ChatState.Inviting => "inviting",
            ChatState.Up => "up",
            ChatState.Failed => "failed",
            _ => "ended",
        },
        ["imSessionIdentity"] = chat.ImSessionIdentity,
        ["supportedMethods"] = chat.SupportedMethods is { } methods ? Listed(methods) : null,
        ["members"] = chat.Members is { } members ? Listed(members) : null,
    };

    private static JsonArray Listed(IEnumerable<string> texts) => [.. texts.Select(it => JsonValue.Create(it))];
}
