using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements.Rfc3261;

/// <summary>A chat in which one side sends more requests, made by hand.</summary>
internal static class DialogTraces
{
    private const string Bob = "sip:bob@im.example";

    private static readonly SipMessage Invite = HandMadeMessages.Invite(Bob).WithAdded("Supported", "replaces");
    private static readonly SipMessage Ok = HandMadeMessages.Ok(Invite);

    /// <summary>The Replaces that names the chat, as it would be sent to the client.</summary>
    public static readonly string Match = $"{Invite.CallId};to-tag=near;from-tag=far";

    /// <summary>A chat that is up; time passes.</summary>
    public static HandMadeTrace Chat() => new HandMadeTrace().Asks(Bob).ClientSends(Invite).CoreSends(Ok).ClientSends(HandMadeMessages.InDialog("ACK", Ok)).Passes(TimeSpan.FromSeconds(2));

    /// <summary>The client's request in the dialog, with these numbers.</summary>
    public static SipMessage Own(string method, int sequence = 2) => HandMadeMessages.InDialog(method, Ok)
        .With("CSeq", $"{sequence} {method}").With("Via", $"SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK-{method}-{sequence}");

    /// <summary>The peer's request in the dialog.</summary>
    public static SipMessage Peer(string method, int sequence = 1, string tag = "near") => HandMadeMessages.InDialog(method, Ok, "sip:alice@192.0.2.2:5060")
        .With("From", $"<{Bob}>;tag=far").With("To", $"<{HandMadeTrace.Own}>;tag={tag}")
        .With("CSeq", $"{sequence} {method}").With("Via", $"SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-peer-{method}-{sequence}-{tag}");

    /// <summary>The answer to a request of either side.</summary>
    public static SipMessage Answer(SipMessage request, int statusCode) => HandMadeMessages.Refusal(request, statusCode)
        .With("To", request.To!.Value!.Tag is null ? $"{request.Header("To")!.Value};tag=own" : request.Header("To")!.Value);

    /// <summary>The client's UPDATE gets this answer, and after a while the client ends the dialog.</summary>
    public static Trace Refused(int statusCode)
    {
        var update = Own("UPDATE");
        return Chat().ClientSends(update).CoreSends(Answer(update, statusCode)).Passes(TimeSpan.FromSeconds(2)).ClientSends(Own("BYE", 3)).Seal();
    }

    /// <summary>The client invites in the dialog, is answered, and ends it.</summary>
    public static Trace Invited()
    {
        var invite = Own("INVITE");
        return Chat().ClientSends(invite).CoreSends(Answer(invite, 488)).ClientSends(Own("BYE", 3)).Seal();
    }

    /// <summary>The connection is lost; after another exchange of offer and answer the client sends the same message again over another.</summary>
    public static Trace Resumed()
    {
        var again = Own("INVITE").WithAdded("Content-Type", "application/sdp").WithBody(System.Text.Encoding.UTF8.GetBytes(HandMadeMessages.Sdp));
        return Chat()
            .Connection(ConnectionChange.Opened).ClientSendsMsrp(Hello("first")).Connection(ConnectionChange.Reset)
            .ClientSends(again).CoreSends(Answer(again, 200))
            .Connection(ConnectionChange.Opened, 2).ClientSendsMsrp(Hello("again1"), 2)
            .Seal();
    }

    private static ReadOnlyMemory<byte> Hello(string transaction) => MsrpWriter
        .Request(transaction, "SEND", "msrp://192.0.2.1:2855/9di4ea6ymnnx9kgd;tcp", "msrp://192.0.2.2:2855/9di4ea6ymnnx9kgd;tcp")
        .Header("Message-ID", "message-id-of-hello").Header("Byte-Range", "1-5/5")
        .Body("text/plain", "Hello"u8).Write().Octets;

    /// <summary>An INVITE with these Replaces reaches the client, which answers so; if it takes it, it ends the dialog.</summary>
    public static Trace Replaced(int statusCode, params IReadOnlyList<string> replaces)
    {
        var other = replaces.Aggregate(
            HandMadeMessages.InviteWith("sip:alice@192.0.2.2:5060", "application/sdp", HandMadeMessages.Sdp)
                .With("Call-ID", "other-1@192.0.2.1").With("From", $"<{Bob}>;tag=other").With("To", $"<{HandMadeTrace.Own}>")
                .With("Via", "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-other"),
            (it, value) => it.WithAdded("Replaces", value));
        var answered = Chat().CoreSends(other).ClientSends(Answer(other, statusCode));
        return (statusCode == 200 ? answered.ClientSends(Own("BYE")) : answered).Passes(TimeSpan.FromSeconds(40)).Does(new Deregister()).Seal();
    }

    /// <summary>The client sends an INVITE with this Replaces; besides the chat that is up, one of its INVITEs rings.</summary>
    public static Trace Replacing(string replaces)
    {
        var ringing = Invite.With("Call-ID", "ringing@192.0.2.2").With("Via", "SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK-ringing");
        var second = Invite.With("Call-ID", "second@192.0.2.2").With("Via", "SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK-second").WithAdded("Replaces", replaces);
        return Chat().ClientSends(ringing).CoreSends(HandMadeMessages.Refusal(ringing, 180)).ClientSends(second).Seal();
    }
}
