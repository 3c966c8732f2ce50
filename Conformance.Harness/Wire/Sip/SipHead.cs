namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// Start line and header fields, cut apart and judged once; the octets themselves are kept by the message.
/// <paramref name="Definitions"/> has the row of the header table for each field, null for an extension.
/// </summary>
internal sealed record SipHead(
    StartLine StartLine,
    IReadOnlyList<SipHeader> Headers,
    IReadOnlyList<HeaderDefinition?> Definitions,
    ByteSpan Span,
    bool IsClosed,
    int BodyStart,
    ContentLength Length,
    IReadOnlyList<Defect> Defects)
{
    /// <summary>Reads the head at the beginning of the octets, up to its empty line or to their end.</summary>
    public static SipHead Parse(ReadOnlySpan<byte> octets, bool isStream = false)
    {
        var defects = new List<Defect>();
        var lines = new LineReader(octets, defects);
        var start = lines.SkipEmptyLines();
        if ((start > 0 && !(isStream && start < octets.Length)) || octets.IsEmpty)
        {
            JudgeBeginning(octets, start, defects);
        }

        var startLine = StartLine.Parse(octets, lines.Next(), start == octets.Length ? [] : defects);
        var headers = new List<SipHeader>();
        while (!lines.AtEnd && !lines.AtEmptyLine)
        {
            var fieldStart = lines.Position;
            ReadField(octets, lines.NextFolded(), ByteSpan.Between(fieldStart, lines.Position), headers, defects);
        }

        var head = ByteSpan.Between(start, lines.Position);
        var isClosed = lines.AtEmptyLine;
        if (isClosed)
        {
            lines.Next();
        }
        else if (start < octets.Length)
        {
            defects.Add(new Defect(DefectKind.HeaderSectionNotClosed, new ByteSpan(lines.Position, 0)));
        }

        var definitions = headers.ConvertAll(it => HeaderTable.Find(it.Name));
        JudgeRepetitions(headers, definitions, defects);
        var length = ContentLength.Of(octets, headers, defects);
        return new SipHead(startLine, headers, definitions, head, isClosed, lines.Position, length, defects);
    }

    /// <summary>Only a stream may have line ends before a message (RFC 3261 section 7.5), where the framer skips them in what it cuts.</summary>
    private static void JudgeBeginning(ReadOnlySpan<byte> octets, int start, List<Defect> defects) => defects.Add(new Defect(
        start == octets.Length ? DefectKind.EmptyMessage : DefectKind.MalformedStartLine,
        new ByteSpan(0, start)));

    private static void ReadField(
        ReadOnlySpan<byte> octets, ByteSpan line, ByteSpan whole, List<SipHeader> headers, List<Defect> defects)
    {
        var cursor = new Cursor(octets, line);
        var beforeColon = cursor.TakeUntil(':');
        if (cursor.AtEnd)
        {
            defects.Add(new Defect(DefectKind.HeaderWithoutColon, line));
            return;
        }

        // HCOLON allows spaces before the colon, but neither a line end nor anything before the name.
        var name = ByteSpan.Between(line.Offset, line.Offset + cursor.Of(beforeColon).TrimEnd(" \t"u8).Length);
        if (name.IsEmpty || cursor.Of(name).ContainsAnyExcept(CharClass.Token))
        {
            defects.Add(new Defect(DefectKind.MalformedHeaderName, name.IsEmpty ? line : name));
        }

        cursor.Take(':');
        var value = WireText.Trim(octets, cursor.Rest);
        headers.Add(new SipHeader(
            WireText.Unfold(cursor.Of(name)), WireText.Unfold(cursor.Of(value)), whole, name, value));
    }

    /// <summary>Only fields whose grammar is a comma list may stand more than once (RFC 3261 section 7.3.1).</summary>
    private static void JudgeRepetitions(List<SipHeader> headers, List<HeaderDefinition?> definitions, List<Defect> defects)
    {
        var seen = new HashSet<HeaderDefinition>(ReferenceEqualityComparer.Instance);
        foreach (var (header, definition) in headers.Zip(definitions))
        {
            if (definition is { Occurrence: Occurrence.Single }
                && !seen.Add(definition)
                && definition.Name != ContentLength.HeaderName)
            {
                defects.Add(new Defect(DefectKind.RepeatedHeader, ByteSpan.Between(header.NameSpan.Offset, header.ValueSpan.End)));
            }
        }
    }
}
