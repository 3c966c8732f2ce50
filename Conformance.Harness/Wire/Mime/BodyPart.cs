namespace Conformance.Harness.Wire.Mime;

/// <summary>One part of a body: its header fields, its type (null: none declared) and where its content stands.</summary>
public sealed record BodyPart(
    IReadOnlyList<MimeHeader> Headers,
    Reading<MediaType>? ContentType,
    ByteSpan Head,
    ByteSpan Content)
{
    public ByteSpan Span => ByteSpan.Between(Head.Offset, Content.End);

    public MimeHeader? Header(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public bool Is(string typeAndSubtype) => ContentType?.Value?.Is(typeAndSubtype) == true;

    /// <summary>The disposition type in lower case ("session", "recipient-list"); null when not given (RFC 2183).</summary>
    public string? Disposition => Header("Content-Disposition") is { } header ? ContentDisposition.TypeOf(header.Value) : null;
}

/// <summary>A header field of a body part.</summary>
public sealed record MimeHeader(string Name, string Value, ByteSpan Span, ByteSpan ValueSpan);
