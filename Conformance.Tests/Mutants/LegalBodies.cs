using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Mutants;

/// <summary>The same bodies in another packing.</summary>
internal static class LegalBodies
{
    private const string Odd = "=_a b:c(d)'?/,+._-";

    public static readonly IReadOnlyList<LegalVariant> Variants =
    [
        LegalVariant.OfBody("preamble", "RFC 2046 section 5.1.1", (_, text) => "This is a message in MIME format.\r\n--not-it\r\n" + text),
        LegalVariant.OfBody("empty-preamble", "RFC 2046 section 5.1.1", (_, text) => "\r\n" + text),
        LegalVariant.OfBody("epilogue", "RFC 2046 section 5.1.1", (_, text) => text + "To be ignored\r\n"),
        LegalVariant.OfBody("nothing-behind-the-close-delimiter", "RFC 2046 section 5.1.1", (_, text) => text.TrimEnd()),
        LegalVariant.OfSip("boundary-in-quotes", "RFC 2046 section 5.1.1", IsMultipart, it => it.With("Content-Type", $"multipart/mixed; boundary=\"{BoundaryOf(it)}\"")),
        LegalVariant.OfSip("boundary-of-odd-characters", "RFC 2046 section 5.1.1", IsMultipart, it => WithBoundary(it, $"\"{Odd}\"", Odd)),
        LegalVariant.OfSip("boundary-of-70-characters", "RFC 2046 section 5.1.1", IsMultipart, it => WithBoundary(it, new string('b', 70), new string('b', 70))),
        LegalVariant.OfSip("boundary-of-one-character", "RFC 2046 section 5.1.1", IsMultipart, it => WithBoundary(it, "_", "_")),
        LegalVariant.OfSip("mime-version", "RFC 3261 section 20.24", IsMultipart, it => it.WithAdded("MIME-Version", "1.0")),
        LegalVariant.OfSip("multipart-said-to-be-binary", "RFC 2046 section 5.1", IsMultipart, it => it.WithAdded("Content-Transfer-Encoding", "BINARY")),
        OfParts("part-headers-in-odd-case", "RFC 2045 section 2", "content-TYPE: Application/SDP", "CONTENT-type: application/Resource-Lists+XML", "content-disposition: Recipient-List"),
        OfParts("part-headers-in-another-order", "RFC 2046 section 5.1", "Content-Type: application/sdp", "Content-Disposition: recipient-list", "Content-Type: application/resource-lists+xml"),
        OfParts("disposition-with-handling", "RFC 3261 section 20.11", "Content-Disposition: session;handling=required\r\nContent-Type: application/sdp", "Content-Type: application/resource-lists+xml", "Content-Disposition: recipient-list; handling=REQUIRED"),
        OfParts("disposition-with-spaces", "RFC 3261 section 20.11", "Content-Type:application/sdp", "Content-Type:application/resource-lists+xml", "Content-Disposition:recipient-list ; handling = required"),
        OfParts("folded-part-headers", "RFC 2045 section 2", "Content-Type:\r\n application/sdp", "Content-Type:\r\n\tapplication/resource-lists+xml;\r\n charset=\"utf-8\"", "Content-Disposition:\r\n recipient-list"),
        OfParts("part-headers-with-comments", "RFC 2045 section 5.1", "Content-Type: application/sdp", "Content-Type: application/resource-lists+xml; charset=UTF-8 (Unicode)", "Content-Disposition: recipient-list"),
        OfParts("more-part-headers", "RFC 2045 section 9", "Content-Type: application/sdp\r\nContent-ID: <1@im.example>\r\nContent-Transfer-Encoding: binary\r\nX-Part: 1", "Content-ID: <2@im.example>\r\nContent-Type: application/resource-lists+xml", "Content-Disposition: recipient-list\r\nContent-Description: whom to invite\r\nContent-Language: en\r\nContent-Transfer-Encoding: 8bit"),
        LegalVariant.OfSip("length-in-parts", "RFC 3261 section 7.4", IsMultipart, it => it.BodyParts().Select(part => part.ContentType!.Value!.ToString()).Aggregate(it, WithLength)),
        LegalVariant.OfBody("parts-the-other-way-round", "RFC 2046 section 5.1.3", TurnedAround),
        LegalVariant.OfBody("third-part", "RFC 3261 section 7.4", (it, text) => text.Swap($"--{BoundaryOf(it)}--", $"--{BoundaryOf(it)}\r\nContent-Type: text/plain;charset=utf-8\r\nContent-Disposition: render;handling=optional\r\n\r\nGrüße --\r\n--{BoundaryOf(it)}--")),
        LegalVariant.OfBody("third-part-without-headers", "RFC 2046 section 5.1", (it, text) => text.Swap($"--{BoundaryOf(it)}--", $"--{BoundaryOf(it)}\r\n\r\nplain\r\n--{BoundaryOf(it)}--")),
        LegalVariant.OfBody("nested-multipart-with-content-id", "RFC 5621 section 4.3", (it, text) => Nested(it, text, "multipart/mixed", "Content-ID: <inner@im.example>\r\n")),
        LegalVariant.OfBody("nested-multipart-related", "RFC 5621 section 4.3", (it, text) => Nested(it, text, "multipart/related", "")),
        LegalVariant.OfBody("list-ends-in-an-empty-line", "XML 1.0 section 2.8", (_, text) => text.Swap("</resource-lists>\r\n", "</resource-lists>\r\n\r\n").Swap("</resource-lists>\n", "</resource-lists>\n\n")),
    ];

    private static bool IsMultipart(SipMessage message) => message.Multipart()?.Value is not null;

    private static string BoundaryOf(SipMessage message) => message.Multipart()!.Value!.Boundary;

    private static SipMessage WithBoundary(SipMessage message, string written, string boundary)
    {
        var old = BoundaryOf(message);
        return message.With("Content-Type", $"multipart/mixed;boundary={written}").WithBodyText(text => text.Swap($"--{old}", $"--{boundary}"));
    }

    private static LegalVariant OfParts(string name, string source, string sdp, params string[] list) => LegalVariant.OfSip(
        name,
        source,
        IsMultipart,
        it => it.WithPartHeaders("application/sdp", sdp).WithPartHeaders(Texts.ListType, list));

    private static SipMessage WithLength(SipMessage message, string type)
    {
        var part = message.BodyPart(type)!;
        var lines = part.Head.Text(message.Octets).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return message.WithPartHeaders(type, [.. lines, $"Content-Length:   {part.Content.Length}"]);
    }

    private static string TurnedAround(SipMessage message, string text)
    {
        var delimiter = $"--{BoundaryOf(message)}\r\n";
        var parts = text.Split(delimiter)[1..];
        var close = $"--{BoundaryOf(message)}--\r\n";
        parts[^1] = parts[^1].Swap(close, "");
        return string.Concat(parts.Reverse().Select(it => delimiter + it)) + close;
    }

    private static string Nested(SipMessage message, string text, string type, string header)
    {
        var outer = BoundaryOf(message);
        return $"--outer\r\nContent-Type: {type}; boundary={outer}\r\n{header}\r\n{text}\r\n--outer\r\nContent-Type: text/plain\r\n\r\nmore\r\n--outer--\r\n"
            .Swap("--outer", $"--{outer}")
            .Swap($"boundary={outer}", "boundary=inner")
            .Swap(text, text.Swap(outer, "inner"));
    }
}
