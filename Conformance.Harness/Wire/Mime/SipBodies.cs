using System.Text;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Wire.Mime;

/// <summary>The bodies of a SIP message, whether it is a multipart or not.</summary>
public static class SipBodies
{
    /// <summary>Multiparts nested deeper are left closed, so that hostile nesting costs no more than its octets.</summary>
    private const int DeepestNesting = 16;

    /// <summary>The message's Content-Type; null when there is none.</summary>
    public static Reading<MediaType>? ContentType(this SipMessage message) =>
        message.Header("Content-Type") is { } header ? MediaType.Parse(message.Octets, header.ValueSpan) : null;

    /// <summary>Whether Accept lists this type, or a range that it lies in; without Accept only application/sdp is taken (RFC 3261 section 20.1).</summary>
    public static bool Accepts(this SipMessage message, string typeAndSubtype)
    {
        var type = typeAndSubtype.Split('/');
        var ranges = message.ElementTexts("Accept");
        return (message.Header("Accept") is null ? ["application/sdp"] : ranges)
            .Select(it => it.Split(';')[0].Split('/', StringSplitOptions.TrimEntries))
            .Any(it => it.Length == 2 && it.Zip(type).All(pair => pair.First == "*" || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The multipart body; null when the body is empty or not a multipart.</summary>
    public static Reading<Multipart>? Multipart(this SipMessage message) =>
        message.Body.IsEmpty ? null : MultipartAt(message.Octets, message.Body, message.ContentType());

    /// <summary>
    /// The leaf parts, nested multiparts opened: of a body that is no multipart, the one part that it is, with the
    /// message's Content-* fields as its header; none of an empty body.
    /// </summary>
    public static IReadOnlyList<BodyPart> BodyParts(this SipMessage message) => message.LeafParts;

    /// <summary>The first leaf part of that type.</summary>
    public static BodyPart? BodyPart(this SipMessage message, string typeAndSubtype) =>
        message.BodyParts().FirstOrDefault(part => part.Is(typeAndSubtype));

    /// <summary>
    /// With the parts of that type cut out, each with one delimiter, so that the rest is still a sound multipart; of an only
    /// part, and of a body that is no multipart, the octets alone are cut. Content-Length follows.
    /// </summary>
    public static SipMessage WithoutPart(this SipMessage message, string typeAndSubtype)
    {
        while (message.BodyPart(typeAndSubtype) is { Span.IsEmpty: false } part)
        {
            message = message.WithBodyOctets(CutOf(message, part), []);
        }

        return message;
    }

    /// <summary>With the content of the first part of that type replaced; Content-Length follows.</summary>
    public static SipMessage WithPartContent(this SipMessage message, string typeAndSubtype, ReadOnlySpan<byte> content) =>
        message.BodyPart(typeAndSubtype) is { } part ? message.WithBodyOctets(part.Content, content) : message;

    /// <summary>
    /// With the header block of the first part of that type replaced by these "Name: value" lines; Content-Length follows.
    /// Where the body is no multipart, the message's own fields of those names are set.
    /// </summary>
    public static SipMessage WithPartHeaders(this SipMessage message, string typeAndSubtype, params IReadOnlyList<string> headers)
    {
        if (message.BodyPart(typeAndSubtype) is not { } part)
        {
            return message;
        }

        return message.Multipart()?.Value is null
            ? headers.Select(line => line.Split(':', 2)).Aggregate(message, (it, line) => it.With(line[0].Trim(), line[^1].Trim()))
            : message.WithBodyOctets(part.Head, Encoding.UTF8.GetBytes(string.Concat(headers.Select(line => line + "\r\n"))));
    }

    /// <summary>With a textual replacement in the content of the first part of that type; Content-Length follows.</summary>
    public static SipMessage WithPartText(this SipMessage message, string typeAndSubtype, Func<string, string> edit) =>
        message.BodyPart(typeAndSubtype) is { } part
            ? message.WithBodyOctets(part.Content, Encoding.UTF8.GetBytes(edit(part.Content.Text(message.Octets))))
            : message;

    /// <summary>Finds the leaf parts.</summary>
    internal static IReadOnlyList<BodyPart> Leaves(SipMessage message) =>
        message.Body.IsEmpty ? [] : [.. Leaves(message.Octets, WholeBody(message), depth: 0)];

    /// <summary>The multiparts of the message, each before those in it; none of an empty body.</summary>
    internal static IEnumerable<Reading<Multipart>> Readings(SipMessage message) =>
        message.Body.IsEmpty ? [] : Readings(message.Octets, WholeBody(message), depth: 0);

    private static SipMessage WithBodyOctets(this SipMessage message, ByteSpan span, ReadOnlySpan<byte> replacement)
    {
        var octets = message.Octets.Span;
        return message.WithBody([.. octets[message.Body.Offset..span.Offset], .. replacement, .. octets[span.End..message.Body.End]]);
    }

    /// <summary>The first part goes with the delimiter after it, any other with the delimiter before it.</summary>
    private static ByteSpan CutOf(SipMessage message, BodyPart part)
    {
        var multipart = Readings(message).Select(it => it.Value).FirstOrDefault(it => it?.Parts.Any(own => own.Span == part.Span) == true);
        if (multipart is null || multipart.Parts.Count == 1)
        {
            return part.Span;
        }

        var index = multipart.Parts.ToList().FindIndex(own => own.Span == part.Span);
        return index == 0
            ? ByteSpan.Between(part.Span.Offset, multipart.Delimiters[1].End)
            : ByteSpan.Between(multipart.Delimiters[index].Offset, part.Span.End);
    }

    private static IEnumerable<BodyPart> Leaves(ReadOnlyMemory<byte> octets, BodyPart part, int depth) =>
        depth < DeepestNesting && MultipartAt(octets, part.Content, part.ContentType)?.Value is { } multipart
            ? multipart.Parts.SelectMany(own => Leaves(octets, own, depth + 1))
            : [part];

    private static IEnumerable<Reading<Multipart>> Readings(ReadOnlyMemory<byte> octets, BodyPart part, int depth) =>
        depth < DeepestNesting && MultipartAt(octets, part.Content, part.ContentType) is { } reading
            ? (reading.Value?.Parts ?? []).SelectMany(own => Readings(octets, own, depth + 1)).Prepend(reading)
            : [];

    private static Reading<Multipart>? MultipartAt(ReadOnlyMemory<byte> octets, ByteSpan body, Reading<MediaType>? contentType) =>
        contentType?.Value is { IsMultipart: true } type
            ? Mime.Multipart.Parse(octets, body, type)
            : null;

    /// <summary>The whole body as one part; compact names are spelt out, as a body part has none.</summary>
    private static BodyPart WholeBody(SipMessage message)
    {
        var headers = message.Headers
            .Select(it => new MimeHeader(HeaderTable.LongName(it.Name), it.Value, it.Span, it.ValueSpan))
            .Where(it => it.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            .ToList();
        return new(headers, message.ContentType(), new(message.Body.Offset, 0), message.Body);
    }
}
