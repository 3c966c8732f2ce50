namespace Conformance.Harness.Wire.Msrp;

/// <summary>
/// Where the start line and the header section of a message stand, as far as octets are there.
/// End is where the header section ends; what ends it is in <see cref="Close"/>.
/// </summary>
internal readonly record struct MsrpHead(MsrpStartLine Start, int FirstHeader, int End, MsrpHeadClose Close)
{
    /// <summary>
    /// Walks the lines from the start. Lines end with a line feed: one without carriage return is a defect, yet the
    /// only sensible place to go on. No header name begins with a hyphen, so "-------" ends a header section whatever
    /// its transaction id.
    /// </summary>
    public static MsrpHead Walk(ReadOnlySpan<byte> octets)
    {
        var line = Line(octets, 0);
        var start = MsrpStartLine.Read(octets, line);
        if (!start.IsReadable)
        {
            var end = octets.IndexOf("\r\n"u8);
            var junk = new ByteSpan(0, end < 0 ? octets.Length : end);
            return new MsrpHead(start with { Line = junk }, AfterLine(octets, junk), AfterLine(octets, junk), MsrpHeadClose.Unreadable);
        }

        var first = AfterLine(octets, line);
        var at = first;
        while (at < octets.Length)
        {
            line = Line(octets, at);
            if (line.IsEmpty)
            {
                return new MsrpHead(start, first, at, MsrpHeadClose.BlankLine);
            }

            if (octets[at..].StartsWith("-------"u8))
            {
                return new MsrpHead(start, first, at, MsrpHeadClose.EndLine);
            }

            at = AfterLine(octets, line);
        }

        return new MsrpHead(start, first, octets.Length, MsrpHeadClose.None);
    }

    /// <summary>The line that begins there, without its line end.</summary>
    public static ByteSpan Line(ReadOnlySpan<byte> octets, int start)
    {
        var length = octets[start..].IndexOf((byte)'\n');
        if (length < 0)
        {
            return ByteSpan.Between(start, octets.Length);
        }

        return new ByteSpan(start, length > 0 && octets[start + length - 1] == '\r' ? length - 1 : length);
    }

    /// <summary>Where the next line begins; the end of the octets for the last one.</summary>
    public static int AfterLine(ReadOnlySpan<byte> octets, ByteSpan line)
    {
        var feed = octets[line.End..].IndexOf((byte)'\n');
        return feed < 0 ? octets.Length : line.End + feed + 1;
    }
}

/// <summary>What ends a header section.</summary>
internal enum MsrpHeadClose
{
    /// <summary>Nothing: the octets end.</summary>
    None,

    /// <summary>The octets do not begin with a start line.</summary>
    Unreadable,

    BlankLine,
    EndLine,
}
