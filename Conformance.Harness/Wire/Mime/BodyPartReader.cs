using System.Text;

namespace Conformance.Harness.Wire.Mime;

/// <summary>
/// Reads what stands between two delimiters: header fields, blank line, content. A part may end with its header: the
/// grammar makes blank line and content optional together, and the line end before the next delimiter is then what
/// looks like the blank line (RFC 2046 section 5.1.1, body-part).
/// </summary>
internal sealed class BodyPartReader(ReadOnlyMemory<byte> octets, ByteSpan region, bool isFollowedByLineEnd)
{
    private static readonly HashSet<string> OnlyOnce = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "Content-ID", "Content-Length",
    };

    private readonly List<MimeHeader> _headers = [];
    private readonly List<Defect> _defects = [];

    public IReadOnlyList<Defect> Defects => _defects;

    public BodyPart Read()
    {
        var blank = FindBlankLine();
        var head = ReadHeaders(blank?.Offset ?? region.End, stopsAtOtherText: blank is null);
        if (blank is { Length: 1 })
        {
            _defects.Add(new(DefectKind.BareLineFeed, blank.Value));
        }

        var content = ByteSpan.Between(blank?.End ?? head.End, region.End);
        if (blank is null && !EndsWithHeader(head))
        {
            _defects.Add(new(DefectKind.PartWithoutBlankLine, FirstLine(content)));
        }

        var contentType = _headers.Find(it => it.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase));
        return new(_headers, contentType is null ? null : MediaType.Parse(octets, contentType.ValueSpan), head, content);
    }

    private bool EndsWithHeader(ByteSpan head) =>
        isFollowedByLineEnd && head.End == region.End && (head.IsEmpty || head.Of(octets)[^1] == MimeGrammar.LineFeed);

    private ByteSpan? FindBlankLine()
    {
        for (var line = LineAt(region.Offset); !line.IsEmpty; line = LineAt(line.End))
        {
            if (line.Of(octets) is [MimeGrammar.LineFeed] or [MimeGrammar.CarriageReturn, MimeGrammar.LineFeed])
            {
                return line;
            }
        }

        return null;
    }

    private ByteSpan ReadHeaders(int end, bool stopsAtOtherText)
    {
        var at = region.Offset;
        while (at < end)
        {
            var field = FieldAt(at, end);
            var fault = ReadField(field);
            if (fault is not null)
            {
                if (stopsAtOtherText)
                {
                    break;
                }

                _defects.Add(new(fault.Value, Trimmed(field)));
            }

            ReportBareLineFeeds(field);
            at = field.End;
        }

        return ByteSpan.Between(region.Offset, at);
    }

    private DefectKind? ReadField(ByteSpan field)
    {
        var colon = field.Of(octets).IndexOf((byte)':');
        if (colon < 0)
        {
            return DefectKind.HeaderWithoutColon;
        }

        var name = Trimmed(new(field.Offset, colon), start: false);
        if (!MimeGrammar.IsToken(name.Of(octets)))
        {
            return DefectKind.MalformedHeaderName;
        }

        var value = Trimmed(ByteSpan.Between(field.Offset + colon + 1, field.End));
        var header = new MimeHeader(name.Text(octets), Unfolded(value.Text(octets)), field, value);
        if (OnlyOnce.Contains(header.Name) && _headers.Exists(it => it.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase)))
        {
            _defects.Add(new(DefectKind.RepeatedHeader, field));
        }

        _headers.Add(header);
        return null;
    }

    /// <summary>The line at that place with the folded lines that continue it.</summary>
    private ByteSpan FieldAt(int start, int end)
    {
        var at = LineAt(start).End;
        while (at < end && MimeGrammar.IsBlank(octets.Span[at]))
        {
            at = LineAt(at).End;
        }

        return ByteSpan.Between(start, at);
    }

    /// <summary>The line at that place with its line end; empty at the end of the region.</summary>
    private ByteSpan LineAt(int start)
    {
        var length = octets.Span[start..region.End].IndexOf(MimeGrammar.LineFeed);
        return length < 0 ? ByteSpan.Between(start, region.End) : new(start, length + 1);
    }

    private ByteSpan FirstLine(ByteSpan content) => content.IsEmpty ? content : Trimmed(LineAt(content.Offset), start: false);

    private ByteSpan Trimmed(ByteSpan span, bool start = true)
    {
        var text = span.Of(octets);
        var (from, to) = (0, text.Length);
        while (to > 0 && MimeGrammar.IsWhiteSpace(text[to - 1]))
        {
            to--;
        }

        while (start && from < to && MimeGrammar.IsWhiteSpace(text[from]))
        {
            from++;
        }

        return ByteSpan.Between(span.Offset + from, span.Offset + to);
    }

    private void ReportBareLineFeeds(ByteSpan field)
    {
        for (var line = LineAt(field.Offset); !line.IsEmpty && line.End <= field.End; line = LineAt(line.End))
        {
            var text = line.Of(octets);
            if (text[^1] == MimeGrammar.LineFeed && (text.Length == 1 || text[^2] != MimeGrammar.CarriageReturn))
            {
                _defects.Add(new(DefectKind.BareLineFeed, new(line.End - 1, 1)));
            }
        }
    }

    /// <summary>Each fold made one space.</summary>
    private static string Unfolded(string value)
    {
        if (!value.Contains('\n', StringComparison.Ordinal))
        {
            return value;
        }

        var lines = value.Split('\n').Select(line => line.Trim(' ', '\t', '\r'));
        return new StringBuilder().AppendJoin(' ', lines).ToString();
    }
}
