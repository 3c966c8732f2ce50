using System.Text;
using System.Xml;

namespace Conformance.Harness.Wire.Xml;

/// <summary>Leads from the line and column that an XML reader gives back to the octets of the message.</summary>
internal sealed class TextMap
{
    private readonly string _text;
    private readonly List<int> _lines = [0];
    private (int Index, int Offset) _known;

    /// <param name="text">The document as characters.</param>
    /// <param name="offset">Where its first octet stands in the message.</param>
    public TextMap(string text, int offset)
    {
        _text = text;
        _known = (0, offset);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
            {
                _lines.Add(at + 1);
            }
        }
    }

    public ByteSpan Span(int start, int end) => ByteSpan.Between(OffsetOf(start), OffsetOf(end));

    /// <summary>The index of the character at which the reader stands.</summary>
    public int IndexOf(XmlReader reader) => reader is IXmlLineInfo info ? IndexOf(info.LineNumber, info.LinePosition) : 0;

    /// <summary>The index of a line and column, both counted from 1, held inside the text.</summary>
    public int IndexOf(int line, int column)
    {
        var start = line < 1 ? 0 : _lines[Math.Min(line, _lines.Count) - 1];
        return Math.Clamp(start + Math.Max(column, 1) - 1, 0, _text.Length);
    }

    /// <summary>The index of the "&lt;" before the name at which the reader stands.</summary>
    public int StartOfTag(XmlReader reader) => Math.Max(0, _text.LastIndexOf('<', Math.Max(0, IndexOf(reader) - 1)));

    /// <summary>The index after the "&gt;" that ends the tag at <paramref name="index"/>; one in an attribute value ends nothing.</summary>
    public int EndOfTag(int index)
    {
        var quote = '\0';
        for (var at = index; at < _text.Length; at++)
        {
            var it = _text[at];
            if (quote == '\0' && it == '>')
            {
                return at + 1;
            }

            quote = quote == it ? '\0' : quote == '\0' && it is '"' or '\'' ? it : quote;
        }

        return _text.Length;
    }

    /// <summary>The index of the next "&lt;".</summary>
    public int EndOfText(int index) => _text.IndexOf('<', index) is var end and >= 0 ? end : _text.Length;

    /// <summary>Counts on from the last answer: a reader only goes forward, so that a long list costs its octets once.</summary>
    private int OffsetOf(int index)
    {
        if (index < _text.Length && char.IsLowSurrogate(_text[index]))
        {
            index++;
        }

        _known = index >= _known.Index
            ? (index, _known.Offset + Encoding.UTF8.GetByteCount(_text.AsSpan(_known.Index, index - _known.Index)))
            : (index, _known.Offset - Encoding.UTF8.GetByteCount(_text.AsSpan(index, _known.Index - index)));
        return _known.Offset;
    }
}
