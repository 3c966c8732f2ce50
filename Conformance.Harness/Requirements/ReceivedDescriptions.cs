using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 2046, RFC 2327, RFC 3264 and RFC 5621: which session descriptions of the peer a client takes, and in which bodies; seen by the MSRP session that follows.</summary>
internal static class ReceivedDescriptions
{
    private const string Sdp = "application/sdp";

    /// <summary>RFC 2046 section 5.1.1. It binds whoever says that it takes a multipart (RFC 3261 section 20.1).</summary>
    public static readonly Requirement SkipsPreamble = Shall(
        id: "RFC2046-5.1.1-5",
        quote: "What stands before the first delimiter of a multipart and behind the last is skipped.",
        when: trace => Accepted(trace).Where(it => HasPreamble(it.Answer.Message.Sip)),
        then: it => it.IsTakenUp("skip what stands outside the delimiters", it.Answer.Message.At(it.Answer.Message.Sip.Body, "multipart")),
        mutants: [Loses("chokes-on-a-preamble", HasPreamble)],
        given: it => it.Msrp,
        conditional: true);

    /// <summary>RFC 5621 section 4.2. It binds whoever says that it takes a multipart; that document is younger than many clients.</summary>
    public static readonly Requirement OpensNested = Shall(
        id: "RFC5621-4.2-1",
        quote: "A multipart within a multipart is opened as well.",
        when: trace => Accepted(trace).Where(it => HasNested(it.Answer.Message.Sip)),
        then: it => it.IsTakenUp("look into the multiparts within the multipart", it.Answer.Message.At(it.Answer.Message.Sip.Body, "multipart")),
        mutants: [Loses("opens-no-nested-multipart", HasNested)],
        given: it => it.Msrp,
        conditional: true);

    /// <summary>RFC 2327 section 6.</summary>
    public static readonly Requirement IgnoresUnknownAttributes = Shall(
        id: "RFC2327-6-7",
        quote: "Attributes that the receiver does not know are ignored.",
        when: trace => trace.Sessions().Where(it => UnknownAttribute(it) is not null),
        then: it => it.IsTakenUp("ignore the attribute", it.Answer.At(UnknownAttribute(it)!)),
        mutants: [Loses("refuses-unknown-attributes", it => it.Body.Text(it.Octets).Contains("\na=x-", StringComparison.Ordinal))],
        given: it => it.Msrp);

    /// <summary>RFC 3264 section 6. A client that offered several streams may use the others.</summary>
    public static readonly Requirement RejectedStream = Shall(
        id: "RFC3264-6-2",
        quote: "A stream that the answer gives port 0 is rejected: nothing is sent for it.",
        when: trace => trace.Attempts().Where(it => it.Dialog?.Response.Sdp()?.MessageMedia is { Port: 0 }),
        then: IsLeftAlone,
        mutants: [Mutant.Mishears("takes-up-a-rejected-stream", it => it.StatusCode == 200, it => it.WithSdpText("m=message 0 ", "m=message 9 "))]);

    /// <summary>The sessions of INVITEs that accept a multipart and were answered with one.</summary>
    private static IEnumerable<MsrpSession> Accepted(Trace trace) => trace.Sessions().Where(it =>
        it.Answer.Message.Sip.Multipart()?.Value is not null && it.Offer.Message.Sip.Accepts($"{it.Answer.Message.Sip.ContentType()!.Value}"));

    private static bool HasPreamble(SipMessage message) =>
        message.Multipart()?.Value is { Delimiters: [var first, ..] } && first.Offset > message.Body.Offset;

    private static bool HasNested(SipMessage message) =>
        message.Multipart()?.Value?.Parts.Any(it => it.ContentType?.Value is { IsMultipart: true }) == true;

    private static SdpAttribute? UnknownAttribute(MsrpSession session) =>
        session.Answer.MessageMedia!.Attributes.FirstOrDefault(it => it.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase));

    private static Finding IsLeftAlone(ChatAttempt attempt)
    {
        const string Expected = "no connection and no MSRP for the rejected stream";
        var answer = attempt.Dialog!.Response.Sdp()!;
        var path = answer.MessageMedia!.Attribute("path")?.Value ?? "";
        var port = MsrpUri.Parse(path.Split(' ')[0]).Value?.Port;
        var sign = attempt.Window.Where(it => it.Number > answer.Message.Number).FirstOrDefault(it => it switch
        {
            Connection { Change: ConnectionChange.Opened, Initiator: Direction.FromClient } connection => connection.Core.Port == port,
            WireMessage { IsMsrp: true, IsFromClient: true } message => message.Msrp.Header("To-Path")?.Value == path,
            _ => false,
        });
        return sign is null
            ? attempt.HoldsByAbsence(Expected, "none")
            : Finding.Fails(Expected, sign is Connection ? "a connection to its path" : "MSRP to its path", "end the chat, or go on without the stream", sign.Event("the stream"), answer.At(answer.MessageMedia.Line));
    }

    /// <summary>The client sees no session description in an answer of that kind.</summary>
    private static Mutant Loses(string name, Func<SipMessage, bool> which) => Mutant.Mishears(
        name,
        it => it is { StatusCode: 200 } && it.BodyPart(Sdp) is not null && which(it),
        it => it.Without("Content-Type").WithBody([]));
}
