using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Dialogs;

/// <summary>
/// Sends the 2xx to an INVITE again, at T1 and then at intervals that double up to T2, until the ACK comes or 64 T1 have
/// passed; on every transport (RFC 3261 section 13.3.1.4).
/// </summary>
internal sealed class SuccessRepeater(CoreServices core, Action givenUp)
{
    private IDisposable? _timer;
    private uint? _sequence;

    public void Send(ServerTransaction invite, SipMessage success)
    {
        Stop();
        _sequence = invite.Request.CSeq?.Value?.Number;
        invite.Respond(success);
        Wait(invite, success, core.Timers.T1, 64 * core.Timers.T1);
    }

    /// <summary>Whether this is the ACK that was awaited.</summary>
    public bool Acknowledge(SipMessage ack)
    {
        var isAwaited = _timer is not null && ack.CSeq?.Value?.Number == _sequence;
        if (isAwaited)
        {
            Stop();
        }

        return isAwaited;
    }

    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void Wait(ServerTransaction invite, SipMessage success, TimeSpan interval, TimeSpan left)
    {
        var wait = interval < left ? interval : left;
        _timer = core.Loop.After(wait, () =>
        {
            _timer = null;
            if (wait == left)
            {
                givenUp();
                return;
            }

            invite.Respond(success);
            Wait(invite, success, 2 * interval < core.Timers.T2 ? 2 * interval : core.Timers.T2, left - wait);
        });
    }
}
