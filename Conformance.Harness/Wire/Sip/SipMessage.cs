namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// A SIP message that keeps every octet it was read from. Reading never fails: what breaks the grammar is in
/// <see cref="Defects"/>. Header values are read when they are asked for. Spans are offsets into <see cref="Octets"/>.
/// </summary>
public sealed class SipMessage
{
    public ReadOnlyMemory<byte> Octets => throw new NotImplementedException();

    public bool IsRequest => throw new NotImplementedException();

    /// <summary>The request's method as written; "" for a response.</summary>
    public string Method => throw new NotImplementedException();

    /// <summary>The response's status code; 0 for a request.</summary>
    public int StatusCode => throw new NotImplementedException();

    public string ReasonPhrase => throw new NotImplementedException();

    /// <summary>The start line without its line end.</summary>
    public ByteSpan StartLine => throw new NotImplementedException();

    public ByteSpan MethodSpan => throw new NotImplementedException();

    /// <summary>The octets of the Request-URI; empty for a response.</summary>
    public ByteSpan RequestUriSpan => throw new NotImplementedException();

    public Reading<WireUri> RequestUri => throw new NotImplementedException();

    /// <summary>Start line and header fields, without the empty line that ends them.</summary>
    public ByteSpan Head => throw new NotImplementedException();

    /// <summary>The body, as long as Content-Length says where that is possible (RFC 3261 section 18.3).</summary>
    public ByteSpan Body => throw new NotImplementedException();

    public IReadOnlyList<SipHeader> Headers => throw new NotImplementedException();

    /// <summary>What is wrong with framing, start line and header lines; header values are not read for this.</summary>
    public IReadOnlyList<Defect> Defects => throw new NotImplementedException();

    /// <summary>Reads one message that fills <paramref name="octets"/>: a datagram, or what the framer cut from a stream.</summary>
    public static SipMessage Parse(ReadOnlyMemory<byte> octets) => throw new NotImplementedException();

    /// <summary>All defects: <see cref="Defects"/>, and those of the Request-URI and of each header value that has a typed view.</summary>
    public IReadOnlyList<Defect> Inspect() => throw new NotImplementedException();

    /// <summary>The first field of that name (long or compact, any case).</summary>
    public SipHeader? Header(string name) => throw new NotImplementedException();

    public IEnumerable<SipHeader> HeadersNamed(string name) => throw new NotImplementedException();

    /// <summary>The elements of a comma list over all its rows, in order, each where it stands (RFC 3261 section 7.3.1).</summary>
    public IReadOnlyList<ByteSpan> Elements(string name) => throw new NotImplementedException();

    /// <summary>The same, as text.</summary>
    public IReadOnlyList<string> ElementTexts(string name) => throw new NotImplementedException();

    public Reading<NameAddr>? From => throw new NotImplementedException();

    public Reading<NameAddr>? To => throw new NotImplementedException();

    public Reading<CSeq>? CSeq => throw new NotImplementedException();

    public string? CallId => throw new NotImplementedException();

    public IReadOnlyList<Reading<Via>> Vias => throw new NotImplementedException();

    public IReadOnlyList<Reading<NameAddr>> Contacts => throw new NotImplementedException();

    /// <summary>Each value of a field that is a list of name-addr: Route, Record-Route, Service-Route, Path …</summary>
    public IReadOnlyList<Reading<NameAddr>> Addresses(string name) => throw new NotImplementedException();

    /// <summary>A field that is a token with parameters; null when it is absent.</summary>
    public Reading<TokenValue>? Token(string name) => throw new NotImplementedException();

    /// <summary>A field that is a number; null when absent or not a number that fits.</summary>
    public long? Number(string name) => throw new NotImplementedException();
}
