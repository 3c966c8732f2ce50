using System.Buffers;
using System.Text.Unicode;

namespace Conformance.Harness.Wire.Msrp;

/// <summary>Reads a message/cpim; a line that is none of its grammar is a defect and no header.</summary>
internal sealed class CpimReader(ReadOnlyMemory<byte> octets)
{
    // NAMECHAR of RFC 3862 section 3.6, and the dot behind a prefix.
    private static readonly SearchValues<byte> NameOctets = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private readonly List<Defect> _defects = [];
    private int _position;

    public Reading<CpimMessage> Read()
    {
        var whole = new ByteSpan(0, octets.Length);
        var headers = new List<CpimHeader>();
        foreach (var line in Lines())
        {
            if (HeaderIn(line) is { } header)
            {
                headers.Add(header);
            }
        }

        var head = ByteSpan.Between(0, _position);
        var contentType = default(string);
        foreach (var line in Lines())
        {
            contentType ??= ContentTypeIn(line);
        }

        if (contentType is null)
        {
            _defects.Add(new Defect(DefectKind.MissingCpimContentType, ByteSpan.Between(head.End, _position)));
        }

        return new Reading<CpimMessage>(new CpimMessage(headers, contentType, ByteSpan.Between(_position, octets.Length), head), whole, _defects);
    }

    /// <summary>The lines up to an empty one, which is left behind; an end before it is a defect.</summary>
    private List<ByteSpan> Lines()
    {
        var lines = new List<ByteSpan>();
        while (_position < octets.Length)
        {
            var rest = octets.Span[_position..];
            var feed = rest.IndexOf((byte)'\n');
            var end = feed < 0 ? octets.Length : _position + feed;
            var hasReturn = end > _position && octets.Span[end - 1] == '\r';
            if (feed >= 0 && !hasReturn)
            {
                _defects.Add(new Defect(DefectKind.BareLineFeed, new ByteSpan(end, 1)));
            }

            var line = ByteSpan.Between(_position, feed >= 0 && hasReturn ? end - 1 : end);
            _position = feed < 0 ? octets.Length : end + 1;
            if (line.IsEmpty && feed >= 0)
            {
                return lines;
            }

            lines.Add(line);
        }

        _defects.Add(new Defect(DefectKind.CpimSectionNotClosed, new ByteSpan(octets.Length, 0)));
        return lines;
    }

    /// <summary>Name ":" *( ";" parameter ) SP value, without white space at either end and without control characters.</summary>
    private CpimHeader? HeaderIn(ByteSpan line)
    {
        var cursor = new Cursor(octets, line);
        var name = cursor.TakeWhile(NameOctets);
        var hasColon = cursor.Take(':');
        if (cursor.Current == ';')
        {
            cursor.TakeUntil(' ');
        }

        var hasSpace = cursor.Take(' ');
        var value = cursor.Rest;
        var text = value.Of(octets);
        var isSound = !name.IsEmpty && hasColon && hasSpace
            && (text.IsEmpty || (text[0] != ' ' && text[^1] != ' '))
            && text.IndexOfAnyInRange((byte)0, (byte)31) < 0
            && Utf8.IsValid(text);
        if (!isSound)
        {
            _defects.Add(new Defect(DefectKind.MalformedCpimHeader, line));
        }

        return name.IsEmpty || !hasColon ? null : new CpimHeader(name.Text(octets), value.Text(octets).Trim(), line);
    }

    /// <summary>MIME's own rules hold here (RFC 2045): names without case, white space as one likes.</summary>
    private string? ContentTypeIn(ByteSpan line)
    {
        var parts = line.Text(octets).Split(':', 2);
        return parts.Length == 2 && parts[0].Trim().Equals("Content-Type", StringComparison.OrdinalIgnoreCase) ? parts[1].Trim() : null;
    }
}
