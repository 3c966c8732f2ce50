using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>
/// RFC 2327, session descriptions, with the grammar of RFC 4566: RFC 2327's own cannot express MSRP or IPv6. That e= and p=
/// may be missing is RFC 3264 section 5.
/// </summary>
internal static class Rfc2327
{
    public static readonly Requirement LineOrder = Shall(
        id: "RFC2327-6-1",
        quote: "The lines stand in the order v o s i u e p c b t r z k a, and in each media section m i c b k a.",
        when: Sent.Sdps,
        then: sdp => sdp.Message.HasNone(
            sdp.Reading.Defects.Where(it => it.Kind == DefectKind.SdpLineOutOfOrder),
            sdp.Description.Span,
            "lines in the order of the grammar",
            "move this line to its place"),
        mutants:
        [
            SdpRules.PutsAttributeBeforeTime,
            Mutant.Rewrites("puts-connection-after-attributes", "INVITE", it => it.WithMoreSdp("c=IN IP4 192.0.2.2")),
        ]);

    public static readonly Requirement LineForm = Shall(
        id: "RFC2327-6-2",
        quote: "Each line is one lower-case letter, an equals sign and a value, with no white space about the sign.",
        when: Sent.Sdps,
        then: sdp => sdp.Message.HasNone(
            sdp.Reading.Defects.Where(it => it.Kind == DefectKind.MalformedSdpLine || (it.Kind == DefectKind.MalformedSdpValue && HasSpaceAfterSign(sdp, it))),
            sdp.Description.Span,
            "lines of the form <type>=<value>",
            "write the line as <type>=<value>"),
        mutants:
        [
            Mutant.Rewrites("writes-space-before-equals-sign", "INVITE", it => it.WithSdpLine("t=", "t =0 0")),
            Mutant.Rewrites("writes-upper-case-letter", "INVITE", it => it.WithSdpLine("t=", "T=0 0", "t=0 0")),
        ]);

    public static readonly Requirement MandatoryLines = Shall(
        id: "RFC2327-6-3",
        quote: "A description has one v=0, one o=, one s= that is not empty, and at least one t=.",
        when: Sent.Sdps,
        then: sdp => Finding.All([HasOne(sdp, 'v', "0"), HasOne(sdp, 'o', null), HasOne(sdp, 's', null), HasTime(sdp)]),
        mutants:
        [
            SdpRules.OmitsOrigin,
            Mutant.Rewrites("omits-session-name", "INVITE", it => it.WithoutSdpLine("s=")),
            Mutant.Rewrites("omits-time", "INVITE", it => it.WithoutSdpLine("t=")),
            Mutant.Rewrites("says-sdp-version-one", "INVITE", it => it.WithSdpLine("v=", "v=1")),
            SdpRules.OffersTwoDescriptions,
        ]);

    public static readonly Requirement OriginForm = Shall(
        id: "RFC2327-6-4",
        quote: "o= has six fields: user name without spaces, numeric session id and version, network type, address type and address.",
        when: trace => Sent.Sdps(trace).Where(it => it.LinesOf('o').Count > 0),
        then: sdp => sdp.Message.HasNone(
            sdp.DefectsIn('o', DefectKind.MalformedSdpValue),
            sdp.LinesOf('o')[0].Span,
            "o=<user> <session id> <version> IN IP4|IP6 <address>",
            "write o= with its six fields"),
        mutants:
        [
            Mutant.Rewrites("omits-origin-address", "INVITE", it => it.WithSdpLine("o=", "o=- 1 1 IN IP4")),
            Mutant.Rewrites("has-origin-version-of-letters", "INVITE", it => it.WithSdpLine("o=", "o=- 1 first IN IP4 192.0.2.2")),
        ]);

    public static readonly Requirement ConnectionLine = Shall(
        id: "RFC2327-6-5",
        quote: "A c= covers every media section, and its address is of the type that it says.",
        when: Sent.Sdps,
        then: sdp => Finding.All([
            sdp.Message.HasNone(
                sdp.DefectsIn('c', DefectKind.MalformedSdpValue),
                sdp.Description.Span,
                "c=IN IP4|IP6 <address of that type>",
                "make address type and address agree"),
            .. sdp.Description.Media.Where(it => it.Port != 0).Select(media => Finding.That(
                sdp.Description.ConnectionOf(media) is not null,
                $"a c= that covers m={media.Media}",
                sdp.Description.ConnectionOf(media) is { } connection ? $"c={connection.Line.Value}" : "no c=",
                "add a c= line",
                sdp.At(ExpectSdp.SpanOf(media), $"m={media.Media}"))),
        ]),
        mutants:
        [
            SdpRules.OmitsConnection,
            Mutant.Rewrites("mistakes-address-type", "INVITE", it => it.WithSdpLine("c=", "c=IN IP4 2001:db8::1")),
        ]);

    public static readonly Requirement MediaLine = Shall(
        id: "RFC2327-6-6",
        quote: "m= has a media type, a port, a protocol and at least one format.",
        when: trace => Sent.Sdps(trace).Where(it => it.LinesOf('m').Count > 0),
        then: sdp => sdp.Message.HasNone(
            sdp.DefectsIn('m', DefectKind.MalformedSdpValue),
            sdp.LinesOf('m')[0].Span,
            "m=<media> <port from 0 to 65535> <protocol> <format> ...",
            "write m= with its fields"),
        mutants:
        [
            Mutant.Rewrites("offers-port-99999", "INVITE", it => it.WithSdpLine("m=message", "m=message 99999 TCP/MSRP *")),
            Mutant.Rewrites("omits-format", "INVITE", it => it.WithSdpLine("m=message", "m=message 2855 TCP/MSRP")),
        ]);

    private static Finding HasOne(TracedSdp sdp, char type, string? value)
    {
        var lines = sdp.LinesOf(type);
        return Finding.That(
            lines.Count == 1 && (value is null ? lines[0].Value.Length > 0 : lines[0].Value == value),
            $"one {type}={value ?? "<value>"}",
            string.Create(CultureInfo.InvariantCulture, $"{lines.Count}: {string.Join("; ", lines.Select(it => $"{type}={it.Value}"))}"),
            $"have one {type}={value ?? " line with a value"}",
            lines.Count > 0 ? sdp.At(lines[^1]) : sdp.At(sdp.Description.Span, $"searched for {type}="));
    }

    private static Finding HasTime(TracedSdp sdp) => Finding.That(
        sdp.LinesOf('t').Count > 0,
        "at least one t=",
        sdp.LinesOf('t').Count > 0 ? "t=" : "no t=",
        "add t=0 0",
        sdp.LinesOf('t').Count > 0 ? sdp.At(sdp.LinesOf('t')[0]) : sdp.At(sdp.Description.Span, "searched for t="));

    private static bool HasSpaceAfterSign(TracedSdp sdp, Defect defect) => sdp.Description.Lines
        .Any(it => it.ValueSpan == defect.Span && it.Type != 's' && it.Value.StartsWith(' '));
}
