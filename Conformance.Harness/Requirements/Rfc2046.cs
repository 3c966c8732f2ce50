using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 2046, multipart bodies: what each multipart that the client sends has to keep.</summary>
internal static class Rfc2046
{
    /// <summary>How the bodies begin that a chat's INVITE carries and that are no plain text.</summary>
    private static readonly string[] Beginnings = ["v=0", "<?xml", "<resource-lists"];

    public static readonly Mutant SendsAlternative = Mutant.Rewrites(
        "sends-multipart-alternative",
        "INVITE",
        it => it.With("Content-Type", (it.Header("Content-Type")?.Value ?? "").Replace("mixed", "alternative", StringComparison.OrdinalIgnoreCase)));

    public static readonly Requirement Boundary = Shall(
        id: "RFC2046-5.1.1-1",
        quote: "A multipart names its boundary: 1 to 70 characters of a fixed set, not ending in a space, and quoted where it holds a special.",
        when: Sent.Multiparts,
        then: message => message.HasNone(
            [
                .. message.Sip.ContentType()!.Defects.Where(it => it.Kind is DefectKind.MalformedParameter or DefectKind.UnbalancedQuote),
                .. message.Sip.Multipart()!.Defects.Where(it => it.Kind is DefectKind.MissingBoundary or DefectKind.MalformedBoundary),
            ],
            message.Sip.Header("Content-Type")!.ValueSpan,
            "a boundary parameter in the form of RFC 2046",
            "give a boundary of 1 to 70 characters, in quotes where it needs them"),
        mutants:
        [
            Mutant.Rewrites("omits-boundary", "INVITE", it => it.With("Content-Type", "multipart/mixed")),
            Mutant.Rewrites("has-boundary-of-71-characters", "INVITE", it => it.WithBoundary(new string('b', 71))),
            Mutant.Rewrites("leaves-boundary-unquoted", "INVITE", it => it.WithBoundary("one/other")),
        ]);

    public static readonly Requirement Delimiters = Shall(
        id: "RFC2046-5.1.1-2",
        quote: "Each part is opened by a delimiter line of its own, and the last is closed by the delimiter with two more hyphens.",
        when: Sent.Multiparts,
        then: message => message.HasNone(
            message.Sip.Multipart()!.Defects.Where(it => it.Kind is DefectKind.MissingOpeningDelimiter or DefectKind.MissingClosingDelimiter),
            message.Sip.Body,
            "a multipart whose parts are opened and closed by delimiter lines",
            defect => defect.Kind == DefectKind.MissingClosingDelimiter
                ? $"end the body with the line --{BoundaryOf(message.Sip)}--"
                : $"write the line --{BoundaryOf(message.Sip)} before the first part"),
        mutants:
        [
            Mutant.Rewrites("never-closes-multipart", "INVITE", it => it.WithBodyText(text => text.Replace($"--{BoundaryOf(it)}--", "", StringComparison.Ordinal))),
            Mutant.Rewrites("never-opens-multipart", "INVITE", it => it.WithBodyText(text => text.Replace($"--{BoundaryOf(it)}\r\n", "\r\n", StringComparison.Ordinal))),
        ]);

    public static readonly Requirement BoundaryIsNotInParts = Shall(
        id: "RFC2046-5.1-1",
        quote: "No line inside a part begins like the delimiter.",
        when: Sent.Multiparts,
        then: message => message.HasNone(
            StrayDelimiters(message).Select(it => new Defect(DefectKind.MalformedBoundary, it)),
            message.Sip.Body,
            "parts without a line that begins like the delimiter",
            "choose a boundary that no part holds"),
        mutants:
        [
            Mutant.Rewrites("writes-boundary-into-part", "INVITE", it => it.WithMoreSdp($"--{BoundaryOf(it)}-not")),
        ]);

