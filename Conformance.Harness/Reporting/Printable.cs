namespace Conformance.Harness.Reporting;

/// <summary>What clients wrote, as one line that no terminal obeys.</summary>
internal static class Printable
{
    /// <summary>Line ends become spaces, other controls their picture (Unicode 0x2400) or U+FFFD.</summary>
    public static string Of(string text) => string.Concat(text.ReplaceLineEndings(" ").Select(it =>
        it < ' ' ? (char)(0x2400 + it) : char.IsControl(it) ? '\uFFFD' : it));
}
