namespace Conformance.Harness.Wire.Msrp;

/// <summary>
/// Finds the end-line of a message with a body (RFC 4975 section 7.1): CRLF, seven hyphens, the message's own
/// transaction id, a flag and CRLF. Anything less is body.
/// </summary>
internal static class MsrpEnd
{
    private const int Hyphens = 7;

    public static bool IsFlag(byte octet) => octet is (byte)'$' or (byte)'+' or (byte)'#';

    /// <summary>
    /// The end-line, from its hyphens to its flag. Null when it is not there yet: resume is then where the search goes
    /// on once more octets have come. The CRLF in front of it may be that of the empty line.
    /// </summary>
    public static ByteSpan? Find(ReadOnlySpan<byte> octets, ByteSpan transactionId, ref int resume)
    {
        byte[] opening = [.. "\r\n-------"u8, .. octets[transactionId.Offset..transactionId.End]];
        while (octets[resume..].IndexOf(opening) is var found && found >= 0)
        {
            resume += found;
            var flag = resume + opening.Length;
            if (octets.Length < flag + 3)
            {
                return null;
            }

            if (IsFlag(octets[flag]) && octets[flag + 1] == '\r' && octets[flag + 2] == '\n')
            {
                return ByteSpan.Between(resume + 2, flag + 1);
            }

            resume++;
        }

        resume = Math.Max(resume, octets.Length - opening.Length + 1);
        return null;
    }

    /// <summary>
    /// What was meant as the end-line where none is right: a last line that begins with the hyphens, or ends with the
    /// hyphens, the transaction id and a flag. Empty when there is nothing of the kind.
    /// </summary>
    public static ByteSpan Guess(ReadOnlySpan<byte> octets, int bodyStart, ByteSpan transactionId)
    {
        var end = octets.Length - (octets.EndsWith("\r\n"u8) ? 2 : octets.EndsWith("\n"u8) ? 1 : 0);
        if (end <= bodyStart)
        {
            return new ByteSpan(octets.Length, 0);
        }

        var start = bodyStart + octets[bodyStart..end].LastIndexOf((byte)'\n') + 1;
        if (octets[start..end].StartsWith("-------"u8))
        {
            return ByteSpan.Between(start, end);
        }

        var own = end - 1 - transactionId.Length - Hyphens;
        byte[] wanted = [.. "-------"u8, .. octets[transactionId.Offset..transactionId.End]];
        return own >= start && IsFlag(octets[end - 1]) && octets[own..(end - 1)].SequenceEqual(wanted)
            ? ByteSpan.Between(own, end)
            : new ByteSpan(octets.Length, 0);
    }
}
