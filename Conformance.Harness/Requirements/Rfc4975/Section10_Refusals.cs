using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 sections 5.4, 7.1.1, 8.6 and 10: what a client does when the peer refuses, or does not want, what it sends.</summary>
public static class Section10Refusals
{
    /// <summary>Section 7.1.1; what follows within some seconds more is not late.</summary>
    public static readonly Requirement TellsOfSilence = Shall(
        id: "RFC4975-7.1.1-8",
        quote: "A message whose sender wants to know of failures has failed when no response has come for 30 seconds, and the user is told.",
        when: trace => trace.ClientMessages().Where(it => it.IsWhole && IsUnanswered(it) && WantsToKnow(it) && it.Trace.Events[^1].At - it.Chunks[^1].At > ExpectMsrp.ResponseTimeout),
        then: it =>
        {
            const string Expected = "the user is told that the message has failed, once 30 seconds have passed without a response, or the chat ends";
            var sign = it.Session.Attempt.Window.FirstOrDefault(happened => happened.Number > it.First.Number
                && happened is ClientReport { Report: UserNotified or ChatEnded });
            return sign is null
                ? it.Trace.NeverCame(it.Chunks[^1], ExpectMsrp.ResponseTimeout + Patience, Expected, "nothing of the kind", "tell the user (userNotified)", it.Evidence)
                : Finding.Holds(Expected, "as expected", sign.Event("what followed"), it.Evidence);
        },
        mutants: [new Mutant("waits-for-ever-for-a-response", NeverNotifies)],
        conditional: true);

    /// <summary>Section 8.6.</summary>
    public static readonly Requirement KeepsToTheSize = Should(
        id: "RFC4975-8.6-6",
        quote: "A message is not longer than the max-size that the peer gives.",
        when: trace => trace.Sessions()
            .Where(it => MaxSize(it) is not null)
            .SelectMany(session => Asked(session).Select(asked => (Session: session, Asked: asked))),
        then: it =>
        {
            var limit = MaxSize(it.Session)!.Value;
            var expected = string.Create(CultureInfo.InvariantCulture, $"no message of more than {limit} octets");
            var answer = it.Session.Answer.At(it.Session.Answer.MessageMedia!.Attribute("max-size")!);
            var large = it.Session.Attempt.Trace.ClientMessages().FirstOrDefault(message => message.Session == it.Session && message.First.Number > it.Asked.Number && message.Chunks.Sum(chunk => chunk.Msrp.Body.Length) > limit);
            return large is null
                ? it.Session.Attempt.HoldsByAbsence(expected, "none")
                : Finding.Fails(expected, string.Create(CultureInfo.InvariantCulture, $"one of {large.Chunks.Sum(chunk => chunk.Msrp.Body.Length)}"), "tell the user that the message is too long", large.Evidence, answer);
        },
        mutants: [Mutant.Mishears("sends-more-than-max-size", it => it.StatusCode == 200, it => it.WithSdpText("a=max-size:100\r\n", ""))]);

    /// <summary>Section 10.5. Chunks that were under way when the response came do not count.</summary>
    public static readonly Requirement StopsAfter413 = Shall(
        id: "RFC4975-10.5-1",
        quote: "After 413 no further chunk of that message is sent.",
        when: trace => Refused(trace, 413),
        then: it => SendsNo(it.Message.Session, it.Refusal, "no chunk of the message after its 413", "send nothing more of the message, or its end with #", later =>
            later.Msrp.MessageId == it.Message.MessageId && later.Msrp is { HasBody: true, ContinuationFlag: not '#' }),
        mutants: [new Mutant("goes-on-after-413", () => Repeats(413))],
        conditional: true);

    /// <summary>Section 10.6.</summary>
    public static readonly Requirement DropsTheType = Should(
        id: "RFC4975-10.6-1",
        quote: "After 415 the type is not sent again in the session.",
        when: trace => Refused(trace, 415),
        then: it => SendsNo(it.Message.Session, it.Refusal, $"no {it.Message.ContentType} after a 415 to it", "wrap the content in another type, or tell the user", later =>
            later.Msrp.ContentType?.Equals(it.Message.ContentType, StringComparison.OrdinalIgnoreCase) == true),
        mutants: [new Mutant("sends-a-refused-type-again", () => Repeats(415))],
        conditional: true);

    /// <summary>Section 10.8; for 506 section 10.11.</summary>
    public static readonly Requirement LeavesTheSession = Should(
        id: "RFC4975-10.8-1",
        quote: "After 481 or 506 nothing more is sent in the session.",
        when: trace => Refused(trace, 481).Concat(Refused(trace, 506)),
        then: it => SendsNo(it.Message.Session, it.Refusal, "no SEND in the session after it is gone", "end the chat with a BYE", _ => true),
        mutants: [new Mutant("goes-on-in-a-session-that-is-gone", () => Repeats(481))],
        conditional: true);

