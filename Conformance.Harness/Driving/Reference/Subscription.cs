using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Driving.Reference;

/// <summary>
/// The subscription to the state of one conference: made in a dialog of its own, renewed in time, ended with the chat
/// (RFC 6665 section 4.1, RFC 4575 section 3).
/// </summary>
internal sealed class Subscription(UserAgent agent, string conference)
{
    private const int AskedSeconds = 3600;
    private const int RenewalSeconds = 32;
    private const string Package = "conference";

    private OutgoingRequest _subscribe = null!;
    private Dialog? _dialog;
    private string _callId = "";
    private string _localTag = "";
    private IDisposable? _renewal;
    private IDisposable? _patience;
    private bool _isLeaving;
    private bool _isOver;

    /// <summary>Who is there, by the notifications.</summary>
    public ConferenceRoster Roster { get; private set; } = new();

    /// <summary>The subscription could not be made or kept, and why.</summary>
    public required Action<string> Failed { get; init; }

    /// <summary>Whether it is in force, or being made.</summary>
    public bool IsActive => !_isOver && !_isLeaving;

    public void Start()
    {
        (_callId, _localTag, _dialog, _isOver) = (agent.NewCallId(), agent.NewTag(), null, false);
        Roster = new ConferenceRoster();
        var routes = agent.InitialRoutes;
        var draft = new RequestDraft("SUBSCRIBE", conference, agent.Settings.OutboundProxy, routes, $"<{agent.Settings.Address}>;tag={_localTag}", $"<{conference}>", _callId);
        uint first = 0;
        Send(draft, AskedSeconds, () => ++first);
        AwaitNotification();
    }

    /// <summary>Ends it; the last notification is answered all the same.</summary>
    public void Stop()
    {
        if (_isLeaving)
        {
            return;
        }

        if (IsActive && _dialog is { } dialog)
        {
            _renewal?.Dispose();
            _isLeaving = true;
            Send(dialog.Draft("SUBSCRIBE"), 0, dialog.NextSequence);
            AwaitNotification();
        }
        else if (!_isLeaving)
        {
            End();
        }
    }

    /// <summary>Whether a NOTIFY is for this subscription; the first one makes its dialog if the 200 has not (RFC 6665 section 4.1.2.4).</summary>
    public bool Owns(SipMessage notify)
    {
        var isMine = !_isOver
            && notify.CallId == _callId
            && notify.To?.Value?.Tag == _localTag
            && notify.Token("Event")?.Value?.Token == Package;
        _dialog ??= isMine ? Dialog.OfNotify(_subscribe, notify) : null;
        return isMine && _dialog!.Owns(notify);
    }

    public void OnNotify(ServerTransaction transaction, SipMessage notify)
    {
        if (!_dialog!.Advances(notify))
        {
            transaction.Respond(agent.Reply(transaction, 500, "Server Internal Error").Write());
            return;
        }

        transaction.Respond(agent.Reply(transaction, 200, "OK").Write());
        _patience?.Dispose();
        if (notify.BodyPart(ConferenceInfo.MediaType) is { } part && ConferenceInfo.Parse(notify.Octets.Slice(part.Content.Offset, part.Content.Length)) is { } document)
        {
            Take(document);
        }

        if (notify.Token("Subscription-State")?.Value is { Token: "terminated" } state)
        {
            OnTerminated(state.Parameters.Named("reason")?.Value, state.Parameters.Named("retry-after")?.Value);
        }
    }

    private void Take(ConferenceInfo document)
    {
        switch (Roster.Apply(document))
        {
            case RosterChange.Gap when IsActive:
                Renew();
                break;
            case RosterChange.Deleted when IsActive:
                Stop();
                break;
        }
    }

    private void Renew()
    {
        if (IsActive && _dialog is { } dialog)
        {
            Send(dialog.Draft("SUBSCRIBE"), AskedSeconds, dialog.NextSequence);
            AwaitNotification();
        }
    }

    /// <summary>Timer N: without a notification in this time there is no subscription (RFC 6665 sections 4.1.2.2 and 4.1.2.4).</summary>
    private void AwaitNotification()
    {
        _patience?.Dispose();
        _patience = agent.Loop.After(64 * agent.Timers.T1, () => Fail("the conference did not notify of its state"));
    }

    private void Send(RequestDraft draft, int seconds, Func<uint> nextSequence)
    {
        var request = draft with
        {
            Headers =
            [
                ("Contact", agent.Contact),
                ("Event", Package),
                ("Expires", $"{seconds}"),
                ("Accept", ConferenceInfo.MediaType),
                ("Allow", UserAgent.Allow),
                ("Supported", ""),
                ("User-Agent", UserAgent.Product),
            ],
        };
        OutgoingRequest sent = null!;
        sent = new OutgoingRequest(agent, request, nextSequence, response => OnResponse(sent, response, seconds), Fail);
        _subscribe = draft.To.Contains(";tag=", StringComparison.Ordinal) ? _subscribe : sent;
        sent.Start();
    }

    private void OnResponse(OutgoingRequest sent, SipMessage response, int seconds)
    {
        if (response.StatusCode is >= 200 and < 300)
        {
            _dialog ??= new Dialog(sent, response);
            _renewal?.Dispose();
            var granted = response.Number("Expires") ?? seconds;
            _renewal = granted == 0 || _isLeaving ? null : agent.Loop.After(TimeSpan.FromSeconds(Math.Max(granted / 2.0, granted - RenewalSeconds)), Renew);
        }
        else if (response.StatusCode == 481 && sent != _subscribe && IsActive)
        {
            // RFC 3265 section 3.1.4.2: the subscription is gone; another one is another dialog.
            End();
            Start();
        }
        else if (response.StatusCode >= 300)
        {
            Fail($"the conference answered a SUBSCRIBE with {response.StatusCode}");
        }
    }

    /// <summary>RFC 6665 section 4.1.3: what the reason says about another try.</summary>
    private void OnTerminated(string? reason, string? retryAfter)
    {
        var wasActive = IsActive;
        End();
        if (!wasActive)
        {
            return;
        }

        if (reason is "deactivated" or "timeout")
        {
            Start();
        }
        else if (reason is "probation" or "giveup" && int.TryParse(retryAfter, out var seconds))
        {
            _renewal = agent.Loop.After(TimeSpan.FromSeconds(seconds), Start);
        }
    }

    private void End()
    {
        _isOver = true;
        _renewal?.Dispose();
        _patience?.Dispose();
    }

    private void Fail(string text)
    {
        var wasActive = IsActive;
        End();
        if (wasActive)
        {
            Failed(text);
        }
    }
}
