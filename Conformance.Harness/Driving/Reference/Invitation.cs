using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>One INVITE of the user with all that answers it: redirections, forks, the ACKs, and the CANCEL.</summary>
internal sealed class Invitation(UserAgent agent, RequestDraft draft)
{
    private readonly Dictionary<string, SipMessage> _descriptions = [];
    private readonly Dictionary<string, (SipMessage Ack, Hop Hop)> _acknowledged = [];
    private readonly Redirections _redirections = new(draft.Uri);
    private RequestDraft _current = null!;
    private OutgoingRequest _invite = null!;
    private EarlyDialogs _early = null!;
    private uint _sequence;
    private bool _isRefused;
    private bool _isCancelSent;

    /// <summary>The first 2xx: its dialog, the response, and the response that brought the answer to the offer.</summary>
    public required Action<Dialog, SipMessage, SipMessage> Accepted { get; init; }

    /// <summary>No 2xx comes any more, and why.</summary>
    public required Action<string> Refused { get; init; }

    /// <summary>The CANCEL had its effect.</summary>
    public required Action Cancelled { get; init; }

    public bool IsCancelled { get; private set; }

    public string Target => draft.Uri;

    public void Start() => Send(draft);

    /// <summary>RFC 3261 section 9.1: the CANCEL waits for the first provisional response.</summary>
    public void Cancel()
    {
        IsCancelled = true;
        _invite.GiveUp();
        SendCancel();
    }

    /// <summary>Ends a dialog; <paramref name="done"/> is called when the BYE is answered or will not be.</summary>
    public static void Bye(UserAgent agent, Dialog dialog, Action done) => new OutgoingRequest(
        agent,
        dialog.Draft("BYE") with { Headers = [("User-Agent", UserAgent.Product)] },
        dialog.NextSequence,
        response =>
        {
            if (response.StatusCode >= 200)
            {
                done();
            }
        },
        _ => done()).Start();

    private void Send(RequestDraft request)
    {
        _current = request;
        _invite = new OutgoingRequest(agent, request, () => ++_sequence, OnResponse, OnFailure);
        _early = new EarlyDialogs(agent, _invite);
        _invite.Start();
    }

    private void OnResponse(SipMessage response)
    {
        if (response.StatusCode < 200 && !_early.Takes(response))
        {
            return;
        }

        var tag = response.To?.Value?.Tag ?? "";
        if (RemoteSession.DescriptionIn(response) is not null)
        {
            // RFC 3261 section 13.2.1: the first description in a dialog is the answer; later ones are ignored.
            _descriptions.TryAdd(tag, response);
        }

        if (response.StatusCode < 200)
        {
            SendCancel();
        }
        else if (response.StatusCode < 300)
        {
            OnSuccess(tag, response);
        }
        else
        {
            OnRefusal(response);
        }
    }

    private void OnSuccess(string tag, SipMessage response)
    {
        if (_acknowledged.TryGetValue(tag, out var known))
        {
            SendAck(known.Ack, known.Hop);
            return;
        }

        var dialog = _early.Complete(response);
        var isFork = _acknowledged.Count > 0;
        Acknowledge(tag, dialog);
        if (isFork)
        {
            // RFC 3261 section 13.2.2.4: each is acknowledged; those that are not wanted are ended.
            Bye(agent, dialog, () => { });
        }
        else
        {
            Accepted(dialog, response, _descriptions.GetValueOrDefault(tag, response));
        }
    }

    /// <summary>The ACK to a 2xx is a request in the dialog with the INVITE's number and credentials (RFC 3261 section 13.2.2.4).</summary>
    private void Acknowledge(string tag, Dialog dialog)
    {
        var request = dialog.Draft("ACK");
        var hop = agent.NextHop(request.NextHop);
        var via = agent.Via(hop.Transport, agent.Identifiers.Branch());
        var ack = request.Compose(via, _invite.Sequence, Authenticator.Of(_invite.Message));
        _acknowledged[tag] = (ack, hop);
        SendAck(ack, hop);
    }

    private async void SendAck(SipMessage ack, Hop hop)
    {
        try
        {
            await agent.Transport.SendAsync(ack.Octets, hop);
        }
        catch (IOException)
        {
            // The peer repeats its 2xx, and the ACK with it, or gives up with a BYE.
        }
    }

    private void OnRefusal(SipMessage response)
    {
        if (!IsCancelled && Next(response) is { } next)
        {
            Send(next);
            return;
        }

        _isRefused = true;
        if (IsCancelled)
        {
            Cancelled();
        }
        else
        {
            Refused($"{response.StatusCode} {response.ReasonPhrase}");
        }
    }

    private void OnFailure(string text)
    {
        if (!_isRefused && _acknowledged.Count == 0)
        {
            _isRefused = true;
            if (IsCancelled)
            {
                Cancelled();
            }
            else
            {
                Refused(text);
            }
        }
    }

    /// <summary>What is tried after a refusal: the same in another form, or the same at the next URI of a redirection; null when nothing is left.</summary>
    private RequestDraft? Next(SipMessage refusal)
    {
        if (Retry.Of(_current, refusal, agent.Settings.Domain) is { } retry)
        {
            return retry;
        }

        return _redirections.Next(refusal) is { } target ? _current with { Uri = target } : null;
    }

    private void SendCancel()
    {
        if (!IsCancelled || _isCancelSent || !_invite.HasProvisional)
        {
            return;
        }

        _isCancelSent = true;
        agent.Transactions.Request(DerivedRequests.Cancel(_invite.Message), _invite.Hop, _ => { }, _ => { });
        // RFC 3261 section 9.1: without a final response to the INVITE in this time, it counts as cancelled.
        agent.Loop.After(64 * agent.Timers.T1, () => OnFailure("cancelled"));
    }
}
