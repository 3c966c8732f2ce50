using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>
/// The peer's INVITE in the dialog, answered with 200: it is repeated until the ACK comes, whatever the transport
/// (RFC 3261 sections 13.3.1.4 and 14.2).
/// </summary>
internal sealed class LaterInvite(UserAgent agent, ServerTransaction transaction, SipMessage answer, Action onSilence)
{
    private readonly TimerValues _timers = agent.Timers;
    private readonly uint? _sequence = transaction.Request.CSeq?.Value?.Number;
    private IDisposable? _repetition;
    private IDisposable? _end;

    public void Start()
    {
        _end = agent.Loop.After(64 * _timers.T1, () =>
        {
            Stop();
            onSilence();
        });
        Repeat(_timers.T1);
    }

    /// <summary>Stops when the ACK is the one to this INVITE.</summary>
    public void OnAck(SipMessage ack)
    {
        if (ack.CSeq?.Value?.Number == _sequence)
        {
            Stop();
        }
    }

    public void Stop()
    {
        _repetition?.Dispose();
        _end?.Dispose();
    }

    private void Repeat(TimeSpan interval)
    {
        transaction.Respond(answer);
        _repetition = agent.Loop.After(interval, () => Repeat(2 * interval < _timers.T2 ? 2 * interval : _timers.T2));
    }
}
