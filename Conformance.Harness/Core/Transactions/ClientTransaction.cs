using Conformance.Harness.Core.Network;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Transactions;

/// <summary>A client transaction (RFC 3261 section 17.1).</summary>
public sealed class ClientTransaction
{
    private readonly TransactionMachine _machine;
    private readonly ISipSender _sender;
    private readonly Hop _to;
    private readonly Action<SipMessage> _onResponse;
    private readonly Action<string> _onFailure;
    private string _transportError = "";

    internal ClientTransaction(
        EventLoop loop,
        TimerValues timers,
        ISipSender sender,
        SipMessage request,
        Hop to,
        Action<SipMessage> onResponse,
        Action<string> onFailure,
        Action ended)
    {
        Request = request;
        _sender = sender;
        _to = to;
        _onResponse = onResponse;
        _onFailure = onFailure;
        var table = request.Method == "INVITE" ? InviteClient.Table : NonInviteClient.Table;
        _machine = new TransactionMachine(table, loop, timers, to.Transport != Transport.Udp, Act, ended);
    }

    public SipMessage Request { get; }

    /// <summary>Whether a final response has come, or none will.</summary>
    public bool IsDone => _machine.State is TransactionState.Accepted or TransactionState.Completed or TransactionState.Terminated;

    internal void Start() => _machine.Start(Request);

    internal void Receive(SipMessage response) => _machine.Handle(
        response.StatusCode switch
        {
            < 200 => TransactionEvent.Provisional,
            < 300 => TransactionEvent.Success,
            _ => TransactionEvent.Refusal,
        },
        response);

    private void Act(TransactionEffect effect, SipMessage? message)
    {
        switch (effect)
        {
            case TransactionEffect.Send:
                Transmit(Request);
                break;
            case TransactionEffect.Acknowledge:
                Transmit(DerivedRequests.Ack(Request, message!));
                break;
            case TransactionEffect.PassUp:
                _onResponse(message!);
                break;
            case TransactionEffect.TellTimeout:
                _onFailure($"no response to {Request.Method} in time");
                break;
            case TransactionEffect.TellTransportError:
                _onFailure(_transportError);
                break;
        }
    }

    private async void Transmit(SipMessage message)
    {
        try
        {
            await _sender.SendAsync(message.Octets, _to);
        }
        catch (IOException failure)
        {
            _transportError = failure.Message;
            _machine.Handle(TransactionEvent.TransportError);
        }
    }
}
