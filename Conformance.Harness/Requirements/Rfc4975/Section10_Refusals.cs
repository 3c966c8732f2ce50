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
    /// <summary>
    /// Section 7.1.1; what follows within some seconds more is not late. A client that ends the chat, or fails the verb, has told
    /// the user; one that never tells its user anything is not judged by what it did not tell.
    /// </summary>
    public static readonly Requirement TellsOfSilence = Shall(
        id: "RFC4975-7.1.1-8",
        quote: "A message whose sender wants to know of failures has failed when no response has come for 30 seconds, and the user is told.",
        when: trace => trace.ClientMessages().Where(it => it.IsWhole && IsUnanswered(it) && WantsToKnow(it) && Waited(it) > Limit(it)),
        then: it =>
        {
            const string Expected = "the user is told that the message has failed, once the time for a response has passed (30 seconds, or what its profile says), or the chat ends";
            var end = End(it);
            var since = it.Session.Attempt.Window.Where(happened => happened.Number > it.First.Number && happened.Number < end.Number).ToList();
            var sign = since.Find(happened => TellsUser(it.Trace, happened));
            return sign is not null ? Finding.Holds(Expected, "as expected", sign.Event("what followed"), it.Evidence)
                : Waited(it) < Limit(it) + Patience ? Finding.Undecided(Expected, "nothing of the kind, but the chat ended at about that time", it.Evidence, end.Event("the end"))
                : since.Unclear() is { } unclear ? Finding.Undecided(Expected, unclear, it.Evidence)
                : !it.Trace.Reports.OfType<UserNotified>().Any() ? Finding.Undecided(Expected, "the client never tells the user anything", it.Evidence)
                : Finding.Fails(Expected, "nothing of the kind", "tell the user (userNotified)", it.Evidence, end.Event("until here"));
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
            var large = it.Session.Attempt.Trace.ClientMessages().FirstOrDefault(message => message.Session == it.Session && message.First.Number > it.Asked.Number && message.Length > limit);
            return large is null
                ? it.Session.Attempt.HoldsByAbsence(expected, "none")
                : Finding.Fails(expected, string.Create(CultureInfo.InvariantCulture, $"one of {large.Length}"), "tell the user that the message is too long", large.Evidence, answer);
        },
        mutants: [Mutant.Mishears("sends-more-than-max-size", it => it.StatusCode == 200, it => it.WithSdpText("a=max-size:100\r\n", ""))]);

    /// <summary>Section 10.5: in a response, or in a REPORT. Chunks that were under way when it came do not count.</summary>
    public static readonly Requirement StopsAfter413 = Shall(
        id: "RFC4975-10.5-1",
        quote: "After 413 no further chunk of that message is sent.",
        when: trace => Refused(trace, 413),
        then: it => SendsNo(it, "no chunk of the message after its 413", "send nothing more of the message, or its end with #", later =>
            later.Msrp.MessageId == it.Message.MessageId && later.Msrp is { HasBody: true, ContinuationFlag: not '#' }),
        mutants: [new Mutant("goes-on-after-413", () => Repeats(413))],
        conditional: true);

    /// <summary>Section 10.6. What only breaks the refused message off sends nothing of it again.</summary>
    public static readonly Requirement DropsTheType = Should(
        id: "RFC4975-10.6-1",
        quote: "After 415 the type is not sent again in the session.",
        when: trace => Refused(trace, 415),
        then: it => SendsNo(it, $"no {it.Message.ContentType} after a 415 to it", "wrap the content in another type, or tell the user", later =>
            later.Msrp.ContinuationFlag != '#' && later.Msrp.ContentType?.Equals(it.Message.ContentType, StringComparison.OrdinalIgnoreCase) == true),
        mutants: [new Mutant("sends-a-refused-type-again", () => Repeats(415))],
        conditional: true);

    /// <summary>Section 10.8; for 506 section 10.10, which has the connection left alone and not the session.</summary>
    public static readonly Requirement LeavesTheSession = Should(
        id: "RFC4975-10.8-1",
        quote: "After 481 nothing more is sent in the session, and after 506 nothing more on that connection.",
        when: trace => Refused(trace, 481).Concat(Refused(trace, 506)),
        then: it => SendsNo(it, "no SEND in the session after it is gone", "end the chat with a BYE", later =>
            !IsExchanged(it.Message.Session, it.Refusal, later)
            && (it.Refusal.Msrp.StatusCode == 481 || later.ConnectionId == it.Refusal.ConnectionId)),
        mutants: [new Mutant("goes-on-in-a-session-that-is-gone", () => Repeats(481))],
        conditional: true);

    /// <summary>
    /// Section 5.4. Who lets the chat go with its connection is not bound; nor is one whose session had moved on to another
    /// connection before.
    /// </summary>
    public static readonly Requirement NeedsAnotherExchange = Shall(
        id: "RFC4975-5.4-3",
        quote: "With its connection the session has failed: it goes on over another one only after another exchange of offer and answer, and what is sent again has its Message-ID.",
        when: trace => trace.Sessions().SelectMany(session => session.Connections
            .Where(it => it.Change == ConnectionChange.Reset)
            .Where(lost => session.Sends.Any(it => it.Number < lost.Number && it.ConnectionId == lost.ConnectionId) && !HasEnded(session, lost))
            .Select(lost => (Session: session, Lost: lost, Later: session.Sends.Where(send => send.Number > lost.Number && send.ConnectionId != lost.ConnectionId).ToList()))
            .Where(it => it.Later.Count > 0)),
        then: it =>
        {
            const string Expected = "no SEND over another connection without another exchange of offer and answer";
            var last = it.Session.Sends.Last(send => send.Number < it.Lost.Number && send.ConnectionId == it.Lost.ConnectionId);
            return Finding.All(
            [
                Finding.That(IsExchanged(it.Session, last, it.Later[0]), Expected, "one", "invite again in the dialog first, or in another one", it.Later[0].MsrpStart(), it.Lost.Event("the connection ends")),
                .. it.Later.Select(send => KeepsItsId(it.Session, it.Lost, send)),
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

    private static TimeSpan Limit(SentMessage message) => message.Trace.Provisioning.Timers.MsrpResponse;

    /// <summary>How long after the message's last octet the chat went on.</summary>
    private static TimeSpan Waited(SentMessage message) => End(message).At - message.Chunks[^1].At;

    /// <summary>The user or the peer ends the chat; else the end of the trace.</summary>
    private static TraceEvent End(SentMessage message) => message.Trace.Events.FirstOrDefault(it => it.Number > message.First.Number && it switch
    {
        UserAction { Request: EndChat end } => end.Chat == message.Session.Attempt.Chat,
        WireMessage { IsFromClient: false } bye => bye.IsRequest("BYE") && message.Session.Attempt.Dialog!.ToClient.Contains(bye),
        _ => false,
    }) ?? message.Trace.Events[^1];

    private static bool TellsUser(Trace trace, TraceEvent happened) => happened switch
    {
        ClientReport { Report: UserNotified { IsOfFailure: true } or ChatEnded } => true,
        ClientReport { Report: Refused verb } => trace.Events[verb.Action - 1] is UserAction { Request: SendMessage },
        WireMessage { IsFromClient: true } message => message.IsRequest("BYE"),
        _ => false,
    };

    private static long? MaxSize(MsrpSession session) =>
        long.TryParse(session.Answer.MessageMedia?.Attribute("max-size")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    /// <summary>Messages of the user that are longer than the peer wants.</summary>
    private static IEnumerable<UserAction> Asked(MsrpSession session) => session.Attempt.Window.OfType<UserAction>()
        .Where(it => it.Request is SendMessage message && System.Text.Encoding.UTF8.GetByteCount(message.Body) > MaxSize(session));

    private static IEnumerable<(SentMessage Message, WireMessage Refusal)> Refused(Trace trace, int status) =>
        from message in trace.ClientMessages()
        let refusal = message.Refusals.FirstOrDefault(it => SentMessage.StatusIn(it) == status)
        where refusal is not null
        select (message, refusal);

    /// <summary>What leaves the client before the response can have reached it does not count.</summary>
    private static Finding SendsNo((SentMessage Message, WireMessage Refusal) refused, string expected, string mend, Func<WireMessage, bool> which)
    {
        var (session, refusal) = (refused.Message.Session, refused.Refusal);
        var late = session.Sends.FirstOrDefault(it => it.Number > refusal.Number && it.At - refusal.At > Travel && which(it));
        return late is null
            ? session.Attempt.HoldsByAbsence(expected, "none")
            : Finding.Fails(expected, $"a SEND {(late.At - refusal.At).TotalMilliseconds:0} ms later", mend, late.MsrpStart(), refusal.MsrpStart());
    }

    /// <summary>There and back to a client that is far away, and what stands in its buffers.</summary>
    private static readonly TimeSpan Travel = TimeSpan.FromSeconds(2);

    private static bool HasEnded(MsrpSession session, TraceEvent lost) => session.Attempt.Dialog!.FromClient.Concat(session.Attempt.Dialog.ToClient).Any(it => it.IsRequest("BYE") && it.Number < lost.Number);

    /// <summary>What the user asks for after the loss is another message, though it be the same text.</summary>
    private static Finding KeepsItsId(MsrpSession session, Connection lost, WireMessage send)
    {
        var copies = session.Sends.Where(it => it.Number < lost.Number && IsSameContent(it, send)).ToList();
        var isAsked = session.Attempt.Window.Any(it => it is UserAction { Request: SendMessage asked }
            && it.Number > lost.Number
            && it.Number < send.Number
            && send.Msrp.Body.Text(send.Octets).Contains(asked.Body, StringComparison.Ordinal));
        return Finding.That(
            copies.Count == 0 || isAsked || copies.Exists(it => it.Msrp.MessageId == send.Msrp.MessageId),
            "the Message-ID of the message that is sent again",
            send.Msrp.MessageId ?? "none",
            $"write Message-ID: {copies.FirstOrDefault()?.Msrp.MessageId}",
            send.MsrpField("Message-ID"));
    }

    private static bool IsSameContent(WireMessage one, WireMessage other) => !one.Msrp.Body.IsEmpty && one.Msrp.Body.Of(one.Octets).SequenceEqual(other.Msrp.Body.Of(other.Octets));

    /// <summary>A description of the client in the dialog, or in another one, since an event and before the SEND.</summary>
    private static bool IsExchanged(MsrpSession session, TraceEvent since, WireMessage send) => session.Attempt.Trace.Messages.Any(it =>
        it.IsSip && it.Number > since.Number && it.Number < send.Number && it.IsFromClient && it.Sdp() is not null);

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

    /// <summary>Once it has sent a message it tells the user nothing more.</summary>
    private static Tamper NeverNotifies()
    {
        var hasSent = false;
        return new Tamper
        {
            Send = it =>
            {
                hasSent |= it.Protocol == WireProtocol.Msrp && it.Msrp is { Method: "SEND", HasBody: true };
                return [it];
            },
            Report = line => hasSent && line["method"]?.GetValue<string>() is "userNotified" or "chatEnded" ? [] : [line],
        };
    }
}