    /// <summary>Section 5.4. Who lets the chat go with its connection is not bound.</summary>
    public static readonly Requirement NeedsAnotherExchange = Shall(
        id: "RFC4975-5.4-3",
        quote: "With its connection the session has failed: it goes on over another one only after another exchange of offer and answer, and what is sent again has its Message-ID.",
        when: trace => trace.Sessions().SelectMany(session => session.Connections
            .Where(it => it.Change is ConnectionChange.Reset or ConnectionChange.Closed)
            .Where(lost => session.Sends.Any(it => it.Number < lost.Number && it.ConnectionId == lost.ConnectionId) && !HasEnded(session, lost))
            .Select(lost => (Session: session, Lost: lost, Later: session.Sends.FirstOrDefault(send => send.Number > lost.Number && send.ConnectionId != lost.ConnectionId)!)))
            .Where(it => it.Later is not null),
        then: it =>
        {
            const string Expected = "no SEND over another connection without another exchange of offer and answer";
            var later = it.Later;
            var copy = it.Session.Sends.LastOrDefault(send => send.Number < it.Lost.Number && IsSameContent(send, later));
            return Finding.All(
            [
                Finding.That(IsExchanged(it.Session, it.Lost, later), Expected, "one", "invite again in the dialog first, or in another one", later.MsrpStart(), it.Lost.Event("the connection ends")),
                Finding.That(
                    copy is null || copy.Msrp.MessageId == later.Msrp.MessageId,
                    "the Message-ID of the message that is sent again",
                    later.Msrp.MessageId ?? "none",
                    $"write Message-ID: {copy?.Msrp.MessageId}",
                    later.MsrpField("Message-ID")),
            ]);
        },
        mutants:
        [
            Mutant.SendsSip("resumes-without-another-exchange", it => it.Method == "INVITE" && it.To?.Value?.Tag is not null, _ => []),
            Mutant.RewritesMsrp("sends-again-under-another-id", it => it.TransactionId.StartsWith("again", StringComparison.Ordinal), it => it.With("Message-ID", "another-message-id")),
        ],
        conditional: true);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static bool WantsToKnow(SentMessage message) => message.First.Msrp.Header("Failure-Report")?.Value.Trim() is null or "yes";

    private static bool IsUnanswered(SentMessage message) => !message.Session.ToClient.Any(it => !it.Msrp.IsRequest && message.Chunks.Any(chunk => chunk.Msrp.TransactionId == it.Msrp.TransactionId));

    private static long? MaxSize(MsrpSession session) =>
        long.TryParse(session.Answer.MessageMedia?.Attribute("max-size")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    /// <summary>Messages of the user that are longer than the peer wants.</summary>
    private static IEnumerable<UserAction> Asked(MsrpSession session) => session.Attempt.Window.OfType<UserAction>()
        .Where(it => it.Request is SendMessage message && System.Text.Encoding.UTF8.GetByteCount(message.Body) > MaxSize(session));

    private static IEnumerable<(SentMessage Message, WireMessage Refusal)> Refused(Trace trace, int status) =>
        from message in trace.ClientMessages()
        let refusal = message.Refusals.FirstOrDefault(it => it.Msrp.StatusCode == status)
        where refusal is not null
        select (message, refusal);

    /// <summary>What leaves the client before the response can have reached it does not count.</summary>
    private static Finding SendsNo(MsrpSession session, WireMessage refusal, string expected, string mend, Func<WireMessage, bool> which)
    {
        var late = session.Sends.FirstOrDefault(it => it.Number > refusal.Number && it.At - refusal.At > Travel && which(it));
        return late is null
            ? session.Attempt.HoldsByAbsence(expected, "none")
            : Finding.Fails(expected, $"a SEND {(late.At - refusal.At).TotalMilliseconds:0} ms later", mend, late.MsrpStart(), refusal.MsrpStart());
    }

    /// <summary>There and back to a client that is far away, and what stands in its buffers.</summary>
    private static readonly TimeSpan Travel = TimeSpan.FromSeconds(2);

    private static bool HasEnded(MsrpSession session, TraceEvent lost) => session.Attempt.Dialog!.FromClient.Concat(session.Attempt.Dialog.ToClient).Any(it => it.IsRequest("BYE") && it.Number < lost.Number);

    private static bool IsSameContent(WireMessage one, WireMessage other) => !one.Msrp.Body.IsEmpty && one.Msrp.Body.Of(one.Octets).SequenceEqual(other.Msrp.Body.Of(other.Octets));

    /// <summary>A description of either side in the dialog, or in another one, between the loss and the SEND.</summary>
    private static bool IsExchanged(MsrpSession session, TraceEvent lost, WireMessage send) => session.Attempt.Trace.Messages.Any(it =>
        it.IsSip && it.Number > lost.Number && it.Number < send.Number && it.IsFromClient && it.Sdp() is not null);

    /// <summary>After such a response the refused message goes out again before whatever else the client sends over SIP.</summary>
    private static Tamper Repeats(int status)
    {
        Outgoing? last = null;
        Outgoing? refused = null;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                refused ??= protocol == WireProtocol.Msrp && MsrpMessage.Parse(octets).StatusCode == status ? last : null;
                return protocol == WireProtocol.Msrp && MsrpMessage.Parse(octets).StatusCode == status ? [octets.Replace($" {status}", " 200")] : [octets];
            },
            Send = it =>
            {
                last = it.Protocol == WireProtocol.Msrp && it.Msrp is { Method: "SEND", HasBody: true } && refused is null ? it : last;
                if (refused is null || it.Protocol != WireProtocol.Sip || it.Sip.Method != "BYE")
                {
                    return [it];
                }

                var again = refused;
                refused = null;
                return [again, it];
            },
        };
    }

    private static Tamper NeverNotifies() => new()
    {
        Report = line => line["method"]?.GetValue<string>() is "userNotified" or "chatEnded" ? [] : [line],
    };
}
