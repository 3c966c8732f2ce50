using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements.Draft;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3264, offer and answer.</summary>
internal static class Rfc3264
{
    public static readonly Requirement OneDescription = Shall(
        id: "RFC3264-5-1",
        quote: "An offer is one session description, whose session id and version fit a signed number of 64 bits.",
        when: InitialOffers,
        then: SdpRules.IsOneDescription,
        mutants:
        [
            SdpRules.OffersTwoDescriptions,
            SdpRules.OmitsOrigin,
            Mutant.Rewrites("has-session-id-beyond-63-bits", "INVITE", it => it.WithSdpLine("o=", "o=- 9223372036854775808 1 IN IP4 192.0.2.2")),
        ]);

    /// <summary>Section 5: a recommendation, since a chat between two has no subject that all the world should read.</summary>
    public static readonly Requirement SessionName = Should(
        id: "RFC3264-5-2",
        quote: "The session name of an offer for a unicast session is a dash or one space.",
        when: trace => InitialOffers(trace).Where(it => it.LinesOf('s').Count > 0),
        then: sdp => Finding.That(
            sdp.LinesOf('s')[0].Value is "-" or " ",
            "s=- or s= and one space",
            $"s={sdp.LinesOf('s')[0].Value}",
            "make it s=-",
            sdp.At(sdp.LinesOf('s')[0])),
        mutants: [Mutant.Rewrites("names-its-session", "INVITE", it => it.WithSdpLine("s=", "s=A chat of Alice"))]);

    public static readonly Requirement TimeIsUnbounded = Should(
        id: "RFC3264-5-3",
        quote: "The time line of an offer for a session that begins now and has no known end is t=0 0.",
        when: trace => InitialOffers(trace).Where(it => it.LinesOf('t').Count > 0),
        then: sdp => Finding.That(
            sdp.LinesOf('t')[0].Value == "0 0",
            "t=0 0",
            $"t={sdp.LinesOf('t')[0].Value}",
            "make it t=0 0",
            sdp.At(sdp.LinesOf('t')[0])),
        mutants: [Mutant.Rewrites("bounds-the-session-in-time", "INVITE", it => it.WithSdpLine("t=", "t=2873397496 2873404696"))]);

    /// <summary>Leaving sendrecv out is right here; that the draft demands it is IM-6.1.3.2.1-5c.</summary>
    public static readonly Requirement OffersBothWays = Shall(
        id: "RFC3264-5.1-1",
        quote: "An offer for a stream that both sides are to send on says sendrecv or nothing: sendonly, recvonly and inactive limit it, and at most one direction holds.",
        when: trace => InitialOffers(trace).Where(it => it.MessageMedia is not null),
        then: sdp =>
        {
            var directions = sdp.Description.DirectionsOf(sdp.MessageMedia!);
            var other = directions.FirstOrDefault(it => it.Name != "sendrecv");
            return Finding.That(
                other is null,
                "a=sendrecv or no direction for m=message",
                directions.Count == 0 ? "none, so sendrecv" : string.Join(", ", directions.Select(it => $"a={it.Name}")),
                "leave out what limits the stream",
                other is not null ? sdp.At(other.Line) : sdp.At(ExpectSdp.SpanOf(sdp.MessageMedia!), "m=message"));
        },
        mutants: [SdpRules.OffersSendOnly, SdpRules.OffersTwoDirections]);

    /// <summary>For MSRP the formats are the answer's accept-types (RFC 4975 section 8.6).</summary>
    public static readonly Requirement SendsWhatTheAnswerLists = Shall(
        id: "RFC3264-7-1",
        quote: "After the answer the offerer sends only formats that the answer lists, and only in a direction that the answer leaves open.",
        when: trace => trace.Sessions().SelectMany(session => session.Sends.Where(it => it.Msrp.HasBody && !it.Msrp.Body.IsEmpty).Select(send => (Session: session, Send: send))),
        then: it => Finding.All([IsListed(it.Session.Answer, it.Send), IsOpen(it.Session.Answer, it.Send)]),
        mutants:
        [
            Mutant.RewritesMsrp("sends-what-nobody-accepts", it => it.Method == "SEND" && it.ContentType is not null, it => it.With("Content-Type", "application/x-unheard-of")),
        ],
        given: it => it.Msrp);

    private static IEnumerable<TracedSdp> InitialOffers(Trace trace) =>
        Asks.ToInvite(trace).Select(it => it.InitialInvite?.Sdp()).OfType<TracedSdp>();

    private static Finding IsListed(TracedSdp answer, WireMessage send)
    {
        var expected = "a SEND of a type that the answer's accept-types lists";
        if (answer.MessageMedia?.Attribute("accept-types") is not { Value: { } listed } types)
        {
            return Finding.Undecided(expected, "the answer has no accept-types", answer.At(answer.Description.Span, "the answer"));
        }

        var type = send.Msrp.ContentType ?? "";
        return Finding.That(
            MsrpOccasions.Covers(listed, type),
            expected,
            $"{type.Split(';')[0].Trim()}; listed: {listed}",
            "send a listed type, or wrap the content in one",
            send.At(send.Msrp.Header("Content-Type")?.ValueSpan ?? send.Msrp.Head, "Content-Type"),
            answer.At(types.Line));
    }

    private static Finding IsOpen(TracedSdp answer, WireMessage send)
    {
        var closing = answer.MessageMedia is { } media
            ? answer.Description.DirectionsOf(media).FirstOrDefault(it => it.Name is "sendonly" or "inactive")
            : null;
        return Finding.That(
            closing is null,
            "content only where the answer lets the offerer send",
            closing is null ? "the answer lets it" : $"the answer says a={closing.Name}",
            "send nothing",
            [send.At(send.Msrp.StartLine, "SEND"), .. closing is null ? Array.Empty<Evidence>() : [answer.At(closing.Line)]]);
    }
}
