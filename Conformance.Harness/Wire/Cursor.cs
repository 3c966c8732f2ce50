using System.Buffers;

namespace Conformance.Harness.Wire;

/// <summary>
/// Walks forward over a run of octets. Offsets are those of the whole buffer; nothing throws at the end, and nothing is
/// judged: that is the reader's work.
/// </summary>
public ref struct Cursor(ReadOnlySpan<byte> octets, ByteSpan span)
{
    private readonly ReadOnlySpan<byte> _octets = octets[..span.End];

    public Cursor(ReadOnlyMemory<byte> octets, ByteSpan span)
        : this(octets.Span, span)
    {
    }

    public int Position { get; private set; } = span.Offset;

    public readonly int End => _octets.Length;

    public readonly bool AtEnd => Position >= _octets.Length;

    /// <summary>The octet at the position; -1 at the end.</summary>
    public readonly int Current => AtEnd ? -1 : _octets[Position];

    /// <summary>What has not been walked over yet.</summary>
    public readonly ByteSpan Rest => ByteSpan.Between(Position, End);

    public readonly ByteSpan Since(int start) => ByteSpan.Between(start, Position);

    public readonly ReadOnlySpan<byte> Of(ByteSpan span) => _octets.Slice(span.Offset, span.Length);

    public void Advance(int count = 1) => MoveTo(Position + count);

    public void MoveTo(int position) => Position = Math.Min(position, End);

    /// <summary>Walks over this octet if it stands here.</summary>
    public bool Take(char octet)
    {
        if (Current != octet)
        {
            return false;
        }

        Position++;
        return true;
    }

    public ByteSpan TakeWhile(SearchValues<byte> set) => TakeTo(_octets[Position..].IndexOfAnyExcept(set));

    public ByteSpan TakeUntil(SearchValues<byte> set) => TakeTo(_octets[Position..].IndexOfAny(set));

    public ByteSpan TakeUntil(char octet) => TakeTo(_octets[Position..].IndexOf((byte)octet));

    /// <summary>Walks over linear white space. Whether its line ends fold rightly was judged when the fields were cut.</summary>
    public ByteSpan SkipLws() => TakeWhile(CharClass.Lws);

    /// <summary>Walks over a quoted string that begins here; false if it does not end: the position is then the end.</summary>
    public bool TakeQuoted(out ByteSpan quoted)
    {
        var start = Position;
        Advance();
        while (!AtEnd)
        {
            TakeUntil(CharClass.QuoteOrBackslash);
            if (Take('"'))
            {
                quoted = Since(start);
                return true;
            }

            Advance(2);
        }

        quoted = Since(start);
        return false;
    }

    private ByteSpan TakeTo(int index)
    {
        var start = Position;
        Position = index < 0 ? End : start + index;
        return Since(start);
    }
}
