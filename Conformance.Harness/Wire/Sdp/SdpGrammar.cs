namespace Conformance.Harness.Wire.Sdp;

/// <summary>The generic sub-rules of RFC 4566 section 9.</summary>
internal static class SdpGrammar
{
    private const int FewestTimeDigits = 10;

    public static bool IsToken(string value) => value.Length > 0 && value.All(IsTokenChar);

    public static bool IsDigits(string value) => value.Length > 0 && value.All(char.IsAsciiDigit);

    /// <summary>Digits, the first of them not 0.</summary>
    public static bool IsInteger(string value) => IsDigits(value) && value[0] != '0';

    /// <summary>non-ws-string: no space and no control.</summary>
    public static bool IsVisible(string value) => value.Length > 0 && value.All(it => it > ' ' && it != '\x7F');

    /// <summary>NTP seconds: at least ten digits, the first of them not 0.</summary>
    public static bool IsTime(string value) => value.Length >= FewestTimeDigits && IsInteger(value);

    public static bool IsTypedTime(string value) =>
        IsDigits(value is [.., 'd' or 'h' or 'm' or 's'] ? value[..^1] : value);

    private static bool IsTokenChar(char it) =>
        it is '!' or (>= '#' and <= '\'') or '*' or '+' or '-' or '.' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= '^' and <= '~');
}