    /// <summary>A part without Content-Type is text/plain, which is legal: unless it is a session description or XML.</summary>
    public static readonly Requirement PartHeaders = Shall(
        id: "RFC2046-5.1-2",
        quote: "A part is header fields, an empty line and content; one without Content-Type is plain text.",
        when: Sent.Multiparts,
        then: message => message.HasNone(
            [
                .. message.Sip.Multipart()!.Defects.Where(it => it.Kind == DefectKind.PartWithoutBlankLine),
                .. message.Sip.BodyParts()
                    .Where(it => it.ContentType is null && IsNoPlainText(it.Content.Text(message.Octets)))
                    .Select(it => new Defect(DefectKind.MissingHeader, it.Span)),
            ],
            message.Sip.Body,
            "parts with their Content-Type and an empty line",
            "give the part its Content-Type, and an empty line before its content"),
        mutants:
        [
            Mutant.Rewrites("omits-content-type-of-part", "INVITE", it => it.WithPartHeaders("application/sdp", "Content-Disposition: session")),
            Mutant.Rewrites("omits-blank-line-of-part", "INVITE", it => it.WithBodyText(text => text.Replace("\r\n\r\nv=0", "\r\nv=0", StringComparison.Ordinal))),
        ]);

    public static readonly Requirement EncodingOfMultipart = Shall(
        id: "RFC2046-5.1-3",
        quote: "The multipart itself is not encoded: its Content-Transfer-Encoding is 7bit, 8bit or binary.",
        when: Sent.Multiparts,
        then: message => message.Sip.Header("Content-Transfer-Encoding") is { } header
            ? Finding.That(
                header.Value.Trim().ToLowerInvariant() is "7bit" or "8bit" or "binary",
                "no Content-Transfer-Encoding, or 7bit, 8bit or binary",
                header.Value,
                "send the multipart unencoded",
                message.At(header.ValueSpan, "Content-Transfer-Encoding"))
            : message.LacksHeader("Content-Transfer-Encoding"),
        mutants: [Mutant.Rewrites("encodes-the-multipart", "INVITE", it => it.With("Content-Transfer-Encoding", "base64"))]);

    public static readonly Requirement IndependentPartsAreMixed = Shall(
        id: "RFC2046-5.1.3-1",
        quote: "Parts that are independent of each other stand in multipart/mixed; multipart/alternative would ask for one of them only.",
        when: trace => Sent.Multiparts(trace).Where(it => it.Sdp() is not null && it.Lists().Any()),
        then: message => message.HasContentType("multipart/mixed"),
        mutants: [SendsAlternative],
        given: it => it.AdHoc);

    private static string BoundaryOf(SipMessage message) => message.ContentType()?.Value?.Parameters.Named("boundary")?.Value ?? "";

    private static SipMessage WithBoundary(this SipMessage message, string boundary)
    {
        var old = BoundaryOf(message);
        return message
            .With("Content-Type", $"multipart/mixed;boundary={boundary}")
            .WithBodyText(text => text.Replace($"--{old}", $"--{boundary}", StringComparison.Ordinal));
    }

    /// <summary>Lines that begin with the delimiter's text and are no delimiters.</summary>
    private static IEnumerable<ByteSpan> StrayDelimiters(WireMessage message)
    {
        if (message.Sip.Multipart()?.Value is not { } multipart)
        {
            yield break;
        }

        var text = Encoding.Latin1.GetString(message.Sip.Body.Of(message.Octets));
        var line = "\n--" + multipart.Boundary;
        for (var at = text.IndexOf(line, StringComparison.Ordinal); at >= 0; at = text.IndexOf(line, at + 1, StringComparison.Ordinal))
        {
            var span = new ByteSpan(message.Sip.Body.Offset + at + 1, line.Length - 1);
            var isInPart = multipart.Parts.Any(it => it.Content.Offset <= span.Offset && span.End <= it.Content.End);
            if (isInPart && !multipart.Delimiters.Any(it => it.Offset <= span.Offset && span.Offset < it.End))
            {
                yield return span;
            }
        }
    }

    private static bool IsNoPlainText(string content) => Beginnings.Any(beginning => content.TrimStart().StartsWith(beginning, StringComparison.Ordinal));
}
