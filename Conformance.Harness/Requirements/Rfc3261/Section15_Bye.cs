using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 15: how a session ends.</summary>
public static class Section15Bye
{
    /// <summary>
    /// Section 15.1.1. SIP and MSRP go by different transports, so that a SEND from before the BYE may be seen after it: one
    /// counts that comes later than T1, or that says again what the user's message had said before the BYE.
    /// </summary>
    public static readonly Requirement SilentAfterBye = Shall(
        id: "RFC3261-15.1.1-1",
        quote: "With the BYE that a client sends the session is over for it: it sends no more media.",
        when: trace => trace.Sessions().SelectMany(session => trace.DialogRequests()
            .Where(it => it.Request.Sip.Method == "BYE" && it.Dialog.Response == session.Attempt.Dialog!.Response)
            .Take(1)
            .Select(it => (Session: session, Bye: it.Request))),
        then: it => SendsNothingAfter(it.Session, it.Bye, it.Bye),
        mutants: [new Mutant("sends-its-last-message-again-after-its-bye", () => SendsAgainAfter(IsBye))]);

    /// <summary>Section 15.</summary>
    public static readonly Requirement ByeNeedsDialog = Shall(
        id: "RFC3261-15-1",
        quote: "A BYE is sent in a dialog only.",
        when: trace => trace.ClientRequests("BYE").Select(it => (Trace: trace, Bye: it)),
        then: it => IsInDialog(it.Trace, it.Bye),
        mutants: [Mutant.Rewrites("sends-its-bye-outside-a-dialog", "BYE", it => it.WithEdited("To", to => to.Split(";tag=")[0]))]);

    /// <summary>Section 15.1.2.</summary>
    public static readonly Requirement AnswersBye = Shall(
        id: "RFC3261-15.1.2-1",
        quote: "A BYE of the peer in a known dialog is answered with 2xx and ends the session.",
        when: trace => trace.Dialogs().SelectMany(dialog => dialog.PeerByes().Select(bye => new DialogRequest(dialog, bye))),
        then: WasEnded,
        mutants:
        [
            Mutant.RewritesSip("does-not-know-its-dialog", IsAnswerToBye, it => it.WithStartLine("SIP/2.0 481 Call/Transaction Does Not Exist")),
            new Mutant("sends-its-last-message-again-after-the-peers-bye", () => SendsAgainAfter(IsAnswerToBye)),
        ]);

    private static bool IsBye(SipMessage message) => message.Method == "BYE";

    private static bool IsAnswerToBye(SipMessage message) => !message.IsRequest && message.CSeq?.Value?.Method == "BYE";

    private static Finding IsInDialog(Trace trace, WireMessage bye)
    {
        const string Expected = "a BYE with the tag that the peer gave before";
        var tag = bye.Sip.To?.Value?.Tag;
        var isKnown = tag is null
            ? trace.Dialogs().Any(it => it.RemoteTag is null && it.CallId == bye.Sip.CallId && it.Response.Number < bye.Number)
            : trace.Messages.Any(it => it.IsSip
                && !it.IsFromClient
                && it.Number < bye.Number
                && (it.Sip.IsRequest ? it.Sip.From : it.Sip.To)?.Value?.Tag == tag);
        return Finding.That(
            isKnown,
            Expected,
            tag is null ? "no To tag" : $"To tag {tag}",
            "send a BYE once a response with a To tag has come, and with that tag; before that, CANCEL",
            bye.Field("To"));
    }

    private static Finding WasEnded(DialogRequest it)
    {
        var (dialog, bye) = (it.Dialog, it.Request);
        var answer = it.Trace.Transactions().FirstOrDefault(other => other.Request == bye || other.Copies.Contains(bye))?.FinalResponse;
        const string Expected = "a 2xx for the BYE of the peer";
        if (answer is null)
        {
            return it.Trace.NeverCame(bye, Expected, "no final response", "answer the BYE with 200", bye.StartLine());
        }

        var answered = Finding.That(
            answer.Sip.StatusCode is >= 200 and < 300,
            Expected,
            SipOccasions.StartLineOf(answer),
            "answer the BYE with SIP/2.0 200 OK",
            answer.StartLine(),
            bye.StartLine());
        return it.Trace.Sessions().FirstOrDefault(session => session.Attempt.Dialog!.Response == dialog.Response) is { } session
            ? Finding.All([answered, SendsNothingAfter(session, answer, bye)])
            : answered;
    }

    private static Finding SendsNothingAfter(MsrpSession session, WireMessage end, WireMessage bye)
    {
        const string Expected = "no MSRP SEND of the client once the session is over";
        var late = session.Sends.FirstOrDefault(it => it.Number > end.Number
            && (it.At - end.At > ExpectDialog.Transit || RepeatsMessage(session, it, end)));
        return late is null
            ? Finding.Holds(Expected, "none", bye.StartLine())
            : Finding.Fails(Expected, $"a SEND {(late.At - end.At).TotalMilliseconds:0} ms later", "send nothing more in a session that is over", late.At(late.Msrp.StartLine, "SEND"), end.StartLine());
    }

    /// <summary>Whether a SEND carries a message of the user that had gone out whole before.</summary>
    private static bool RepeatsMessage(MsrpSession session, WireMessage send, WireMessage end) => send.Msrp.Body is { IsEmpty: false } body
        && session.Attempt.Window.OfType<UserAction>().Select(it => it.Request).OfType<SendMessage>().Any(asked =>
            body.Of(send.Octets).IndexOf(Encoding.UTF8.GetBytes(asked.Body)) >= 0
            && session.Sends.Any(it => it.Number < end.Number && it.Msrp.ContinuationFlag == '$' && it.Msrp.Body.Of(it.Octets).SequenceEqual(body.Of(send.Octets))));

    private static Tamper SendsAgainAfter(Func<SipMessage, bool> isEnd)
    {
        Outgoing? last = null;
        return new Tamper
        {
            Send = it =>
            {
                last = it.Protocol == WireProtocol.Msrp && it.Msrp is { Method: "SEND", HasBody: true } ? it : last;
                return last is not null && it.Protocol == WireProtocol.Sip && isEnd(it.Sip) ? [it, last] : [it];
            },
        };
    }
}
