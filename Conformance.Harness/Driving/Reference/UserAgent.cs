using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>The SIP user agent: what its requests have in common, where they go, and what it answers to those of others.</summary>
internal sealed class UserAgent : ITransactionUser, IDisposable
{
    /// <summary>Every method that is answered with something else than 405 (RFC 3261 section 20.5).</summary>
    public const string Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, NOTIFY";

    public const string Accept = "application/sdp, multipart/mixed";

    public const string Supported = Reliability.Tag;

    public const string Product = "sip-im-conformance-reference";

    private static readonly string[] Methods = Allow.Split(", ");
    private readonly List<Chat> _chats = [];
    private readonly List<Subscription> _subscriptions = [];

    public UserAgent(EventLoop loop, SipTransport transport, ClientSettings settings, Identifiers identifiers)
    {
        Loop = loop;
        Settings = settings;
        Identifiers = identifiers;
        Transport = transport;
        Authenticator = new Authenticator(settings.User, settings.Password, identifiers);
        Timers = TimerValues.Default with { T1 = settings.Timers.T1 };
        Transactions = new TransactionLayer(loop, Timers, transport, this);
        transport.Received = Transactions.Receive;
        Registration = new Registration(this);
    }

    public EventLoop Loop { get; }

    public ClientSettings Settings { get; }

    public Identifiers Identifiers { get; }

    public TimerValues Timers { get; }

    public SipTransport Transport { get; }

    public Authenticator Authenticator { get; }

    public TransactionLayer Transactions { get; }

    public Registration Registration { get; }

    /// <summary>The Contact of this device, as a name-addr.</summary>
    public string Contact
    {
        get
        {
            var user = (WireUri.Parse(Settings.Address).Value as SipUri)?.User;
            return $"<sip:{(user is null ? "" : user + "@")}{Transport.Local}{Settings.Proxy.Transport.AsUriParameter()}>";
        }
    }

    /// <summary>Route of a request outside a dialog: the outbound proxy, then the Service-Route (RFC 3608 section 6.1).</summary>
    public IReadOnlyList<string> InitialRoutes => [$"<{Settings.OutboundProxy}>", .. Registration.ServiceRoute];

    /// <summary>What every response about the client's abilities says (RFC 3261 section 11.2).</summary>
    public IReadOnlyList<(string Name, string Value)> Abilities =>
        [("Contact", Contact), ("Allow", Allow), ("Accept", Accept), ("Supported", Supported), ("User-Agent", Product)];

    public static WireUri? UriIn(string nameAddr)
    {
        var open = nameAddr.IndexOf('<', StringComparison.Ordinal);
        var close = nameAddr.IndexOf('>', StringComparison.Ordinal);
        return WireUri.Parse(open >= 0 && close > open ? nameAddr[(open + 1)..close] : nameAddr.Trim()).Value;
    }

    public string NewCallId() => $"{Identifiers.Next(24)}@{Settings.LocalAddress}";

    public string NewTag() => Identifiers.Next(12);

    public string Via(Transport transport, string branch) =>
        $"SIP/2.0/{transport.AsToken()} {Transport.Local};rport;branch={branch}";

    /// <summary>
    /// Where a request with this next-hop URI goes. Names are not resolved: what has no IP address goes to the outbound
    /// proxy, which knows.
    /// </summary>
    public Hop NextHop(string uri)
    {
        if (UriIn(uri) is not SipUri next || uri == Settings.OutboundProxy || ClientSettings.AddressOf(next.Host) is not { } address)
        {
            return Settings.Proxy;
        }

        var asksForTcp = next.Parameters.Named("transport")?.Value?.Equals("tcp", StringComparison.OrdinalIgnoreCase) == true;
        var transport = asksForTcp ? Wire.Transport.Tcp : Settings.Proxy.Transport;
        return new Hop(transport, new(address, next.Port ?? ClientSettings.DefaultPortOf(transport)));
    }

    public SipWriter Reply(ServerTransaction transaction, int statusCode, string reason, params IEnumerable<(string Name, string Value)> headers)
    {
        var writer = SipReply.To(transaction.Request, transaction.From, statusCode, reason, NewTag());
        foreach (var (name, value) in headers)
        {
            writer.Header(name, value);
        }

        return writer;
    }

    public void Add(Chat chat) => _chats.Add(chat);

    public void Add(Subscription subscription) => _subscriptions.Add(subscription);

    public void OnRequest(ServerTransaction? transaction, SipMessage request, Hop from)
    {
        var chat = _chats.Find(it => it.Owns(request));
        if (transaction is null)
        {
            chat?.OnAck(request);
        }
        else if (request.Method == "NOTIFY" && _subscriptions.Find(it => it.Owns(request)) is { } subscription)
        {
            subscription.OnNotify(transaction, request);
        }
        else if (Refusal(transaction, request, chat) is { } refusal)
        {
            transaction.Respond(refusal.Write());
        }
        else if (chat is not null)
        {
            chat.OnRequest(transaction, request);
        }
        else
        {
            transaction.Respond(Reply(transaction, 200, "OK", Abilities).Write());
        }
    }

    public void OnStrayResponse(SipMessage response, Hop from)
    {
        // RFC 3261 section 8.1.3.1 leaves nothing to do with a response to no request of this client.
    }

    public void Dispose()
    {
        Registration.Dispose();
        Transport.Dispose();
    }

    /// <summary>What is wrong with a request, in the order of RFC 3261 section 8.2; null for one that a chat takes, and for OPTIONS.</summary>
    private SipWriter? Refusal(ServerTransaction transaction, SipMessage request, Chat? chat)
    {
        SipWriter With(int statusCode, string reason, params (string, string)[] headers) => Reply(transaction, statusCode, reason, headers);

        if (!Methods.Contains(request.Method))
        {
            return With(405, "Method Not Allowed", ("Allow", Allow));
        }

        if (request.Method == "CANCEL")
        {
            // Each INVITE has its final response at once, so that a CANCEL comes too late to change anything (section 9.2).
            return Transactions.CancelledBy(request) is null ? With(481, "Call/Transaction Does Not Exist") : With(200, "OK");
        }

        if (request.Method == "PRACK")
        {
            // This client sends no provisional response reliably, so that there is none to confirm (RFC 3262 section 3).
            return With(481, "Call/Transaction Does Not Exist");
        }

        if (request.Method == "NOTIFY")
        {
            // One that belongs to a subscription has been taken; whether it is in the dialog of a chat does not matter (RFC 6665 section 4.1.3).
            return With(481, "Subscription Does Not Exist");
        }

        // All that 100rel asks of the one who answers is met by an answer without provisional responses.
        if (request.ElementTexts("Require").Except([Supported], StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } required)
        {
            return With(420, "Bad Extension", ("Unsupported", string.Join(", ", required)));
        }

        if (chat is not null || (request.Method == "OPTIONS" && request.To?.Value?.Tag is null))
        {
            return null;
        }

        return request.Method == "INVITE" && request.To?.Value?.Tag is null
            ? With(486, "Busy Here")
            : With(481, "Call/Transaction Does Not Exist");
    }
}
