using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 13.2.1: which of several descriptions is the answer.</summary>
public static class Section13FirstDescription
{
    /// <summary>
    /// The first that came reliably: a provisional response without that may only say beforehand what the 2xx says. That a
    /// later one is ignored is seen by where the MSRP messages go.
    /// </summary>
    public static readonly Requirement FirstIsTheAnswer = Shall(
        id: "RFC3261-13.2.1-3",
        quote: "The first session description that is received for the offer is the answer; those in later responses to the INVITE are ignored.",
        when: trace => trace.Sessions().Select(it => (Session: it, Later: Contradiction(it))).Where(it => it.Later is not null),
        then: it => KeepsTo(it.Session, it.Later!),
        mutants: [new Mutant("takes-the-last-description-for-the-answer", FollowsLast)],
        given: it => it.Msrp);

    /// <summary>The first later description in the dialog with another path.</summary>
    private static TracedSdp? Contradiction(MsrpSession session)
    {
        var dialog = session.Attempt.Dialog!;
        return dialog.Invite.Responses
            .Where(it => it.Number > session.Answer.Message.Number && it.Sip.StatusCode is > 100 and < 300 && it.Sip.To?.Value?.Tag == dialog.RemoteTag)
            .Select(it => it.Sdp())
            .FirstOrDefault(it => PathOf(it) is { } path && path != session.RemotePath);
    }

    private static string? PathOf(TracedSdp? sdp) => sdp?.MessageMedia?.Attribute("path")?.Value;

    private static Finding KeepsTo(MsrpSession session, TracedSdp later)
    {
        var other = PathOf(later)!;
        var expected = $"MSRP to the path of the first description, {session.RemotePath}";
        var evidence = session.Answer.At(session.Answer.MessageMedia!.Attribute("path")!);
        var sign = session.Attempt.Window.FirstOrDefault(it => it.Number > later.Message.Number && GoesTo(it, session.RemotePath, other));
        return sign is null
            ? session.IsTakenUp("keep to the first description, whatever a later response says", evidence)
            : Finding.Fails(
                expected,
                $"{(sign is Connection ? "a connection" : "MSRP")} to the path of the {later.Message.Title()}, {other}",
                "keep to the first description, whatever a later response says",
                sign is WireMessage send ? send.MsrpField("To-Path") : sign.Event("the connection"),
                later.At(later.MessageMedia!.Attribute("path")!),
                evidence);
    }

    private static bool GoesTo(TraceEvent happened, string path, string other) => happened switch
    {
        WireMessage { IsMsrp: true, IsFromClient: true } message => message.Msrp.IsRequest && message.Msrp.Header("To-Path")?.Value.Trim() == other,
        Connection { Change: ConnectionChange.Opened, Initiator: Direction.FromClient } connection => PortOf(other) != PortOf(path) && connection.Core.Port == PortOf(other),
        _ => false,
    };

    private static int? PortOf(string path) => MsrpUri.Parse(path.Split(' ')[0]).Value?.Port;

    /// <summary>MSRP goes to the path that was heard last.</summary>
    private static Tamper FollowsLast()
    {
        string? last = null;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                if (protocol == WireProtocol.Sip && SipMessage.Parse(octets) is { IsRequest: false } message && message.BodyPart("application/sdp") is { } part)
                {
                    last = part.Content.Text(message.Octets).Split("a=path:") is [_, var rest, ..] ? rest.Split("\r\n")[0] : last;
                }

                return [octets];
            },
            Send = it => it.Protocol == WireProtocol.Msrp && it.Msrp is { IsRequest: true } && last is not null && it.Msrp.Header("To-Path")?.Value is { } own
                ? [it.Replace($"To-Path: {own}", $"To-Path: {last}")]
                : [it],
        };
    }
}
