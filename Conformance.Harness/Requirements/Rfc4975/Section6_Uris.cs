using System.Net;
using Conformance.Harness.Judging;
using Conformance.Harness.Wire;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 section 6: MSRP URIs.</summary>
public static class Section6Uris
{
    /// <summary>Section 6.</summary>
    public static readonly Requirement NamesTcp = Shall(
        id: "RFC4975-6-1",
        quote: "The MSRP URI of a session over TCP names its transport: ;tcp.",
        when: trace => trace.ClientUris(),
        then: it => Finding.That(
            "tcp".Equals(it.Reading.Value?.Transport, StringComparison.OrdinalIgnoreCase),
            "an MSRP URI with ;tcp",
            TextOf(it),
            "add ;tcp behind the session id",
            it.Evidence),
        mutants: [Rewriting.RewritesOffer("leaves-out-the-transport-of-its-uri", sdp => sdp.Replace(";tcp\r\n", "\r\n", StringComparison.Ordinal))]);

    /// <summary>Sections 6 and 9, and RFC 3986 section 3.2.2 for numeric addresses.</summary>
    public static readonly Requirement UriForm = Shall(
        id: "RFC4975-6-2",
        quote: "An MSRP URI with a numeric address has a port; it is msrps just when the stream runs over TLS; it has no password and only ASCII characters, and an IPv6 address is in square brackets.",
        when: trace => trace.ClientUris(),
        then: IsSoundUri,
        mutants: [Rewriting.RewritesOffer("calls-a-plain-stream-msrps", sdp => sdp.Replace("msrp://", "msrps://", StringComparison.Ordinal))]);

    private static Finding IsSoundUri(OfferedUri it)
    {
        const string Expected = "an MSRP URI that follows its grammar and fits its m= line";
        var text = TextOf(it);
        if (it.Reading.Value is not { } uri)
        {
            return Finding.Fails(Expected, text, "write msrp://host:port/session-id;tcp", it.Evidence);
        }

        var isTls = it.Media.Protocol.Contains("/TLS/", StringComparison.OrdinalIgnoreCase);
        return Finding.All(
        [
            Finding.That(uri.Port is not null || !IPAddress.TryParse(uri.Host, out _), Expected, $"{text}, a numeric address without a port", "add the port", it.Evidence),
            Finding.That(
                uri.Scheme.Equals(isTls ? "msrps" : "msrp", StringComparison.OrdinalIgnoreCase),
                Expected,
                $"{text} under {it.Media.Protocol}",
                isTls ? "write msrps, or TCP/MSRP in the m= line" : "write msrp, or TCP/TLS/MSRP in the m= line",
                it.Evidence,
                it.Sdp.Message.At(it.Media.Line.Span, "m=")),
            Finding.That(uri.UserInfo?.Contains(':', StringComparison.Ordinal) != true, Expected, $"{text}, with a password", "remove the password", it.Evidence),
            Finding.That(
                uri.Transport.Length == 0 || !it.Reading.Defects.Any(defect => defect.Kind == DefectKind.MalformedMsrpUri),
                Expected,
                text,
                "write ASCII characters only, and an IPv6 address in square brackets",
                [.. it.Reading.Defects.Select(defect => it.Sdp.Message.At(defect.Span, "malformed part")).DefaultIfEmpty(it.Evidence)]),
        ]);
    }

    private static string TextOf(OfferedUri it) => it.Reading.Span.Text(it.Sdp.Message.Octets);
}
