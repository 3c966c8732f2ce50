using System.Globalization;
using System.Text;

namespace Conformance.Harness.Wire.Sip;

/// <summary>A Request-Line or Status-Line (RFC 3261 sections 7.1 and 7.2), read as far as it can be read.</summary>
internal readonly record struct StartLine(
    ByteSpan Span,
    bool IsRequest,
    ByteSpan Method,
    ByteSpan RequestUri,
    int StatusCode,
    ByteSpan ReasonPhrase)
{
    private static ReadOnlySpan<byte> VersionStart => "SIP/"u8;

    public static StartLine Parse(ReadOnlySpan<byte> octets, ByteSpan line, List<Defect> defects) =>
        StartsWithVersion(octets.Slice(line.Offset, line.Length))
            ? ParseStatusLine(octets, line, defects)
            : ParseRequestLine(octets, line, defects);

    /// <summary>
    /// The elements are parted by single spaces; each gap that is not one space is a defect of its own, so that white space
    /// inside the Request-URI is left to the reader of the URI.
    /// </summary>
    private static StartLine ParseRequestLine(ReadOnlySpan<byte> octets, ByteSpan line, List<Defect> defects)
    {
        var cursor = new Cursor(octets, line);
        var method = cursor.TakeUntil(CharClass.WhiteSpace);
        if (method.IsEmpty || cursor.Of(method).ContainsAnyExcept(CharClass.Token))
        {
            defects.Add(new Defect(DefectKind.MalformedStartLine, method.IsEmpty ? line : method));
        }

        var gap = cursor.TakeWhile(CharClass.WhiteSpace);
        var rest = cursor.Of(cursor.Rest);
        var versionEnd = rest.LastIndexOfAnyExcept(CharClass.WhiteSpace) + 1;
        var versionStart = rest[..versionEnd].LastIndexOfAny(CharClass.WhiteSpace) + 1;
        var version = new ByteSpan(cursor.Position + versionStart, versionEnd - versionStart);
        if (versionStart == 0 || !StartsWithVersion(cursor.Of(version)))
        {
            defects.Add(new Defect(DefectKind.MalformedStartLine, line));
            return new StartLine(line, true, method, new ByteSpan(cursor.Position, versionEnd), 0, default);
        }

        var uriEnd = rest[..versionStart].LastIndexOfAnyExcept(CharClass.WhiteSpace) + 1;
        var uri = new ByteSpan(cursor.Position, uriEnd);
        RequireSpace(octets, gap, defects);
        RequireSpace(octets, ByteSpan.Between(uri.End, version.Offset), defects);
        JudgeVersion(octets, version, defects);
        if (version.End < line.End)
        {
            defects.Add(new Defect(DefectKind.MalformedStartLine, ByteSpan.Between(version.End, line.End)));
        }

        return new StartLine(line, true, method, uri, 0, default);
    }

    private static StartLine ParseStatusLine(ReadOnlySpan<byte> octets, ByteSpan line, List<Defect> defects)
    {
        var cursor = new Cursor(octets, line);
        var version = cursor.TakeUntil(CharClass.WhiteSpace);
        JudgeVersion(octets, version, defects);
        var gap = cursor.TakeWhile(CharClass.WhiteSpace);
        if (!cursor.AtEnd)
        {
            RequireSpace(octets, gap, defects);
        }

        var code = cursor.TakeUntil(CharClass.WhiteSpace);
        var digits = cursor.Of(code);
        var statusCode = 0;
        if (code.IsEmpty || digits.ContainsAnyExcept(CharClass.Digit))
        {
            defects.Add(new Defect(DefectKind.MalformedStartLine, code.IsEmpty ? line : code));
        }
        else if (digits.Length != 3 || digits[0] is < (byte)'1' or > (byte)'6')
        {
            defects.Add(new Defect(DefectKind.StatusCodeOutOfRange, code));
        }
        else
        {
            statusCode = int.Parse(digits, CultureInfo.InvariantCulture);
        }

        // The space stands even before an empty Reason-Phrase; what follows it belongs to the phrase.
        if (!code.IsEmpty && !cursor.Take(' '))
        {
            defects.Add(new Defect(DefectKind.MalformedStartLine, code));
        }

        return new StartLine(line, false, default, default, statusCode, cursor.Rest);
    }

    private static bool StartsWithVersion(ReadOnlySpan<byte> octets) =>
        octets.Length >= VersionStart.Length && Ascii.EqualsIgnoreCase(octets[..VersionStart.Length], VersionStart);

    private static void RequireSpace(ReadOnlySpan<byte> octets, ByteSpan gap, List<Defect> defects)
    {
        if (!octets.Slice(gap.Offset, gap.Length).SequenceEqual(" "u8))
        {
            defects.Add(new Defect(DefectKind.MalformedStartLine, gap));
        }
    }

    private static void JudgeVersion(ReadOnlySpan<byte> octets, ByteSpan version, List<Defect> defects)
    {
        var number = octets.Slice(version.Offset, version.Length)[VersionStart.Length..];
        var dot = number.IndexOf((byte)'.');
        if (dot < 1
            || dot == number.Length - 1
            || number[..dot].ContainsAnyExcept(CharClass.Digit)
            || number[(dot + 1)..].ContainsAnyExcept(CharClass.Digit))
        {
            defects.Add(new Defect(DefectKind.MalformedStartLine, version));
        }
        else if (!number.SequenceEqual("2.0"u8))
        {
            defects.Add(new Defect(DefectKind.UnknownSipVersion, version));
        }
    }
}
