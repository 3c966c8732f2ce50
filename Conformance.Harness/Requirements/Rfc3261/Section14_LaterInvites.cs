using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 14.2: the peer's INVITE in a dialog.</summary>
public static class Section14LaterInvites
{
    private const int NotAcceptableHere = 488;

    /// <summary>
    /// What a client takes is its own choice, but for what it has taken already. One that takes a description with no chat in
    /// it, and rejects its streams, is not wrong: RFC 3264 section 6 lets it.
    /// </summary>
    public static readonly Requirement TakesOrRefuses = Shall(
        id: "RFC3261-14.2-1",
        quote: "An INVITE in a dialog with an acceptable session description, such as the one that holds, is answered with 2xx; another may be refused with 488, and then the session stays as it was.",
        when: trace => Reoffers(trace),
        then: it => it.Request.Request.Sdp()!.Description.Media.Any(media => media is { Media: "message", Port: not 0 }) && it.IsUnchanged
            ? IsTaken(it.Request)
            : IsTakenOrRefused(it.Request),
        mutants:
        [
            Mutant.RewritesSip("refuses-each-later-invite", it => it.StatusCode == 200 && IsLater(it), it => it.WithStartLine("SIP/2.0 488 Not Acceptable Here").Without("Content-Type").WithBody([])),
            new Mutant("hangs-up-after-it-refused", HangsUp),
            Mutant.RewritesSip("refuses-sessions-with-a-server-error", it => it.StatusCode == NotAcceptableHere && IsLater(it), it => it.WithStartLine("SIP/2.0 500 Server Internal Error")),
        ]);

    private static IEnumerable<(ReceivedRequest Request, bool IsUnchanged)> Reoffers(Trace trace) =>
        from request in trace.ReceivedRequests()
        where request.Request.Sip.Method == "INVITE" && request.Dialog is not null && !request.IsStale && request.UnknownExtensions.Count == 0
        let offer = request.Request.Sdp()
        where offer is not null
        select (request, PreviousOf(request)?.Description.Span.Text(PreviousOf(request)!.Message.Octets) == offer.Description.Span.Text(offer.Message.Octets));

    /// <summary>The description that the peer gave last before, in the 2xx or in a request that was taken.</summary>
    private static TracedSdp? PreviousOf(ReceivedRequest it) => it.Trace.ReceivedRequests()
        .LastOrDefault(other => other.Dialog == it.Dialog && other.Request.Number < it.Request.Number && other.Request.Sdp() is not null && other.Answer?.Sip.StatusCode is >= 200 and < 300)
        ?.Request.Sdp() ?? it.Dialog!.Response.Sdp();

    private static Finding IsTaken(ReceivedRequest it)
    {
        const string Expected = "a 2xx with a session description for an INVITE that offers the same session again";
        const string Mend = "answer with 200 and a session description";
        return it.Answered(Expected, Mend, answer => Finding.That(
            answer.Sip.StatusCode is >= 200 and < 300 && answer.Sdp() is not null,
            Expected,
            $"{SipOccasions.StartLineOf(answer)}{(answer.Sdp() is null ? " without one" : "")}",
            Mend,
            answer.StartLine(),
            it.Request.StartLine()));
    }

    private static Finding IsTakenOrRefused(ReceivedRequest it)
    {
        const string Expected = "a 2xx, 488 or 606 for an INVITE that offers another session";
        const string Mend = "answer with 488 what is not acceptable";
        return it.Answered(Expected, Mend, answer => Finding.All(
        [
            Finding.That(
                answer.Sip.StatusCode is (>= 200 and < 300) or NotAcceptableHere or 606,
                Expected,
                SipOccasions.StartLineOf(answer),
                Mend,
                answer.StartLine(),
                it.Request.StartLine()),
            .. answer.Sip.StatusCode >= 300 ? [StaysUp(it, answer)] : Array.Empty<Finding>(),
        ]));
    }

    private static Finding StaysUp(ReceivedRequest it, WireMessage answer)
    {
        const string Expected = "the session stays as it was, since the new one was refused";
        return it.Dialog!.UnaskedBye(answer) is { } bye
            ? Finding.Fails(Expected, "a BYE", "go on with the session that holds", bye.StartLine(), answer.StartLine())
            : Finding.Holds(Expected, "no BYE that the user did not ask for", answer.StartLine());
    }

    private static bool IsLater(SipMessage message) => !message.IsRequest && message.CSeq?.Value?.Method == "INVITE";

    /// <summary>Its refusal of an INVITE is followed by a BYE, made of its ACK.</summary>
    private static Tamper HangsUp()
    {
        Outgoing? ack = null;
        return new Tamper
        {
            Send = it =>
            {
                ack = it.Protocol == WireProtocol.Sip && it.Sip.Method == "ACK" ? it : ack;
                return ack is not null && it.Protocol == WireProtocol.Sip && it.Sip.StatusCode == NotAcceptableHere && IsLater(it.Sip) ? [it, ack with { Octets = ack.Sip.AsNew("BYE").Octets }] : [it];
            },
        };
    }
}
