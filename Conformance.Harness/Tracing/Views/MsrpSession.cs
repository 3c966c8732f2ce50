using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Tracing.Views;

/// <summary>
/// The MSRP session of a chat: the paths that offer and answer gave, the connections opened after the answer, and the
/// messages of this session (those whose path names either side's URI, or that came over one of its connections).
/// </summary>
public sealed record MsrpSession(
    ChatAttempt Attempt,
    TracedSdp Offer,
    TracedSdp Answer,
    string LocalPath,
    string RemotePath,
    IReadOnlyList<Connection> Connections,
    IReadOnlyList<WireMessage> FromClient,
    IReadOnlyList<WireMessage> ToClient)
{
    /// <summary>SENDs of the client, in order.</summary>
    public IEnumerable<WireMessage> Sends => FromClient.Where(it => it.Msrp.Method == "SEND");

    /// <summary>SENDs of the peer, in order.</summary>
    public IEnumerable<WireMessage> PeerSends => ToClient.Where(it => it.Msrp.Method == "SEND");

    /// <summary>The client's response to a request of the peer: same transaction id, later on the same connection.</summary>
    public WireMessage? ResponseTo(WireMessage request) => FromClient.FirstOrDefault(it =>
        it.Number > request.Number
        && !it.Msrp.IsRequest
        && it.ConnectionId == request.ConnectionId
        && it.Msrp.TransactionId == request.Msrp.TransactionId);

    /// <summary>The client's REPORTs on a message of the peer, later than it.</summary>
    public IEnumerable<WireMessage> ReportsOn(WireMessage send) => FromClient.Where(it =>
        it.Number > send.Number
        && it.Msrp.Method == "REPORT"
        && it.Msrp.MessageId == send.Msrp.MessageId);
}

/// <summary>MSRP sessions, found in a trace.</summary>
public static class MsrpSessions
{
    private static readonly Remembered<Trace, IReadOnlyList<MsrpSession>> Known = new(Find);

    /// <summary>The session of each attempt whose offer was answered with an MSRP path.</summary>
    public static IReadOnlyList<MsrpSession> Sessions(this Trace trace) => Known.Of(trace);

    private static IReadOnlyList<MsrpSession> Find(Trace trace) =>
        [.. trace.Attempts().Select(Session).OfType<MsrpSession>()];

    /// <summary>Null unless offer and answer both carry an MSRP path; for a stream that the answer rejects by port 0 (RFC 3264 section 6); and for a chat that the user had ended before.</summary>
    public static MsrpSession? Session(this ChatAttempt attempt)
    {
        if (attempt.IsAbandoned
            || attempt.Dialog is not { } dialog
            || dialog.Invite.Request.Sdp() is not { } offer
            || AnswerIn(dialog) is not { } answer
            || offer.MessageMedia?.Attribute("path")?.Value is not { } local
            || answer.MessageMedia is not { Port: not 0 } stream
            || stream.Attribute("path")?.Value is not { } remote)
        {
            return null;
        }

        var after = attempt.Trace.Events.Where(it => it.Number > answer.Message.Number).ToList();
        // A later chat may go to the same port or over the same connection: what comes after this one's window has to name it.
        var messages = after.OfType<WireMessage>().Where(it => it.IsMsrp && Names(it.Msrp, local, remote)).ToList();
        var target = MsrpUri.Parse(remote.Split(' ')[0]).Value;
        var connections = after.OfType<Connection>()
            .Where(it => (it.Core.Port == target?.Port && it.Number <= attempt.LastEvent) || messages.Any(message => message.ConnectionId == it.ConnectionId))
            .ToList();
        var ids = connections.Select(it => it.ConnectionId).ToHashSet();
        var all = after.OfType<WireMessage>().Where(it => it.IsMsrp && ((ids.Contains(it.ConnectionId) && it.Number <= attempt.LastEvent) || messages.Contains(it))).ToList();
        return new MsrpSession(
            attempt,
            offer,
            answer,
            local,
            remote,
            connections,
            [.. all.Where(it => it.IsFromClient)],
            [.. all.Where(it => !it.IsFromClient)]);
    }

    /// <summary>
    /// The first description that came reliably is the answer (RFC 3261 section 13.2.1, RFC 3262 section 5): that of a reliable
    /// provisional response in its order, else that of the 2xx.
    /// </summary>
    private static TracedSdp? AnswerIn(SipDialog dialog) => dialog.Trace.ReliableResponses()
        .Where(it => it.Invite == dialog.Invite && it.Order == ResponseOrder.Next && it.RemoteTag == dialog.RemoteTag && it.Response.Number < dialog.Response.Number)
        .Select(it => it.Response.Sdp())
        .Append(dialog.Response.Sdp())
        .FirstOrDefault(it => it is not null);

    private static bool Names(MsrpMessage message, string local, string remote) =>
        message.Header("To-Path")?.Value is { } to && (to.Contains(local, StringComparison.Ordinal) || to.Contains(remote, StringComparison.Ordinal));
}
