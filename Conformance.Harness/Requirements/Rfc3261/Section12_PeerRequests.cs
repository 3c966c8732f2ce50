using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 sections 8.2, 11 and 12.2.2: how a client answers requests of the peer while a chat is up.</summary>
public static class Section12PeerRequests
{
    private static readonly string[] Abilities = ["Allow", "Accept", "Supported"];

    /// <summary>Section 8.2.2.3, and section 13.2.2.4 for the ACK, which nobody could refuse. A method that the client lacks is refused for that first (8.2).</summary>
    public static readonly Requirement RefusesUnknownExtensions = Shall(
        id: "RFC3261-8.2.2.3-1",
        quote: "A request that requires an unknown extension is refused with 420, and Unsupported names it; an ACK requires nothing that its INVITE did not.",
        when: trace => trace.ReceivedRequests().Where(it => it.Dialog is not null && it.UnknownExtensions.Count > 0 && !IsLacked(it)).Select(it => (Func<Finding>)(() => IsRefused(it)))
            .Concat(AcksThatRequire(trace)),
        then: it => it(),
        mutants:
        [
            OfAnswer("takes-what-requires-the-unknown", it => it.StatusCode == 420, it => it.WithStartLine("SIP/2.0 488 Not Acceptable Here")),
            OfAnswer("does-not-name-what-it-lacks", it => it.StatusCode == 420, it => it.Without("Unsupported")),
            Mutant.Rewrites("requires-more-in-its-ack", "ACK", it => it.WithAdded("Require", "timer")),
        ]);

    /// <summary>Section 8.2.1. A method is what the client lacks when no Allow of its names it.</summary>
    public static readonly Requirement RefusesUnknownMethods = Shall(
        id: "RFC3261-8.2.1-1",
        quote: "A request whose method the client does not do is refused with 405, and Allow names those that it does.",
        when: trace => trace.ReceivedRequests().Where(it => it.Dialog is not null && !it.IsStale && IsLacked(it)),
        then: it => it.Answered("405 or 501 for a method that the client lacks", "answer with 405 and Allow", answer => answer.Sip.StatusCode == 405
            ? answer.HasHeader("Allow")
            : it.AnsweredWith("answer with 405 and Allow", 405, 501)),
        mutants:
        [
            OfAnswer("takes-methods-that-it-lacks", it => it.StatusCode == 405, it => it.WithStartLine("SIP/2.0 200 OK")),
            OfAnswer("refuses-methods-without-allow", it => it.StatusCode == 405, it => it.Without("Allow")),
        ],
        conditional: true);

    /// <summary>Section 11.2.</summary>
    public static readonly Requirement TellsItsAbilities = Should(
        id: "RFC3261-11.2-1",
        quote: "OPTIONS in a dialog is answered with 200, which has Allow, Accept and Supported, and leaves the dialog as it is.",
        when: trace => trace.ReceivedRequests().Where(it => it.Request.Sip.Method == "OPTIONS" && it.Dialog is not null && it.UnknownExtensions.Count == 0 && !it.IsStale),
        then: it => it.Answered("200 for the OPTIONS of the peer", "answer OPTIONS with 200", answer => Finding.All(
        [
            it.AnsweredWith("answer OPTIONS with 200", 200),
            .. answer.Sip.StatusCode == 200 ? Abilities.Select(name => answer.HasHeader(name)) : [],
            StaysUp(it, answer),
        ])),
        mutants:
        [
            OfAnswer("does-not-answer-options-in-a-dialog", IsToOptions, it => it.WithStartLine("SIP/2.0 481 Call/Transaction Does Not Exist")),
            OfAnswer("keeps-its-media-types-to-itself", IsToOptions, it => it.Without("Accept")),
        ]);

    /// <summary>Section 12.2.2.</summary>
    public static readonly Requirement RefusesWhatIsOutOfPlace = Shall(
        id: "RFC3261-12.2.2-1",
        quote: "A request in a dialog whose sequence number is below the last is refused with 500, and a request in a dialog that there is not with 481.",
        when: trace => trace.ReceivedRequests().Where(it => it.IsStale || IsForNobody(it)),
        then: it => it.IsStale
            ? it.AnsweredWith("answer with 500 when the CSeq number is below that of the last request in the dialog", 500)
            : it.AnsweredWith("answer with 481 when no dialog has the request's Call-ID and tags", 481),
        mutants:
        [
            OfAnswer("takes-stale-requests", it => it.StatusCode == 500, it => it.WithStartLine("SIP/2.0 488 Not Acceptable Here")),
            OfAnswer("ends-dialogs-that-there-are-not", it => it.StatusCode == 481 && it.CSeq?.Value?.Method == "BYE", it => it.WithStartLine("SIP/2.0 200 OK")),
        ]);

    private static Finding IsRefused(ReceivedRequest it)
    {
        const string Mend = "answer with 420 and name the extension in Unsupported";
        return it.Answered("420 for a request that requires an unknown extension", Mend, answer => answer.Sip.StatusCode == 420
            ? Finding.All(it.UnknownExtensions.Select(tag => answer.HasElement("Unsupported", tag)))
            : it.AnsweredWith(Mend, 420));
    }

    private static IEnumerable<Func<Finding>> AcksThatRequire(Trace trace) =>
        from dialog in trace.Dialogs()
        from ack in dialog.Acks()
        from tag in ack.Sip.ElementTexts("Require")
        let isInInvite = dialog.Invite.Request.Sip.ElementTexts("Require").Contains(tag, StringComparer.OrdinalIgnoreCase)
        select (Func<Finding>)(() => Finding.That(
            isInInvite,
            "nothing in Require of the ACK that its INVITE did not require",
            $"Require: {tag}",
            $"remove {tag} from Require",
            ack.Field("Require"),
            dialog.Invite.Request.Field("Require")));

    private static bool IsLacked(ReceivedRequest it)
    {
        var allowed = it.Trace.SipFromClient().SelectMany(own => own.Sip.ElementTexts("Allow")).ToList();
        return allowed.Count > 0 && !allowed.Contains(it.Request.Sip.Method);
    }

    /// <summary>A To tag that the client did not give under this Call-ID, or a Call-ID that nobody used.</summary>
    private static bool IsForNobody(ReceivedRequest it) => it.Request.Sip.To?.Value?.Tag is { } tag
        && !it.Trace.SipFromClient().Any(own => own.Sip.CallId == it.Request.Sip.CallId
            && (own.Sip.IsRequest ? own.Sip.From : own.Sip.To)?.Value?.Tag == tag
            && own.Number < (it.Answer?.Number ?? int.MaxValue));

    private static Finding StaysUp(ReceivedRequest it, WireMessage answer)
    {
        const string Expected = "the dialog stays up";
        var bye = it.Dialog!.UnaskedBye(it.Request);
        return bye is null || it.Trace.ReceivedRequests().Any(other => other.Dialog == it.Dialog && other.Request.Number > it.Request.Number && other.Request.Number < bye.Number)
            ? Finding.Holds(Expected, "it does", answer.StartLine())
            : Finding.Fails(Expected, "a BYE", "answer OPTIONS and go on", bye.StartLine(), it.Request.StartLine());
    }

    private static bool IsToOptions(SipMessage response) => response is { StatusCode: 200 } && response.CSeq?.Value?.Method == "OPTIONS";

    private static Mutant OfAnswer(string name, Func<SipMessage, bool> which, Func<SipMessage, SipMessage> rewrite) =>
        Mutant.RewritesSip(name, it => !it.IsRequest && which(it), rewrite);
}
