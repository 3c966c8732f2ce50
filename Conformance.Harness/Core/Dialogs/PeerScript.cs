using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Dialogs;

/// <summary>Carries out what the peer asks in one dialog: one request after the other, each in its time.</summary>
internal sealed class PeerScript(CoreServices core, DialogPolicy policy, OwnRequests requests, ChatSession session)
{
    private readonly Queue<PeerRequest> _plan = new(policy.Requests);
    private IDisposable? _pause;
    private bool _hasBegun;

    /// <summary>Begins, once: a repeated ACK changes nothing.</summary>
    public void Begin()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            Continue();
        }
    }

    /// <summary>Nothing more is asked: the dialog is over.</summary>
    public void Stop()
    {
        _plan.Clear();
        _pause?.Dispose();
    }

    private void Continue()
    {
        if (_plan.TryDequeue(out var next))
        {
            _pause = core.Loop.After(next.After, () => Send(next));
        }
    }

    private void Send(PeerRequest request)
    {
        var offer = request.Offers is { } edit ? session.Propose(edit, request.HasNewPath) : null;
        requests.Send(request, offer is null ? null : ("application/sdp", offer), response =>
        {
            var answer = Settle(request, response);
            Continue();
            return answer;
        });
    }

    /// <summary>Ends the exchange of offer and answer; gives the answer to an offer that the client was asked for.</summary>
    private byte[]? Settle(PeerRequest request, SipMessage? response)
    {
        var isAccepted = response?.StatusCode is >= 200 and < 300;
        if (request.Offers is not null)
        {
            session.Conclude(isAccepted);
            return null;
        }

        return request.Method == "INVITE" && isAccepted ? session.Answer(response!) : null;
    }
}
