using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Draft;

/// <summary>6.1.3.2.1, items 4 and 5: the multipart and the session description in it.</summary>
internal static partial class Offer
{
    /// <summary>Item 5 is one sentence that asks for four things, 5.1 to 5.4.</summary>
    private const string WholeItem5 = "SHALL include in the SIP INVITE request a MIME SDP body as a SDP offer according to rules and procedures of [RFC3264] and [RFC2327], and [draft-ietf-simple-message-sessions]:";

    /// <summary>The INVITE carries no session description.</summary>
    public static readonly Mutant OmitsSdp = Mutant.Rewrites("omits-sdp", "INVITE", it => it.WithoutPart("application/sdp"));

    /// <summary>The m=message section is offered as an audio stream instead.</summary>
    public static readonly Mutant OffersAudioOnly = Mutant.Rewrites("offers-audio-only", "INVITE", it => it.WithSdpLine("m=message", "m=audio 49170 RTP/AVP 0"));

    /// <summary>Item 4. The text makes no difference between one-to-one and group (D3); the order of the parts is free (D11).</summary>
    public static readonly Requirement IsMultipartMixed = Shall(
        id: "IM-6.1.3.2.1-4",
        quote: "SHALL insert in the SIP INVITE request a Content-Type header with multipart/mixed as specified in [RFC2046];",
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => IsMixed(attempt, invite)),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            Tampering.RewritesOneToOneInvite("sends-plain-sdp", it => it.WithPlainSdp()),
            Mutant.Rewrites("omits-content-type-of-invite", "INVITE", it => it.Without("Content-Type")),
            Rfc2046.SendsAlternative,
        ],
        readings:
        [
            Readings.LeadIn,
            new("D3", "multipart/mixed in every INVITE, as the text has it", "a one-to-one INVITE with application/sdp alone is as good, disputed as DEF-13", Then: attempt => attempt.Invite(
                invite => !attempt.IsAdHoc && invite.Sip.ContentType()?.Value?.Is("application/sdp") == true
                    ? Finding.Holds("Content-Type multipart/mixed or application/sdp", "application/sdp", invite.At(invite.Sip.Head, "Content-Type"))
                    : IsMixed(attempt, invite))),
            new("D11", "the parts may stand in any order", "they stand in the order of the steps, the list before the session description", Then: attempt => attempt.Invite(
                invite => Finding.All([IsMixed(attempt, invite), ListComesFirst(invite)]))),
        ]);

    /// <summary>Item 5, first half: the INVITE itself carries the offer.</summary>
    public static readonly Requirement CarriesSdp = Shall(
        id: "IM-6.1.3.2.1-5.1",
        quote: WholeItem5,
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => invite.HasSdp(sdp => Finding.That(
            sdp.Part.Disposition is null or "session",
            "a session description whose disposition is session, which is the default",
            sdp.Part.Disposition ?? "no Content-Disposition",
            "make the disposition session",
            sdp.At(sdp.Part.Span, "application/sdp")))),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            OmitsSdp,
            Mutant.Rewrites("mislabels-sdp", "INVITE", it => it.WithPartHeaders("application/sdp", "Content-Type: text/plain")),
            Mutant.Rewrites("sends-sdp-for-rendering", "INVITE", it => it.WithPartHeaders("application/sdp", "Content-Type: application/sdp", "Content-Disposition: render")),
        ],
        readings: [Readings.LeadIn]);

    /// <summary>Item 5, RFC 3264: the offer is one description with an origin that a later offer can refer to.</summary>
    public static readonly Requirement FollowsOfferAnswer = Shall(
        id: "IM-6.1.3.2.1-5.2",
        quote: WholeItem5,
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => invite.HasSdp(SdpRules.IsOneDescription)),
        mutants: [InitialInvite.SendsNoInvite, OmitsSdp, SdpRules.OffersTwoDescriptions],
        readings: [Readings.LeadIn]);

    /// <summary>Item 5, RFC 2327, in the grammar of its successor, since its own cannot express MSRP. A line end without CR is let pass, as receivers do.</summary>
    public static readonly Requirement FollowsSdp = Shall(
        id: "IM-6.1.3.2.1-5.3",
        quote: WholeItem5,
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => invite.HasSdp(SdpRules.IsSound)),
        mutants: [InitialInvite.SendsNoInvite, OmitsSdp, SdpRules.PutsAttributeBeforeTime, SdpRules.OmitsOrigin],
        readings: [Readings.LeadIn]);

    /// <summary>Item 5, the MSRP draft, now RFC 4975 section 8: what makes the offer one of MSRP.</summary>
    public static readonly Requirement OffersMsrp = Shall(
        id: "IM-6.1.3.2.1-5.4",
        quote: WholeItem5,
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => invite.HasSdp(sdp => sdp.HasMessageMedia(media => Finding.All(
            [IsMsrp(sdp, media), sdp.HasAttribute(media, "path", path => sdp.Says(path))])))),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            OmitsSdp,
            OffersAudioOnly,
            Mutant.Rewrites("offers-message-over-rtp", "INVITE", it => it.WithSdp(text => text.Replace("TCP/MSRP", "RTP/AVP", StringComparison.Ordinal))),
            Mutant.Rewrites("omits-path", "INVITE", it => it.WithoutSdpLine("a=path:")),
        ],
        readings: [Readings.LeadIn]);

    /// <summary>
    /// Item 5 a. The c= that covers m=message and its port; that they agree with a=path is RFC 4975's matter. A host name
    /// is let pass; a loopback address too where the client itself is on it.
    /// </summary>
    public static readonly Requirement SetsAddressAndPort = Shall(
        id: "IM-6.1.3.2.1-5a",
        quote: "set the IP address and the port number for the MSRP Session;",
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => invite.HasSdp(sdp => sdp.HasMessageMedia(media => Finding.All(
            [HasPort(sdp, media), HasAddress(sdp, media)])))),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            OmitsSdp,
            Mutant.Rewrites("offers-port-zero", "INVITE", it => it.WithSdp(text => ReplacePort(text, "0"))),
            SdpRules.OmitsConnection,
            SdpRules.OffersTheUnspecifiedAddress,
        ],
        readings: [Readings.LeadIn]);

    /// <summary>Item 5 b. MSRP has no codecs; its formats are those of a=accept-types (RFC 4975 section 8.6).</summary>
    public static readonly Requirement OffersFormats = Shall(
        id: "IM-6.1.3.2.1-5b",
        quote: "include the codec(s) and Media Parameters being offered by the IM Client for the IM Service:",
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => invite.HasSdp(sdp => sdp.HasMessageMedia(media =>
            sdp.HasAttribute(media, "accept-types", types => NamesFormats(sdp, types))))),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            OmitsSdp,
            Mutant.Rewrites("omits-accept-types", "INVITE", it => it.WithoutSdpLine("a=accept-types:")),
            Mutant.Rewrites("accepts-nothing", "INVITE", it => it.WithSdpLine("a=accept-types:", "a=accept-types:")),
            Mutant.Rewrites("misplaces-accept-types", "INVITE", it => it.WithoutSdpLine("a=accept-types:").WithMoreSdp("m=audio 49170 RTP/AVP 0", "a=accept-types:text/plain")),
        ],
        readings: [Readings.LeadIn]);

    /// <summary>Item 5 c. Stricter than RFC 3264 section 5.1, where sendrecv may be left out.</summary>
    public static readonly Requirement IsSendReceive = Shall(
        id: "IM-6.1.3.2.1-5c",
        quote: "with the direction attribute set to a=sendrecv",
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => invite.HasSdp(sdp => sdp.HasMessageMedia(media => IsBothWays(sdp, media, sdp.Description.DirectionsOf(media))))),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            OmitsSdp,
            Mutant.Rewrites("omits-sendrecv", "INVITE", it => it.WithoutSdpLine("a=sendrecv")),
            SdpRules.OffersSendOnly,
            SdpRules.OffersTwoDirections,
            Mutant.Rewrites("says-sendrecv-of-audio", "INVITE", it => it.WithoutSdpLine("a=sendrecv").WithMoreSdp("m=audio 49170 RTP/AVP 0", "a=sendrecv")),
        ],
        readings:
        [
            Readings.LeadIn,
            new("D7", "at session level or under m=message", "under m=message only", Then: attempt => attempt.Invite(invite => invite.HasSdp(sdp => sdp.HasMessageMedia(
                media => IsBothWays(sdp, media, [.. sdp.Description.DirectionsOf(media).Where(media.Attributes.Contains)]))))),
        ]);

    private static Finding IsMixed(ChatAttempt attempt, WireMessage invite)
    {
        var type = invite.HasContentType("multipart/mixed");
        return invite.Sip.ContentType()?.Value switch
        {
            _ when type.Verdict == Verdict.Pass && invite.Sip.ContentType()!.Value!.Parameters.Named("boundary") is null =>
                Finding.Fails("multipart/mixed with its boundary", "no boundary parameter", $"add ;boundary={BoundaryInBody(invite)} to Content-Type", type.Evidence),
            null => type with { Mend = $"write Content-Type: multipart/mixed;boundary={BoundaryInBody(invite)}" },
            { IsMultipart: false } => type with
            {
                Observed = attempt.IsAdHoc ? type.Observed : $"{type.Observed}; whether a single body has to be wrapped is disputed, see decision D3",
                Mend = $"write Content-Type: multipart/mixed;boundary=b and make the body its one part: --b, Content-Type: {type.Observed}, an empty line, the body, --b--",
            },
            _ => type,
        };
    }

    /// <summary>The boundary that a body begins with, whatever its Content-Type says; one to choose where there is none.</summary>
    private static string BoundaryInBody(WireMessage invite) =>
        FirstDelimiter().Match(invite.Sip.Body.Text(invite.Octets)) is { Success: true } line ? line.Groups[1].Value : "<a string that no part holds>";

    private static Finding ListComesFirst(WireMessage invite)
    {
        var (sdp, list) = (invite.Sip.BodyPart("application/sdp"), invite.Sip.BodyPart(Sent.ListType));
        return Finding.That(
            sdp is null || list is null || list.Span.Offset < sdp.Span.Offset,
            "the list before the session description",
            invite.BodyTypes(),
            "exchange the parts",
            invite.At(invite.BodyOrHead(), "parts"));
    }

    private static Finding IsMsrp(TracedSdp sdp, SdpMedia media) => Finding.That(
        media.Protocol.EndsWith("/MSRP", StringComparison.OrdinalIgnoreCase),
        "m=message <port> TCP/MSRP * (or TCP/TLS/MSRP)",
        $"m={media.Line.Value}",
        "make the protocol TCP/MSRP",
        sdp.At(media.Line));

    private static Finding HasPort(TracedSdp sdp, SdpMedia media) => Finding.That(
        media.Port is > 0 and <= 65535,
        "a port from 1 to 65535 in m=message",
        $"m={media.Line.Value}",
        "set the port of the MSRP session",
        sdp.At(media.Line));

    private static Finding HasAddress(TracedSdp sdp, SdpMedia media)
    {
        var expected = "an address in the c= line that covers m=message";
        if (sdp.Description.ConnectionOf(media) is not { } connection)
        {
            return Finding.Fails(expected, "no c= line", "add c=IN IP4 <address>", sdp.At(sdp.Description.Span, "searched for c="));
        }

        return Finding.That(
            AddressScope.IsMeaningful(connection.Address, sdp.Message.Client.Address),
            expected,
            $"c={connection.Line.Value}",
            "set the address on which the client takes part",
            sdp.At(connection.Line));
    }

    private static Finding NamesFormats(TracedSdp sdp, SdpAttribute types)
    {
        var formats = (types.Value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Finding.That(
            formats.Length > 0 && formats.All(it => it == "*" || it.Split(';')[0].Split('/') is [{ Length: > 0 }, { Length: > 0 }]),
            "a=accept-types with at least one media type or *",
            $"a={types.Line.Value}",
            "name the media types that are offered, such as text/plain",
            sdp.At(types.Line));
    }

    private static Finding IsBothWays(TracedSdp sdp, SdpMedia media, IReadOnlyList<SdpAttribute> directions)
    {
        var expected = "a=sendrecv, and no other direction, for m=message";
        if (directions.Count == 0)
        {
            return Finding.Fails(expected, "no direction attribute", "add a=sendrecv under m=message", sdp.At(ExpectSdp.SpanOf(media), "searched for a=sendrecv"));
        }

        var other = directions.FirstOrDefault(it => it.Name != "sendrecv");
        return other is null
            ? Finding.Holds(expected, "a=sendrecv", sdp.At(directions[0].Line))
            : Finding.Fails(expected, $"a={other.Name}", "make it a=sendrecv alone", sdp.At(other.Line));
    }

    private static Finding Says(this TracedSdp sdp, SdpAttribute attribute) =>
        Finding.Holds($"a={attribute.Name}", $"a={attribute.Line.Value}", sdp.At(attribute.Line));

    private static string ReplacePort(string text, string port) => Regex.Replace(text, @"(?<=m=message )\d+", port);

    [GeneratedRegex(@"^--(\S{1,70})\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex FirstDelimiter();
}
