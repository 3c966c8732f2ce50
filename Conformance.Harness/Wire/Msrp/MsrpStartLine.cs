namespace Conformance.Harness.Wire.Msrp;

/// <summary>
/// The parts of a start line: "MSRP" SP transact-id SP (method / status-code [SP comment]) (RFC 4975 section 9).
/// Code is the method or the status code; Comment is null where no space follows the code.
/// </summary>
internal readonly record struct MsrpStartLine(ByteSpan Line, ByteSpan TransactionId, ByteSpan Code, ByteSpan? Comment, bool IsSound)
{
    /// <summary>Whether a message can begin here at all: without a transaction id its end could not be found.</summary>
    public bool IsReadable => !Code.IsEmpty;

    public static MsrpStartLine Read(ReadOnlySpan<byte> octets, ByteSpan line)
    {
        var unreadable = new MsrpStartLine(line, new ByteSpan(line.Offset, 0), default, null, false);
        if (!octets[line.Offset..line.End].StartsWith("MSRP "u8))
        {
            return unreadable;
        }

        var id = Word(octets, line.Offset + 5, line.End);
        var code = Word(octets, id.End + 1, line.End);
        if (code.IsEmpty)
        {
            return unreadable;
        }

        var comment = code.End < line.End ? ByteSpan.Between(code.End + 1, line.End) : (ByteSpan?)null;
        var hasSingleSpaces = id.Offset == line.Offset + 5 && code.Offset == id.End + 1;
        return new MsrpStartLine(line, id, code, comment, hasSingleSpaces && IsSoundCode(octets, code, comment));
    }

    /// <summary>The next run without spaces; empty at the end.</summary>
    private static ByteSpan Word(ReadOnlySpan<byte> octets, int start, int end)
    {
        while (start < end && octets[start] == ' ')
        {
            start++;
        }

        if (start >= end)
        {
            return new ByteSpan(end, 0);
        }

        var length = octets[start..end].IndexOf((byte)' ');
        return length < 0 ? ByteSpan.Between(start, end) : new ByteSpan(start, length);
    }

    private static bool IsSoundCode(ReadOnlySpan<byte> octets, ByteSpan code, ByteSpan? comment)
    {
        var text = octets[code.Offset..code.End];
        return comment is { } behind
            ? IsStatus(text) && MsrpChars.IsText(octets[behind.Offset..behind.End])
            : IsStatus(text) || MsrpChars.IsUpperAlpha(text);
    }

    private static bool IsStatus(ReadOnlySpan<byte> text) => text.Length == 3 && MsrpChars.IsDigits(text);
}
