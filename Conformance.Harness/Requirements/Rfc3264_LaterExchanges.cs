using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3264 sections 6 and 8: what a client answers to a later offer, and how its own descriptions change.</summary>
internal static class Rfc3264LaterExchanges
{
    public static readonly Requirement AnswersEachStream = Shall(
        id: "RFC3264-6-1",
        quote: "An answer has the streams of the offer in their order, each with its medium and its protocol, and the time line of the offer.",
        when: trace => Exchanges(trace),
        then: it => Finding.All([HasStreams(it), HasTime(it)]),
        mutants:
        [
            Answers("leaves-unwanted-streams-out", it => it.WithSdp(text => WithoutStream(text, "audio"))),
            Answers("answers-for-another-medium", it => it.WithSdp(text => text.Replace("m=audio 0", "m=video 0", StringComparison.Ordinal))),
            Answers("answers-with-a-time-of-its-own", it => it.WithSdpLine("t=", "t=1 0")),
        ]);

    public static readonly Requirement MirrorsTheDirection = Shall(
        id: "RFC3264-6.1-1",
        quote: "A stream that is offered sendonly is answered recvonly or inactive, one that is offered recvonly is answered sendonly or inactive, and an inactive one inactive.",
        when: trace => Exchanges(trace).Where(it => it.Offer.MessageMedia is { Port: not 0 } && it.Answer.MessageMedia is { Port: not 0 } && Direction(it.Offer) != "sendrecv"),
        then: it =>
        {
            string[] allowed = Direction(it.Offer) switch
            {
                "sendonly" => ["recvonly", "inactive"],
                "recvonly" => ["sendonly", "inactive"],
                _ => ["inactive"],
            };
            return Finding.That(
                allowed.Contains(Direction(it.Answer)),
                $"a={string.Join(" or a=", allowed)} for the offered a={Direction(it.Offer)}",
                $"a={Direction(it.Answer)}",
                $"answer a={allowed[0]}",
                it.Answer.At(ExpectSdp.SpanOf(it.Answer.MessageMedia!), "m=message of the answer"),
                it.Offer.At(ExpectSdp.SpanOf(it.Offer.MessageMedia!), "m=message of the offer"));
        },
        mutants: [Answers("answers-sendrecv-whatever-is-offered", it => it.WithSdp(text => text.Replace("a=recvonly", "a=sendrecv", StringComparison.Ordinal)))],
        conditional: true);

    /// <summary>A version that rises although nothing else changes is not forbidden.</summary>
    public static readonly Requirement CountsVersions = Shall(
        id: "RFC3264-8-1",
        quote: "A description that differs from the one before has the same origin but for a version that is one higher; one with the same version is the same.",
        when: trace => trace.Dialogs().SelectMany(Successive),
        then: IsCounted,
        mutants:
        [
            Answers("changes-its-description-under-one-version", it => it.WithSdp(text => text.Replace("s=-", "s= ", StringComparison.Ordinal))),
            Answers("skips-a-version", it => it.WithSdp(text => WithVersion(text, version => version * 3))),
            Answers("gives-each-description-another-id", it => it.WithSdp(text => text.Replace("o=- ", "o=- 1", StringComparison.Ordinal))),
        ]);

    public static readonly Requirement KeepsStreams = Shall(
        id: "RFC3264-8-2",
        quote: "Streams that a session once had keep their places in a later offer: one that is over has port 0.",
        when: trace => trace.Dialogs().SelectMany(LaterOffers),
        then: it => Finding.That(
            it.Offer.Description.Media.Count >= it.Before.Description.Media.Count,
            string.Create(CultureInfo.InvariantCulture, $"at least {it.Before.Description.Media.Count} m= lines in the offer, as in the description before"),
            string.Create(CultureInfo.InvariantCulture, $"{it.Offer.Description.Media.Count}"),
            "keep the m= line of a stream that is over, with port 0",
            it.Offer.At(it.Offer.Description.Span, "the offer"),
            it.Before.At(it.Before.Description.Span, "the description before")),
        mutants: [new Mutant("forgets-refused-streams", ForgetsStreams)],
        conditional: true);

    /// <summary>Offers of the peer in a dialog, with the client's answers to them.</summary>
    private static IEnumerable<Exchange> Exchanges(Trace trace) =>
        from request in trace.ReceivedRequests()
        where request.Dialog is not null && request.Answer?.Sip.StatusCode is >= 200 and < 300
        let offer = request.Request.Sdp()
        let answer = request.Answer!.Sdp()
        where offer is not null && answer is not null
        select new Exchange(offer, answer);

    /// <summary>The client's descriptions in a dialog, from that of its INVITE on; copies of a message left out.</summary>
    private static List<TracedSdp> Own(SipDialog dialog) =>
    [
        .. dialog.Trace.ClientSip()
            .Where(it => it == dialog.Invite.Request || (it.Number > dialog.Invite.Request.Number && it.Sip.CallId == dialog.CallId && HasTags(dialog, it)))
            .Select(it => it.Sdp())
            .OfType<TracedSdp>(),
    ];

    private static bool HasTags(SipDialog dialog, WireMessage message)
    {
        var (own, peer) = message.Sip.IsRequest ? (message.Sip.From, message.Sip.To) : (message.Sip.To, message.Sip.From);
        return own?.Value?.Tag == dialog.LocalTag && peer?.Value?.Tag == dialog.RemoteTag;
    }

    private static IEnumerable<(TracedSdp Before, TracedSdp Sdp)> Successive(SipDialog dialog)
    {
        var own = Own(dialog);
        return own.Zip(own.Skip(1)).Where(it => it.First.Description.Origin is not null && it.Second.Description.Origin is not null);
    }

