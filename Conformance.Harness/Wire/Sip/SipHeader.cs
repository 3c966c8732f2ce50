namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// A header field as it stands on the wire. <paramref name="Span"/> is the whole field with its folded lines and its
/// line end; <paramref name="ValueSpan"/> is without the white space around it, folding inside kept;
/// <paramref name="Value"/> is the value with each fold made one space.
/// </summary>
public sealed record SipHeader(string Name, string Value, ByteSpan Span, ByteSpan NameSpan, ByteSpan ValueSpan)
{
    /// <summary>Whether this is the named field: case-insensitive, long or compact form.</summary>
    public bool Is(string longName) => HeaderTable.LongName(Name).Equals(HeaderTable.LongName(longName), StringComparison.OrdinalIgnoreCase);
}
