namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// Cuts a head into lines. A line ends with CRLF; a lone LF ends one too, a lone CR does not, and both are told as
/// defects (RFC 3261 section 7).
/// </summary>
internal ref struct LineReader(ReadOnlySpan<byte> octets, List<Defect> defects)
{
    private readonly ReadOnlySpan<byte> _octets = octets;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position >= _octets.Length;

    public readonly bool AtEmptyLine => LineEndAt(Position) > 0;

    /// <summary>Walks over line ends before the start line; gives the offset behind them.</summary>
    public int SkipEmptyLines()
    {
        while (AtEmptyLine)
        {
            Next();
        }

        return Position;
    }

    /// <summary>The line at the position, without its line end; the position is then behind the line end.</summary>
    public ByteSpan Next()
    {
        var start = Position;
        while (!AtEnd)
        {
            var index = _octets[Position..].IndexOfAny(CharClass.LineEnd);
            if (index < 0)
            {
                Position = _octets.Length;
                break;
            }

            Position += index;
            var lineEnd = LineEndAt(Position);
            if (lineEnd > 0)
            {
                return End(start, lineEnd);
            }

            defects.Add(new Defect(DefectKind.BareCarriageReturn, new ByteSpan(Position, 1)));
            Position++;
        }

        return ByteSpan.Between(start, Position);
    }

    /// <summary>The line with those that continue it, which begin with a space or a tab (RFC 3261 section 7.3.1).</summary>
    public ByteSpan NextFolded()
    {
        var line = Next();
        while (!AtEnd && _octets[Position] is (byte)' ' or (byte)'\t')
        {
            line = ByteSpan.Between(line.Offset, Next().End);
        }

        return line;
    }

    private ByteSpan End(int start, int lineEnd)
    {
        var line = ByteSpan.Between(start, Position);
        if (lineEnd == 1)
        {
            defects.Add(new Defect(DefectKind.BareLineFeed, new ByteSpan(Position, 1)));
        }

        Position += lineEnd;
        return line;
    }

    /// <summary>The length of the line end at an offset; 0 where there is none.</summary>
    private readonly int LineEndAt(int offset)
    {
        var rest = _octets[Math.Min(offset, _octets.Length)..];
        return rest.StartsWith("\r\n"u8) ? 2 : rest.StartsWith("\n"u8) ? 1 : 0;
    }
}