    /// <summary>The client's offers after its first, each with the description of either side before it.</summary>
    private static IEnumerable<(TracedSdp Before, TracedSdp Offer)> LaterOffers(SipDialog dialog) =>
        from offer in Own(dialog).Skip(1)
        where IsOffer(dialog, offer.Message)
        let before = Before(dialog, offer)
        where before is not null
        select (before, offer);

    private static bool IsOffer(SipDialog dialog, WireMessage message) => message.Sip.IsRequest
        ? message.Sip.Method is "INVITE" or "UPDATE"
        : dialog.Trace.ReceivedRequests().Any(it => it.Request.Sip.Method == "INVITE" && it.Answer == message && it.Request.Sdp() is null);

    /// <summary>What the client had agreed to: its own last description, which has a place for each stream of the peer's.</summary>
    private static TracedSdp? Before(SipDialog dialog, TracedSdp offer) => Own(dialog).LastOrDefault(it => it.Message.Number < offer.Message.Number);

    private static Finding HasStreams(Exchange it)
    {
        var (offered, answered) = (it.Offer.Description.Media, it.Answer.Description.Media);
        var expected = $"m= lines for {string.Join(", ", offered.Select(Kind))}, in this order";
        return Finding.That(
            offered.Count == answered.Count && offered.Zip(answered).All(pair => Kind(pair.First) == Kind(pair.Second)),
            expected,
            answered.Count == 0 ? "none" : string.Join(", ", answered.Select(Kind)),
            "answer each m= line in its place, with port 0 what is not wanted",
            it.Answer.At(it.Answer.Description.Span, "the answer"),
            it.Offer.At(it.Offer.Description.Span, "the offer"));
    }

    private static Finding HasTime(Exchange it)
    {
        var (offered, answered) = (it.Offer.LinesOf('t'), it.Answer.LinesOf('t'));
        return Finding.That(
            offered.Select(line => line.Value).SequenceEqual(answered.Select(line => line.Value)),
            $"t={string.Join(", t=", offered.Select(line => line.Value))} as in the offer",
            answered.Count == 0 ? "no t= line" : $"t={string.Join(", t=", answered.Select(line => line.Value))}",
            "copy t= from the offer",
            answered.Count == 0 ? it.Answer.At(it.Answer.Description.Span, "searched for t=") : it.Answer.At(answered[0]));
    }

    private static string Kind(SdpMedia media) => $"{media.Media} {media.Protocol}";

    private static string Direction(TracedSdp sdp) => sdp.Description.DirectionsOf(sdp.MessageMedia!).FirstOrDefault()?.Name ?? "sendrecv";

    private static Finding IsCounted((TracedSdp Before, TracedSdp Sdp) it)
    {
        var (before, now) = (it.Before.Description.Origin!, it.Sdp.Description.Origin!);
        var isSame = it.Before.Text() == it.Sdp.Text();
        var isSameOrigin = (before with { SessionVersion = "", Line = now.Line }) == (now with { SessionVersion = "" });
        _ = decimal.TryParse(before.SessionVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var last);
        _ = decimal.TryParse(now.SessionVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var next);
        var expected = $"the description before, o={before.Line.Value}, or a changed one whose o= has version {last + 1}";
        return Finding.That(
            isSame || (isSameOrigin && next == last + 1),
            expected,
            $"a changed description with o={now.Line.Value}",
            "change nothing of o= but the version, and count that on by one with each change",
            it.Sdp.At(now.Line),
            it.Before.At(before.Line));
    }

    private static string Text(this TracedSdp sdp) => sdp.Description.Span.Text(sdp.Message.Octets);

    private static string WithoutStream(string sdp, string medium)
    {
        var begin = sdp.IndexOf($"m={medium}", StringComparison.Ordinal);
        var end = begin < 0 ? -1 : sdp.IndexOf("m=", begin + 2, StringComparison.Ordinal);
        return begin < 0 ? sdp : sdp[..begin] + (end < 0 ? "" : sdp[end..]);
    }

    private static string WithVersion(string sdp, Func<long, long> count)
    {
        var origin = sdp.Split("\r\n").First(it => it.StartsWith("o=", StringComparison.Ordinal));
        var fields = origin.Split(' ');
        fields[2] = count(long.Parse(fields[2], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
        return sdp.Replace(origin, string.Join(' ', fields), StringComparison.Ordinal);
    }

    /// <summary>Another session description in each answer to an INVITE of the peer.</summary>
    private static Mutant Answers(string name, Func<SipMessage, SipMessage> rewrite) =>
        Mutant.RewritesSip(name, it => it is { IsRequest: false, StatusCode: 200 } && it.CSeq?.Value?.Method == "INVITE", rewrite);

    /// <summary>Where it is asked for an offer, it makes one that lacks the streams which it has refused.</summary>
    private static Tamper ForgetsStreams()
    {
        var isAsked = false;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                var invite = protocol == WireProtocol.Sip ? SipMessage.Parse(octets) : null;
                isAsked = invite?.Method == "INVITE" ? invite.Body.IsEmpty : isAsked;
                return [octets];
            },
            Send = it => isAsked && it.Protocol == WireProtocol.Sip && it.Sip.StatusCode == 200 && it.Sip.CSeq?.Value?.Method == "INVITE"
                ? [it with { Octets = it.Sip.WithSdp(text => WithoutStream(text, "audio")).Octets }]
                : [it],
        };
    }

    private sealed record Exchange(TracedSdp Offer, TracedSdp Answer);
}
