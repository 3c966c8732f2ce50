namespace Conformance.Harness.Wire.Mime;

/// <summary>A multipart body read by its boundary (RFC 2046 section 5.1.1). Spans are offsets into the whole message.</summary>
public sealed record Multipart(
    string Boundary,
    IReadOnlyList<BodyPart> Parts,
    IReadOnlyList<ByteSpan> Delimiters,
    ByteSpan Preamble,
    ByteSpan Epilogue)
{
    /// <summary>Reads the body at <paramref name="body"/>; <paramref name="contentType"/> gives the boundary.</summary>
    public static Reading<Multipart> Parse(ReadOnlyMemory<byte> octets, ByteSpan body, MediaType contentType) => throw new NotImplementedException();
}
