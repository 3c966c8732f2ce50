using System.Buffers;

namespace Conformance.Harness.Wire;

/// <summary>The sets of octets out of which the grammars are made (RFC 3261 section 25.1; names as there).</summary>
public static class CharClass
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Alphanumerics = Letters + Digits;
    private const string UnreservedCharacters = Alphanumerics + "-_.!~*'()";
    private const string TokenCharacters = Alphanumerics + "-.!%*_+`'~";

    public static readonly SearchValues<byte> Alpha = Of(Letters);

    public static readonly SearchValues<byte> Digit = Of(Digits);

    public static readonly SearchValues<byte> HexDigit = Of(Digits + "abcdefABCDEF");

    public static readonly SearchValues<byte> Token = Of(TokenCharacters);

    /// <summary>What Call-ID is made of: hardly any separator is left out.</summary>
    public static readonly SearchValues<byte> Word = Of(TokenCharacters + "()<>:\\\"/[]?{}");

    /// <summary>A parameter's value that is not quoted: a token or a host, which may be an IPv6 reference.</summary>
    public static readonly SearchValues<byte> ParameterValue = Of(TokenCharacters + "[]:");

    /// <summary>SP and HTAB.</summary>
    public static readonly SearchValues<byte> WhiteSpace = Of(" \t");

    /// <summary>SP, HTAB, and the line ends of folding.</summary>
    public static readonly SearchValues<byte> Lws = Of(" \t\r\n");

    public static readonly SearchValues<byte> LineEnd = Of("\r\n");

    public static readonly SearchValues<byte> Scheme = Of(Alphanumerics + "+-.");

    /// <summary>user, escapes aside.</summary>
    public static readonly SearchValues<byte> User = Of(UnreservedCharacters + "&=+$,;?/");

    /// <summary>password, escapes aside.</summary>
    public static readonly SearchValues<byte> Password = Of(UnreservedCharacters + "&=+$,");

    /// <summary>hostname and IPv4address.</summary>
    public static readonly SearchValues<byte> Host = Of(Alphanumerics + "-.");

    /// <summary>paramchar, escapes aside.</summary>
    public static readonly SearchValues<byte> UriParameter = Of(UnreservedCharacters + "[]/:&+$");

    /// <summary>hname and hvalue, escapes aside.</summary>
    public static readonly SearchValues<byte> UriHeader = Of(UnreservedCharacters + "[]/?:+$");

    /// <summary>uric, escapes aside; with the brackets that RFC 3986 section 3.2.2 gave to IPv6 references.</summary>
    public static readonly SearchValues<byte> AbsoluteUri = Of(UnreservedCharacters + ";/?:@&=+$,[]");

    /// <summary>Digits of a telephone number with visual separators (RFC 3966 section 3).</summary>
    public static readonly SearchValues<byte> PhoneDigit = Of(Digits + "-.()");

    /// <summary>The same of a local number.</summary>
    public static readonly SearchValues<byte> LocalPhoneDigit = Of(Digits + "abcdefABCDEF*#-.()");

    internal static readonly SearchValues<byte> QuoteOrBackslash = Of("\"\\");

    private static SearchValues<byte> Of(string characters) => SearchValues.Create([.. characters.Select(it => (byte)it)]);
}
