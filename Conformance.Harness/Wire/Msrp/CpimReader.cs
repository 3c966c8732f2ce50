using System.Buffers;
using System.Text.Unicode;
using Conformance.Harness.Wire.Mime;

namespace Conformance.Harness.Wire.Msrp;

/// <summary>Reads a message/cpim; a line that is none of its grammar is a defect.</summary>
internal sealed class CpimReader(ReadOnlyMemory<byte> octets)
{
    /// <summary>NAMECHAR of RFC 3862 section 3.6; the dot, which ends a prefix, is none.</summary>
    private static readonly SearchValues<byte> NameOctets = SearchValues.Create(
        "!#$%&'*+-^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> ParameterEnd = SearchValues.Create(" ;"u8);

    private readonly List<CpimHeader> _headers = [];
    private readonly List<Defect> _defects = [];
    private readonly Dictionary<string, string> _namespaces = new() { [""] = CpimHeader.CoreNamespace };

    public Reading<CpimMessage> Read()
    {
        var head = ByteSpan.Between(0, ReadHeaders());
        var entity = new BodyPartReader(octets, ByteSpan.Between(head.End, octets.Length), isFollowedByLineEnd: false);
        var content = entity.Read();
        _defects.AddRange(entity.Defects);
        if (content.Header("Content-Type") is null)
        {
            _defects.Add(new Defect(DefectKind.MissingCpimContentType, content.Head));
        }

        return new(new CpimMessage(octets, _headers, head, content), new ByteSpan(0, octets.Length), _defects);
    }

    /// <summary>Reads lines up to an empty one, and gives where what is behind it begins; an end before it is a defect.</summary>
    private int ReadHeaders()
    {
        var at = 0;
        while (at < octets.Length)
        {
            var feed = octets.Span[at..].IndexOf(MimeGrammar.LineFeed);
            var next = feed < 0 ? octets.Length : at + feed + 1;
            var line = WithoutEnd(ByteSpan.Between(at, next));
            at = next;
            if (line.IsEmpty)
            {
                return at;
            }

            ReadHeader(line);
        }

        _defects.Add(new Defect(DefectKind.CpimSectionNotClosed, new ByteSpan(octets.Length, 0)));
        return at;
    }

    private ByteSpan WithoutEnd(ByteSpan line)
    {
        var text = line.Of(octets);
        if (text[^1] != MimeGrammar.LineFeed)
        {
            return line;
        }

        if (text.Length > 1 && text[^2] == MimeGrammar.CarriageReturn)
        {
            return new(line.Offset, line.Length - 2);
        }

        _defects.Add(new Defect(DefectKind.BareLineFeed, new(line.End - 1, 1)));
        return new(line.Offset, line.Length - 1);
    }

    /// <summary>Name ":" *( ";" parameter ) SP value; no white space at either end of the line and no control characters in it (section 2.2).</summary>
    private void ReadHeader(ByteSpan line)
    {
        var cursor = new Cursor(octets, line);
        var isSound = TakeName(ref cursor, out var prefix, out var name);
        var written = cursor.Since(line.Offset);
        if (!cursor.Take(':'))
        {
            _defects.Add(new Defect(DefectKind.MalformedCpimHeader, line));
            return;
        }

        isSound &= TakeParameters(ref cursor);
        isSound &= cursor.Take(' ');
        var value = cursor.Rest;
        if (!isSound || !IsValue(value.Of(octets)))
        {
            _defects.Add(new Defect(DefectKind.MalformedCpimHeader, line));
        }

        Add(new CpimHeader(written.Text(octets), name.Text(octets), _namespaces.GetValueOrDefault(prefix.Text(octets)), value.Text(octets).Trim(), line, value));
    }

    private static bool TakeName(ref Cursor cursor, out ByteSpan prefix, out ByteSpan name)
    {
        name = cursor.TakeWhile(NameOctets);
        prefix = new(name.Offset, 0);
        if (cursor.Take('.'))
        {
            prefix = name;
            name = cursor.TakeWhile(NameOctets);
            return !prefix.IsEmpty && !name.IsEmpty;
        }

        return !name.IsEmpty;
    }

    /// <summary>A value in quotes may have spaces and semicolons in it.</summary>
    private static bool TakeParameters(ref Cursor cursor)
    {
        var isSound = true;
        while (cursor.Take(';'))
        {
            isSound &= !cursor.TakeWhile(NameOctets).IsEmpty & cursor.Take('=');
            isSound &= cursor.Current == '"' ? cursor.TakeQuoted(out _) : !cursor.TakeUntil(ParameterEnd).IsEmpty;
        }

        return isSound;
    }

    private static bool IsValue(ReadOnlySpan<byte> text) => (text.IsEmpty || (text[0] != ' ' && text[^1] != ' '))
        && text.IndexOfAnyInRange((byte)0, (byte)31) < 0
        && Utf8.IsValid(text);

    /// <summary>An NS holds for the headers behind it (section 3.4).</summary>
    private void Add(CpimHeader header)
    {
        _headers.Add(header);
        var open = header.Value.IndexOf('<', StringComparison.Ordinal);
        if (header.Is("NS") && open >= 0 && header.Value.EndsWith('>'))
        {
            _namespaces[header.Value[..open].Trim()] = header.Value[(open + 1)..^1];
        }
    }
}
