using Conformance.Harness.Core.Network;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Transactions;

/// <summary>A server transaction (RFC 3261 section 17.2).</summary>
public sealed class ServerTransaction
{
    private readonly TransactionMachine _machine;
    private readonly ISipSender _sender;
    private readonly Hop _to;
    private readonly Action<ServerTransaction?, SipMessage> _passUp;
    private SipMessage? _response;
    private string _transportError = "";

    internal ServerTransaction(
        EventLoop loop,
        TimerValues timers,
        ISipSender sender,
        SipMessage request,
        Hop from,
        Action<ServerTransaction?, SipMessage> passUp,
        Action ended)
    {
        Request = request;
        From = from;
        _sender = sender;
        _to = ResponsePath.Of(request, from);
        _passUp = passUp;
        var table = request.Method == "INVITE" ? InviteServer.Table : NonInviteServer.Table;
        _machine = new TransactionMachine(table, loop, timers, from.Transport != Transport.Udp, Act, ended);
    }

    public SipMessage Request { get; }

    /// <summary>Where the request came from.</summary>
    public Hop From { get; }

    /// <summary>The response that was given last; null before the first.</summary>
    public SipMessage? Response => _response;

    /// <summary>Told when a response could not be sent, or when no ACK to a non-2xx came; with a text.</summary>
    public Action<string>? Failed { get; set; }

    /// <summary>Whether a final response has been given.</summary>
    public bool IsAnswered => _machine.State is not (TransactionState.Trying or TransactionState.Proceeding);

    /// <summary>
    /// Sends a response, and repeats it where the rules ask for that; a 2xx to an INVITE is repeated by calling again
    /// (RFC 3261 section 13.3.1.4). A response that comes too late is dropped.
    /// </summary>
    public void Respond(SipMessage response)
    {
        var isCopy = _machine.State == TransactionState.Accepted && response.StatusCode is >= 200 and < 300;
        if (IsAnswered && !isCopy)
        {
            return;
        }

        _response = response;
        _machine.Handle(response.StatusCode switch
        {
            < 200 => TransactionEvent.ProvisionalOut,
            < 300 => TransactionEvent.SuccessOut,
            _ => TransactionEvent.RefusalOut,
        });
    }

    /// <summary>Sends a response past the rules of the transaction, whatever state it is in: a provocation.</summary>
    public void RespondAgain(SipMessage response) => Transmit(response);

    internal void Start() => _machine.Start(Request);

    internal void Receive(SipMessage request) =>
        _machine.Handle(request.Method == "ACK" ? TransactionEvent.Ack : TransactionEvent.Request, request);

    private void Act(TransactionEffect effect, SipMessage? message)
    {
        switch (effect)
        {
            case TransactionEffect.Send when _response is not null:
                Transmit(_response);
                break;
            case TransactionEffect.PassUp:
                _passUp(message!.Method == "ACK" ? null : this, message);
                break;
            case TransactionEffect.TellTimeout:
                Failed?.Invoke("no ACK in time");
                break;
            case TransactionEffect.TellTransportError:
                Failed?.Invoke(_transportError);
                break;
        }
    }

    private async void Transmit(SipMessage response)
    {
        try
        {
            await _sender.SendAsync(response.Octets, _to);
        }
        catch (IOException failure)
        {
            _transportError = failure.Message;
            _machine.Handle(TransactionEvent.TransportError);
        }
    }
}
