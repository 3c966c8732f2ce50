using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>A dialog that a response to an INVITE of this client set up (RFC 3261 section 12.1.2).</summary>
internal sealed class Dialog
{
    private readonly string _callId;
    private readonly string _local;
    private readonly string _remote;
    private readonly string? _localTag;
    private readonly string? _remoteTag;
    private readonly IReadOnlyList<string> _routes;
    private string _target;
    private readonly Counter _sequence;
    private uint? _remoteSequence;

    /// <param name="invite">The INVITE.</param>
    /// <param name="response">The response that sets it up.</param>
    /// <param name="early">The early dialog that a 2xx completes: its route set and target are those of the 2xx (RFC 3261 section 13.2.2.4).</param>
    public Dialog(OutgoingRequest invite, SipMessage response, Dialog? early = null)
    {
        _callId = invite.Draft.CallId;
        _local = invite.Draft.From;
        _remote = response.Header("To")?.Value ?? invite.Draft.To;
        _localTag = invite.Message.From?.Value?.Tag;
        _remoteTag = response.To?.Value?.Tag;
        _routes = [.. response.ElementTexts("Record-Route").Reverse()];
        // A 2xx without a usable Contact breaks RFC 3261 table 2; the INVITE's own target is the best guess left.
        _target = TargetOf(response) ?? invite.Draft.Uri;
        _sequence = early?._sequence ?? new Counter(invite.Sequence);
        _remoteSequence = early?._remoteSequence;
    }

    private Dialog(OutgoingRequest subscribe, NameAddr remote, SipMessage notify)
    {
        _callId = subscribe.Draft.CallId;
        _local = subscribe.Draft.From;
        _remote = notify.Header("From")!.Value;
        _localTag = subscribe.Message.From?.Value?.Tag;
        _remoteTag = remote.Tag;
        _routes = notify.ElementTexts("Record-Route");
        _target = TargetOf(notify) ?? subscribe.Draft.Uri;
        _sequence = new Counter(subscribe.Sequence);
    }

    /// <summary>The dialog that a NOTIFY sets up which comes before the 200 to its SUBSCRIBE (RFC 6665 section 4.4.1); null for one without From.</summary>
    public static Dialog? OfNotify(OutgoingRequest subscribe, SipMessage notify) =>
        notify.From?.Value is { } remote ? new Dialog(subscribe, remote, notify) : null;

    public uint NextSequence() => ++_sequence.Last;

    /// <summary>Whether a request of the peer belongs to this dialog (RFC 3261 section 12.2.2).</summary>
    public bool Owns(SipMessage request) =>
        request.CallId == _callId && request.To?.Value?.Tag == _localTag && request.From?.Value?.Tag == _remoteTag;

    /// <summary>Takes the request's CSeq; false when it is not above the last one.</summary>
    public bool Advances(SipMessage request)
    {
        if (request.CSeq?.Value is not { } sequence || sequence.Number <= _remoteSequence)
        {
            return false;
        }

        _remoteSequence = sequence.Number;
        return true;
    }

    /// <summary>A target refresh: later requests go to the peer's new Contact.</summary>
    public void Refresh(SipMessage request) => _target = TargetOf(request) ?? _target;

    /// <summary>A request in the dialog, routed by RFC 3261 section 12.2.1.1.</summary>
    public RequestDraft Draft(string method)
    {
        if (_routes.Count == 0)
        {
            return new RequestDraft(method, _target, _target, [], _local, _remote, _callId);
        }

        var first = UserAgent.UriIn(_routes[0]);
        return first is SipUri sip && sip.Parameters.Named("lr") is null
            ? new RequestDraft(method, sip.Text, sip.Text, [.. _routes.Skip(1), $"<{_target}>"], _local, _remote, _callId)
            : new RequestDraft(method, _target, first?.Text ?? _target, _routes, _local, _remote, _callId);
    }

    /// <summary>The first Contact that is a SIP URI, without its header parameters; null when there is none.</summary>
    public static string? TargetOf(SipMessage message) =>
        message.Contacts.Select(it => it.Value?.Uri).OfType<SipUri>().FirstOrDefault()?.Text;

    /// <summary>The last CSeq number: one count for an early dialog and the one that completes it, in which a PRACK may still be under way.</summary>
    private sealed class Counter(uint last)
    {
        public uint Last { get; set; } = last;
    }
}
