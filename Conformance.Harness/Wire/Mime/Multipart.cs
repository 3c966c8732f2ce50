namespace Conformance.Harness.Wire.Mime;

/// <summary>
/// A multipart body read by its boundary (RFC 2046 section 5.1.1). Spans are offsets into the whole message. Preamble,
/// delimiters, parts and epilogue in their order are the body, octet for octet: a delimiter holds the line end before it,
/// its padding and the line end after it; a part without its blank line is still a part.
/// </summary>
public sealed record Multipart(
    string Boundary,
    IReadOnlyList<BodyPart> Parts,
    IReadOnlyList<ByteSpan> Delimiters,
    ByteSpan Preamble,
    ByteSpan Epilogue)
{
    /// <summary>Reads the body at <paramref name="body"/>; <paramref name="contentType"/> gives the boundary.</summary>
    public static Reading<Multipart> Parse(ReadOnlyMemory<byte> octets, ByteSpan body, MediaType contentType)
    {
        var parameter = contentType.Parameters.Named("boundary");
        if (parameter is null)
        {
            return new(null, body, [new(DefectKind.MissingBoundary, contentType.Span)]);
        }

        var boundary = parameter.Value ?? "";
        IEnumerable<Defect> malformed = MimeGrammar.IsBoundary(boundary) ? [] : [new(DefectKind.MalformedBoundary, parameter.Span)];
        if (boundary.Length == 0)
        {
            return new(null, body, [.. malformed]);
        }

        var reading = new MultipartReader(octets, body, boundary).Read();
        return reading with { Defects = [.. malformed, .. reading.Defects] };
    }
}
