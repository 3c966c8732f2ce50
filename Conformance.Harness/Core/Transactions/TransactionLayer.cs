using System.Net;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Transactions;

/// <summary>Where a message goes, or came from. ConnectionId is 0 for datagrams, and for "open or reuse one" on sending.</summary>
public readonly record struct Hop(Transport Transport, IPEndPoint Address, int ConnectionId = 0);

/// <summary>Sends SIP octets; below it are the ports, above it the transactions.</summary>
public interface ISipSender
{
    /// <summary>Sends towards the hop; the task fails with an IOException when no connection can be made.</summary>
    Task SendAsync(ReadOnlyMemory<byte> octets, Hop hop);
}

/// <summary>The core of a user agent or server, above the transactions (RFC 3261 section 17: "TU").</summary>
public interface ITransactionUser
{
    /// <summary>A new request. ACK to a 2xx comes here too, with no transaction.</summary>
    void OnRequest(ServerTransaction? transaction, SipMessage request, Hop from);

    /// <summary>A 2xx to an INVITE that its transaction passes up again (RFC 6026 "Accepted"), or a response that matches nothing.</summary>
    void OnStrayResponse(SipMessage response, Hop from);
}

/// <summary>T1, T2 and T4 of RFC 3261 section 17.1.1.1.</summary>
public sealed record TimerValues(TimeSpan T1, TimeSpan T2, TimeSpan T4)
{
    public static readonly TimerValues Default = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));
}

/// <summary>Client and server transactions of RFC 3261 section 17 with RFC 6026, as tables over timers of the event loop.</summary>
public sealed class TransactionLayer(EventLoop loop, TimerValues timers, ISipSender sender, ITransactionUser user)
{
    /// <summary>Takes a message that arrived; retransmissions are absorbed here.</summary>
    public void Receive(SipMessage message, Hop from) => throw new NotImplementedException($"{loop}{timers}{sender}{user}");

    /// <summary>
    /// Sends a request in a client transaction. Each response (provisional and final, of an INVITE every 2xx) is given
    /// once to <paramref name="onResponse"/>; time-out or transport failure to <paramref name="onFailure"/> with a text.
    /// The ACK to a non-2xx is sent by the transaction.
    /// </summary>
    public ClientTransaction Request(SipMessage request, Hop to, Action<SipMessage> onResponse, Action<string> onFailure) => throw new NotImplementedException();
}

/// <summary>A client transaction.</summary>
public sealed class ClientTransaction
{
    public SipMessage Request => throw new NotImplementedException();

    public bool IsDone => throw new NotImplementedException();
}

/// <summary>A server transaction.</summary>
public sealed class ServerTransaction
{
    public SipMessage Request => throw new NotImplementedException();

    public void Respond(SipMessage response) => throw new NotImplementedException();
}
