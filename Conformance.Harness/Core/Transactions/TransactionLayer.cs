using Conformance.Harness.Core.Network;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Transactions;

/// <summary>Client and server transactions of RFC 3261 section 17 with RFC 6026, as tables over timers of the event loop.</summary>
public sealed class TransactionLayer(EventLoop loop, TimerValues timers, ISipSender sender, ITransactionUser user)
{
    private readonly Dictionary<TransactionKey, ClientTransaction> _clients = [];
    private readonly Dictionary<TransactionKey, ServerTransaction> _servers = [];

    /// <summary>How many transactions there are; each ends by its timers.</summary>
    public int Count => _clients.Count + _servers.Count;

    /// <summary>Takes a message that arrived; retransmissions are absorbed here.</summary>
    public void Receive(SipMessage message, Hop from)
    {
        if (message.IsRequest)
        {
            ReceiveRequest(message, from);
        }
        else if (_clients.TryGetValue(TransactionKey.OfResponse(message), out var client))
        {
            client.Receive(message);
        }
        else
        {
            user.OnStrayResponse(message, from);
        }
    }

    /// <summary>
    /// Sends a request in a client transaction. Each response is given once to <paramref name="onResponse"/>, but of an INVITE
    /// every 2xx that comes, copies too: each is to be acknowledged (RFC 3261 section 13.2.2.4). Time-out or transport failure
    /// go to <paramref name="onFailure"/> with a text. The ACK to a non-2xx is sent by the transaction. An ACK to a 2xx is no
    /// transaction: give it to the sender.
    /// </summary>
    public ClientTransaction Request(SipMessage request, Hop to, Action<SipMessage> onResponse, Action<string> onFailure)
    {
        var key = TransactionKey.OfRequestSent(request);
        var transaction = new ClientTransaction(loop, timers, sender, request, to, onResponse, onFailure, () => _clients.Remove(key));
        _clients[key] = transaction;
        transaction.Start();
        return transaction;
    }

    /// <summary>The INVITE's transaction that a CANCEL means (RFC 3261 section 9.2); null when there is none.</summary>
    public ServerTransaction? CancelledBy(SipMessage cancel) =>
        _servers.GetValueOrDefault(TransactionKey.OfRequestReceived(cancel) with { Method = "INVITE" });

    private void ReceiveRequest(SipMessage request, Hop from)
    {
        var key = TransactionKey.OfRequestReceived(request);
        if (_servers.TryGetValue(key, out var server))
        {
            server.Receive(request);
        }
        else if (request.Method == "ACK")
        {
            user.OnRequest(null, request, from);
        }
        else
        {
            var transaction = new ServerTransaction(
                loop,
                timers,
                sender,
                request,
                from,
                (it, message) => user.OnRequest(it, message, from),
                () => _servers.Remove(key));
            _servers[key] = transaction;
            transaction.Start();
        }
    }
}
