namespace Conformance.Harness.Wire.Mime;

/// <summary>A media type with parameters, as in Content-Type (RFC 2045 section 5.1).</summary>
public sealed record MediaType(string Type, string Subtype, IReadOnlyList<Parameter> Parameters, ByteSpan Span)
{
    /// <summary>Reads a Content-Type value that fills <paramref name="span"/>.</summary>
    public static Reading<MediaType> Parse(ReadOnlyMemory<byte> octets, ByteSpan span) =>
        new MediaTypeReader(octets, span).Read();

    /// <summary>Whether this is the given "type/subtype"; case-insensitive, parameters aside.</summary>
    public bool Is(string typeAndSubtype) => $"{Type}/{Subtype}".Equals(typeAndSubtype, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a multipart of any subtype (RFC 2046 section 5.1).</summary>
    public bool IsMultipart => Type.Equals("multipart", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Type}/{Subtype}";
}
