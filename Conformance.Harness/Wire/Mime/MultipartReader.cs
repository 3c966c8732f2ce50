using System.Text;

namespace Conformance.Harness.Wire.Mime;

/// <summary>
/// Cuts a multipart body at its delimiters. A line that only begins with the boundary and goes on with other characters
/// is content; a delimiter whose line end lacks its carriage return is still one, with a defect.
/// </summary>
internal sealed class MultipartReader(ReadOnlyMemory<byte> octets, ByteSpan body, string boundary)
{
    private readonly byte[] _dashBoundary = Encoding.UTF8.GetBytes("--" + boundary);
    private readonly List<Defect> _defects = [];

    public Reading<Multipart> Read()
    {
        var delimiters = FindDelimiters();
        var opens = delimiters.Count > 0 && !delimiters[0].Closes;
        var closes = delimiters.Count > 0 && delimiters[^1].Closes;
        var end = new ByteSpan(body.End, 0);
        var preamble = delimiters.Count > 0 ? ByteSpan.Between(body.Offset, delimiters[0].Span.Offset) : body;
        if (!opens)
        {
            _defects.Add(new(DefectKind.MissingOpeningDelimiter, preamble));
        }

        if (!closes)
        {
            _defects.Add(new(DefectKind.MissingClosingDelimiter, end));
        }

        var parts = ReadParts(delimiters);
        var epilogue = closes ? ByteSpan.Between(delimiters[^1].Span.End, body.End) : end;
        var multipart = new Multipart(boundary, parts, [.. delimiters.Select(it => it.Span)], preamble, epilogue);
        return new(multipart, body, [.. _defects.OrderBy(it => it.Span.Offset)]);
    }

    private List<BodyPart> ReadParts(List<Delimiter> delimiters)
    {
        var parts = new List<BodyPart>();
        for (var i = 0; i < delimiters.Count && !delimiters[i].Closes; i++)
        {
            var next = i + 1 < delimiters.Count ? delimiters[i + 1] : null;
            var region = ByteSpan.Between(delimiters[i].Span.End, next?.Span.Offset ?? body.End);
            var reader = new BodyPartReader(octets, region, next?.HoldsLineEndBefore == true);
            parts.Add(reader.Read());
            _defects.AddRange(reader.Defects);
        }

        return parts;
    }

    private List<Delimiter> FindDelimiters()
    {
        var found = new List<Delimiter>();
        var at = body.Offset;
        while (at < body.End && (found.Count == 0 || !found[^1].Closes))
        {
            var step = octets.Span[at..body.End].IndexOf(_dashBoundary);
            if (step < 0)
            {
                break;
            }

            at += step;
            var floor = found.Count > 0 ? found[^1].Span.End : body.Offset;
            if (ReadDelimiter(at, floor) is { } delimiter)
            {
                found.Add(delimiter);
                at = delimiter.Span.End;
            }
            else
            {
                at++;
            }
        }

        return found;
    }

    private Delimiter? ReadDelimiter(int at, int floor)
    {
        var line = octets.Span;
        if (at > floor && line[at - 1] != MimeGrammar.LineFeed)
        {
            return null;
        }

        var after = at + _dashBoundary.Length;
        var closes = line[after..body.End].StartsWith("--"u8);
        var end = closes ? LineEnd(after + 2) : null;
        if (end is null)
        {
            closes = false;
            end = LineEnd(after);
        }

        if (end is not { } lineEnd)
        {
            return null;
        }

        var start = LineEndBefore(at, floor);
        ReportPadding(ByteSpan.Between(after + (closes ? 2 : 0), lineEnd.Offset));
        ReportBareLineFeed(lineEnd);
        ReportBareLineFeed(ByteSpan.Between(start, at));
        return new(ByteSpan.Between(start, lineEnd.End), closes, start < at);
    }

    /// <summary>The line end, or the body's end, that follows after nothing but blanks; null when there is something else.</summary>
    private ByteSpan? LineEnd(int at)
    {
        var line = octets.Span;
        while (at < body.End && MimeGrammar.IsBlank(line[at]))
        {
            at++;
        }

        if (at == body.End)
        {
            return new(at, 0);
        }

        if (line[at] == MimeGrammar.LineFeed)
        {
            return new(at, 1);
        }

        return line[at..body.End].StartsWith("\r\n"u8) ? new(at, 2) : null;
    }

    /// <summary>Where the line end begins that belongs to the delimiter at <paramref name="at"/>.</summary>
    private int LineEndBefore(int at, int floor)
    {
        if (at == floor)
        {
            return at;
        }

        return at - 2 >= floor && octets.Span[at - 2] == MimeGrammar.CarriageReturn ? at - 2 : at - 1;
    }

    private void ReportPadding(ByteSpan padding)
    {
        if (!padding.IsEmpty)
        {
            _defects.Add(new(DefectKind.PaddingAfterDelimiter, padding));
        }
    }

    private void ReportBareLineFeed(ByteSpan lineEnd)
    {
        if (lineEnd.Length == 1)
        {
            _defects.Add(new(DefectKind.BareLineFeed, lineEnd));
        }
    }

    private sealed record Delimiter(ByteSpan Span, bool Closes, bool HoldsLineEndBefore);
}
