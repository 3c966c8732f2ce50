using System.Net;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core;

/// <summary>What the roles of one fake core share.</summary>
internal sealed class CoreServices(EventLoop loop, CoreOptions options)
{
    /// <summary>What the core does in a dialog; it is also what it says in Allow (RFC 3261 section 20.5).</summary>
    public static readonly IReadOnlyList<string> Methods = [.. Provocations.Reply.UsualAllow[0].Split(", ")];

    private readonly Dictionary<string, int> _calls = [];
    private int _invites;

    public EventLoop Loop => loop;

    public CoreOptions Options => options;

    public Identifiers Identifiers { get; } = new(options.Seed);

    public TimerValues Timers { get; } = TimerValues.Default with { T1 = options.T1 };

    /// <summary>Where clients reach the core; set once its port is bound.</summary>
    public IPEndPoint Address { get; set; } = new(options.Ports.Address, options.Ports.Sip);

    /// <summary>Where they reach it over TLS; set once its port is bound, null without TLS.</summary>
    public IPEndPoint? SecureAddress { get; set; }

    /// <summary>Set once its port is bound.</summary>
    public TransactionLayer Transactions { get; set; } = null!;

    /// <summary>Set once its port is bound.</summary>
    public ISipSender Sender { get; set; } = null!;

    /// <summary>Counts an INVITE outside a dialog.</summary>
    public InviteAttempt CountInvite(SipMessage invite)
    {
        var called = CalledUsers.Of(invite);
        var key = string.Join(' ', called.Order(StringComparer.Ordinal));
        var number = _calls[key] = _calls.GetValueOrDefault(key) + 1;
        return new(++_invites, invite) { Called = called, NumberForCalled = number, Domain = Options.Domain };
    }

    /// <summary>A URI at the core itself, reached as the client has reached it.</summary>
    public string OwnUri(string user, Transport transport, string parameters = "") =>
        $"sip:{user}@{AddressOver(transport)}{transport.AsUriParameter()}{parameters}";

    /// <summary>Where clients reach the core over this transport.</summary>
    public IPEndPoint AddressOver(Transport transport) => transport == Transport.Tls && SecureAddress is { } secure ? secure : Address;

    /// <summary>Answers a request with a response that has no body.</summary>
    public void Reply(ServerTransaction transaction, int statusCode, params IReadOnlyList<(string Name, string Value)> headers)
    {
        var response = SipReply.To(transaction.Request, transaction.From, statusCode, ReasonPhrases.Of(statusCode), Identifiers.Next(8));
        foreach (var (name, value) in headers)
        {
            response.Header(name, value);
        }

        transaction.Respond(response.Write());
    }

    /// <summary>Sends what is no transaction: an ACK to a 2xx.</summary>
    public async void Send(SipMessage message, Hop to)
    {
        try
        {
            await Sender.SendAsync(message.Octets, to);
        }
        catch (IOException)
        {
            // The client repeats its 2xx, and the ACK goes with it.
        }
    }

    /// <summary>A Warning field with a text for the reader of a trace (RFC 3261 section 20.43).</summary>
    public (string Name, string Value) Warning(int code, string text) => ("Warning", $"{code} {Address} \"{text}\"");
}
