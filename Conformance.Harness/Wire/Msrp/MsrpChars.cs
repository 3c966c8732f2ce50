using System.Buffers;
using System.Text.Unicode;

namespace Conformance.Harness.Wire.Msrp;

/// <summary>The character classes of MSRP's grammar (RFC 4975 section 9, RFC 3986 appendix A).</summary>
internal static class MsrpChars
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Unreserved = Alphanumeric + "-._~";

    private static readonly SearchValues<byte> UpperAlpha = Octets("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<byte> Digits = Octets("0123456789");
    private static readonly SearchValues<byte> AlphanumericOctets = Octets(Alphanumeric);
    private static readonly SearchValues<byte> Ident = Octets(Alphanumeric + ".-+%=");
    private static readonly SearchValues<byte> Token = Octets(Alphanumeric + "!#$%&'*+-.^_`{|}~");
    private static readonly SearchValues<byte> SessionId = Octets(Unreserved + "+=/");
    private static readonly SearchValues<byte> RegisteredName = Octets(Unreserved + "!$&'()*+,;=%");
    private static readonly SearchValues<byte> UserInfo = Octets(Unreserved + "!$&'()*+,;=%:");
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(it => it != '\t').Select(it => (byte)it), 0x7F]);

    public static bool IsUpperAlpha(ReadOnlySpan<byte> octets) => IsAll(octets, UpperAlpha);

    public static bool IsDigits(ReadOnlySpan<byte> octets) => IsAll(octets, Digits);

    public static bool IsAlphanumeric(ReadOnlySpan<byte> octets) => IsAll(octets, AlphanumericOctets);

    public static bool IsToken(ReadOnlySpan<byte> octets) => IsAll(octets, Token);

    public static bool IsSessionId(ReadOnlySpan<byte> octets) => IsAll(octets, SessionId);

    public static bool IsRegisteredName(ReadOnlySpan<byte> octets) => IsAll(octets, RegisteredName) && EscapesAreWhole(octets);

    public static bool IsUserInfo(ReadOnlySpan<byte> octets) => !octets.ContainsAnyExcept(UserInfo) && EscapesAreWhole(octets);

    /// <summary>An ident is a letter or digit and 3 to 31 more characters.</summary>
    public static bool IsIdent(ReadOnlySpan<byte> octets) =>
        octets.Length is >= 4 and <= 32 && IsAlphanumeric(octets[..1]) && IsAll(octets, Ident);

    /// <summary>A header name begins with a letter.</summary>
    public static bool IsHeaderName(ReadOnlySpan<byte> octets) => IsToken(octets) && char.IsAsciiLetter((char)octets[0]);

    /// <summary>utf8text: no control characters but the tab, and well-formed UTF-8.</summary>
    public static bool IsText(ReadOnlySpan<byte> octets) => !octets.ContainsAny(Controls) && Utf8.IsValid(octets);

    public static bool IsSpace(byte octet) => octet is (byte)' ' or (byte)'\t';

    private static bool IsAll(ReadOnlySpan<byte> octets, SearchValues<byte> allowed) =>
        !octets.IsEmpty && !octets.ContainsAnyExcept(allowed);

    private static bool EscapesAreWhole(ReadOnlySpan<byte> octets)
    {
        for (var at = octets.IndexOf((byte)'%'); at >= 0; at = octets.IndexOf((byte)'%'))
        {
            if (octets.Length < at + 3 || !char.IsAsciiHexDigit((char)octets[at + 1]) || !char.IsAsciiHexDigit((char)octets[at + 2]))
            {
                return false;
            }

            octets = octets[(at + 3)..];
        }

        return true;
    }

    private static SearchValues<byte> Octets(string characters) => SearchValues.Create([.. characters.Select(it => (byte)it)]);
}
