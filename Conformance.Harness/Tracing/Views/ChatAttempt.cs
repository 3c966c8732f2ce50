using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sdp;

namespace Conformance.Harness.Tracing.Views;

/// <summary>
/// One request of the user to begin a chat, and what came of it up to the next such request: the occasion of most of
/// the draft's statements. The INVITEs are those outside a dialog that the client sent in that window.
/// </summary>
public sealed record ChatAttempt(
    Trace Trace,
    UserAction Ask,
    IReadOnlyList<string> Invitees,
    string? Chat,
    IReadOnlyList<SipTransaction> Invites,
    int LastEvent)
{
    public bool IsAdHoc => Invitees.Count > 1;

    /// <summary>Whether MAX-ADHOC-GROUP-SIZE forbids this attempt (6.1.3.2.1 item 3 d).</summary>
    public bool ExceedsMaximum => IsAdHoc && Invitees.Count > Trace.Provisioning.MaxAdhocGroupSize;

    /// <summary>The first initial INVITE; null when none was sent.</summary>
    public WireMessage? InitialInvite => Invites.Count > 0 ? Invites[0].Request : null;

    public SipDialog? Dialog => Trace.Dialogs().FirstOrDefault(it => Invites.Any(invite => invite.Request == it.Invite.Request));

    /// <summary>Whether the user had ended the chat before the answer came, which crossed the CANCEL: nothing of the answer is wanted then.</summary>
    public bool IsAbandoned => Dialog is { Response.Number: var answered } && Window.Any(it => it is UserAction { Request: EndChat end } && end.Chat == Chat && it.Number < answered);

    /// <summary>Events of the window, the ask included.</summary>
    public IEnumerable<TraceEvent> Window => Trace.Events.Where(it => it.Number >= Ask.Number && it.Number <= LastEvent);

    public IEnumerable<Report> Reports => Window.OfType<ClientReport>().Select(it => it.Report);

    /// <summary>The last description that the client gave of this chat.</summary>
    public ChatDescribed? Description => Reports.OfType<ChatDescribed>().LastOrDefault(it => it.Chat == Chat);
}

/// <summary>Chat attempts, found in a trace.</summary>
public static class ChatAttempts
{
    private static readonly Remembered<Trace, IReadOnlyList<ChatAttempt>> Known = new(Find);

    public static IReadOnlyList<ChatAttempt> Attempts(this Trace trace) => Known.Of(trace);

    private static IReadOnlyList<ChatAttempt> Find(Trace trace)
    {
        var asks = trace.Actions.Where(it => it.Request is StartChat).ToList();
        var invites = trace.ClientTransactions()
            .Where(it => trace.IsInitialInvite(it.Request))
            .ToList();
        return [.. asks.Select((ask, i) => Of(trace, ask, i + 1 < asks.Count ? asks[i + 1].Number - 1 : trace.Events.Count, invites))];
    }

    private static ChatAttempt Of(Trace trace, UserAction ask, int last, List<SipTransaction> invites) => new(
        trace,
        ask,
        ((StartChat)ask.Request).Invitees,
        trace.Reports.OfType<ChatStarted>().FirstOrDefault(it => it.Action == ask.Number)?.Chat,
        [.. invites.Where(it => it.Request.Number > ask.Number && it.Request.Number <= last)],
        last);
}

/// <summary>A session description in a message, with the part that holds it.</summary>
public sealed record TracedSdp(WireMessage Message, BodyPart Part, Wire.Reading<SdpDescription> Reading)
{
    public SdpDescription Description => Reading.Value!;

    /// <summary>The m=message section, of several the first that is not refused by port 0 (RFC 3264 section 5.1); null when there is none.</summary>
    public SdpMedia? MessageMedia =>
        Description.Media.FirstOrDefault(it => it is { Media: "message", Port: not 0 }) ?? Description.Media.FirstOrDefault(it => it.Media == "message");
}

/// <summary>Session descriptions, found in messages.</summary>
public static class SessionDescriptions
{
    private static readonly Remembered<WireMessage, IReadOnlyList<TracedSdp>> Known = new(Find);

    /// <summary>Every application/sdp part of a SIP message.</summary>
    public static IReadOnlyList<TracedSdp> Sdps(this WireMessage message) => Known.Of(message);

    private static IReadOnlyList<TracedSdp> Find(WireMessage message) => [.. message.Sip.BodyParts()
        .Where(part => part.Is("application/sdp"))
        .Select(part => new TracedSdp(message, part, SdpDescription.Parse(message.Octets, part.Content)))];

    public static TracedSdp? Sdp(this WireMessage message) => message.Sdps().FirstOrDefault();
}
