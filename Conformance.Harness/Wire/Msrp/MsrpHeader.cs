namespace Conformance.Harness.Wire.Msrp;

/// <summary>
/// A header field of an MSRP message as it stands on the wire. Value and ValueSpan leave out the spaces around the
/// value; Span is the line without its line end.
/// </summary>
public sealed record MsrpHeader(string Name, string Value, ByteSpan Span, ByteSpan ValueSpan)
{
    internal static MsrpHeader? Read(ReadOnlyMemory<byte> octets, ByteSpan line)
    {
        var text = line.Of(octets);
        var colon = text.IndexOf((byte)':');
        if (colon < 0)
        {
            return null;
        }

        var (start, end) = (colon + 1, text.Length);
        while (start < end && MsrpChars.IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && MsrpChars.IsSpace(text[end - 1]))
        {
            end--;
        }

        var value = ByteSpan.Between(line.Offset + start, line.Offset + end);
        return new MsrpHeader(new ByteSpan(line.Offset, colon).Text(octets), value.Text(octets), line, value);
    }

    /// <summary>The names are literals of the ABNF, and such are read without case (RFC 4234 section 2.3).</summary>
    internal bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
