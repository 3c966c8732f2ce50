namespace Conformance.Harness.Wire.Mime;

/// <summary>The character classes of MIME (RFC 2045 section 5.1, RFC 2046 section 5.1.1).</summary>
internal static class MimeGrammar
{
    public const int LongestBoundary = 70;

    public const byte CarriageReturn = (byte)'\r';

    public const byte LineFeed = (byte)'\n';

    public static bool IsTokenChar(byte octet) =>
        octet is > 0x20 and < 0x7F && "()<>@,;:\\\"/[]?="u8.IndexOf(octet) < 0;

    public static bool IsToken(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (!IsTokenChar(octet))
            {
                return false;
            }
        }

        return octets.Length > 0;
    }

    public static bool IsBlank(byte octet) => octet is (byte)' ' or (byte)'\t';

    /// <summary>Space, tab, and the line end of a folded header field.</summary>
    public static bool IsWhiteSpace(byte octet) => IsBlank(octet) || octet is CarriageReturn or LineFeed;

    /// <summary>1 to 70 bchars, the last of them no space.</summary>
    public static bool IsBoundary(string value) =>
        value.Length is > 0 and <= LongestBoundary && value[^1] != ' ' && value.All(IsBoundaryChar);

    private static bool IsBoundaryChar(char character) =>
        char.IsAsciiLetterOrDigit(character) || "'()+_,-./:=? ".Contains(character, StringComparison.Ordinal);
}
