namespace Conformance.Harness.Wire.Msrp;

/// <summary>A header field of an MSRP message as it stands on the wire.</summary>
public sealed record MsrpHeader(string Name, string Value, ByteSpan Span, ByteSpan ValueSpan);

/// <summary>Byte-Range (RFC 4975 section 7.1.1): null where the wire has "*".</summary>
public sealed record ByteRange(long Start, long? RangeEnd, long? Total, ByteSpan Span)
{
    public static Reading<ByteRange> Parse(ReadOnlyMemory<byte> octets, ByteSpan span) => throw new NotImplementedException();
}

/// <summary>
/// One MSRP request (a chunk of a SEND, a REPORT) or response, with every octet it was read from (RFC 4975 section 7).
/// Reading never fails: what breaks the grammar is in <see cref="Defects"/>.
/// </summary>
public sealed class MsrpMessage
{
    public ReadOnlyMemory<byte> Octets => throw new NotImplementedException();

    public bool IsRequest => throw new NotImplementedException();

    /// <summary>The method as written; "" for a response.</summary>
    public string Method => throw new NotImplementedException();

    /// <summary>The status code; 0 for a request.</summary>
    public int StatusCode => throw new NotImplementedException();

    /// <summary>The comment behind the status code; null when there is none.</summary>
    public string? Comment => throw new NotImplementedException();

    public string TransactionId => throw new NotImplementedException();

    public ByteSpan TransactionIdSpan => throw new NotImplementedException();

    public ByteSpan StartLine => throw new NotImplementedException();

    public IReadOnlyList<MsrpHeader> Headers => throw new NotImplementedException();

    /// <summary>Start line and header fields with their line ends.</summary>
    public ByteSpan Head => throw new NotImplementedException();

    /// <summary>Whether an empty line follows the header fields.</summary>
    public bool HasBody => throw new NotImplementedException();

    /// <summary>The body without the CRLF that belongs to the end-line (RFC 4975 section 7.1).</summary>
    public ByteSpan Body => throw new NotImplementedException();

    /// <summary>The end-line without its CRLF; empty when there is none.</summary>
    public ByteSpan EndLine => throw new NotImplementedException();

    /// <summary>The continuation flag: '$', '+' or '#'; '\0' when there is none.</summary>
    public char ContinuationFlag => throw new NotImplementedException();

    public IReadOnlyList<Defect> Defects => throw new NotImplementedException();

    public IReadOnlyList<Reading<MsrpUri>> ToPath => throw new NotImplementedException();

    public IReadOnlyList<Reading<MsrpUri>> FromPath => throw new NotImplementedException();

    public string? MessageId => throw new NotImplementedException();

    public string? ContentType => throw new NotImplementedException();

    public Reading<ByteRange>? ByteRange => throw new NotImplementedException();

    public static MsrpMessage Parse(ReadOnlyMemory<byte> octets) => throw new NotImplementedException();

    /// <summary>The first field of that name; names are case-sensitive in MSRP's grammar but looked up without case.</summary>
    public MsrpHeader? Header(string name) => throw new NotImplementedException();

    /// <summary>Without any field of that name; every other octet as it was.</summary>
    public MsrpMessage Without(string name) => throw new NotImplementedException();

    /// <summary>With the field's value replaced in its place, or the field added after the paths.</summary>
    public MsrpMessage With(string name, string value) => throw new NotImplementedException();

    /// <summary>With the octets of a span replaced and nothing else touched.</summary>
    public MsrpMessage WithOctets(ByteSpan span, ReadOnlySpan<byte> replacement) => throw new NotImplementedException();
}
