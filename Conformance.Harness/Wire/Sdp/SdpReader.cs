namespace Conformance.Harness.Wire.Sdp;

/// <summary>Reads a session description: cuts the lines, holds each against order and grammar, and sorts them into sections.</summary>
internal sealed class SdpReader(ReadOnlyMemory<byte> octets, ByteSpan span)
{
    private readonly List<SdpLine> _lines = [];
    private readonly List<Defect> _defects = [];

    public Reading<SdpDescription> Read()
    {
        CutLines();
        CheckLines();
        var sections = Sections();
        var session = sections[0];
        var description = new SdpDescription(
            First(session, 'o', SdpValues.Origin),
            First(session, 'c', SdpValues.Connection),
            AttributesOf(session),
            [.. sections.Skip(1).Select(ReadMedia)],
            _lines,
            span);
        CheckConnections(description);
        return new(description, span, [.. _defects.OrderBy(it => it.Span.Offset)]);
    }

    /// <summary>CRLF ends a line; a line feed alone, or the end of the body, is taken too but is a defect (RFC 4566 section 5).</summary>
    private void CutLines()
    {
        var at = span.Offset;
        while (at < span.End)
        {
            var length = octets.Span[at..span.End].IndexOf((byte)'\n');
            var lineFeed = length < 0 ? span.End : at + length;
            var end = length > 0 && octets.Span[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
            if (end == lineFeed)
            {
                _defects.Add(new(DefectKind.SdpLineEndsWithoutCarriageReturn, ByteSpan.Between(end, Math.Min(end + 1, span.End))));
            }

            _lines.Add(LineOf(ByteSpan.Between(at, end)));
            at = lineFeed + 1;
        }
    }

    private SdpLine LineOf(ByteSpan line)
    {
        if (line.Of(octets) is not [var type, (byte)'=', ..])
        {
            return new('\0', line.Text(octets), line, line);
        }

        var value = ByteSpan.Between(line.Offset + 2, line.End);
        return new((char)type, value.Text(octets), line, value);
    }

    private void CheckLines()
    {
        var order = new SdpOrder();
        foreach (var line in _lines)
        {
            if (!SdpOrder.Knows(line.Type) || HasSpaceAfterEquals(line))
            {
                _defects.Add(new(DefectKind.MalformedSdpLine, line.Span));
            }

            if (SdpOrder.Knows(line.Type))
            {
                Report(order.Accept(line));
                Report(SdpValues.Check(octets, line));
            }
        }

        _defects.AddRange(order.Missing(span.End));
    }

    /// <summary>No white space after "="; only a session name may be the one space that stands for none (RFC 4566 sections 5, 5.3).</summary>
    private static bool HasSpaceAfterEquals(SdpLine line) =>
        line.Value is [' ' or '\t', ..] && line is not { Type: 's', Value: " " };

    private void Report(Defect? defect)
    {
        if (defect is not null)
        {
            _defects.Add(defect.Value);
        }
    }

    /// <summary>The session's lines, then the lines of each media section, its m= first.</summary>
    private List<List<SdpLine>> Sections()
    {
        List<List<SdpLine>> sections = [[]];
        foreach (var line in _lines)
        {
            if (line.Type == 'm')
            {
                sections.Add([]);
            }

            sections[^1].Add(line);
        }

        return sections;
    }

    private SdpMedia ReadMedia(List<SdpLine> section)
    {
        var line = section[0];
        var fields = line.Value.Split(' ');
        return new(
            fields[0],
            SdpValues.Port(fields.ElementAtOrDefault(1)),
            fields.ElementAtOrDefault(2) ?? "",
            [.. fields.Skip(3)],
            line,
            First(section, 'c', SdpValues.Connection),
            AttributesOf(section),
            [.. section.Skip(1)]);
    }

    private static T? First<T>(List<SdpLine> section, char type, Func<SdpLine, T?> read)
        where T : class =>
        section.Find(line => line.Type == type) is { } line ? read(line) : null;

    private static List<SdpAttribute> AttributesOf(List<SdpLine> section) =>
        [.. section.Where(line => line.Type == 'a').Select(SdpValues.Attribute)];

    /// <summary>Each media section has a c= of its own or the session's (RFC 4566 section 5.7).</summary>
    private void CheckConnections(SdpDescription description)
    {
        if (description.Lines.TakeWhile(line => line.Type != 'm').Any(line => line.Type == 'c'))
        {
            return;
        }

        foreach (var media in description.Media.Where(media => media.Lines.All(line => line.Type != 'c')))
        {
            _defects.Add(new(DefectKind.MissingSdpLine, media.Line.Span));
        }
    }
}
