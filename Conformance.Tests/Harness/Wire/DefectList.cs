using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Conformance.Harness.Wire;

namespace Conformance.Tests.Harness.Wire;

/// <summary>
/// The defects expected of a fixture, one per line: kind, offset+length, and the octets there in quotes so that a reader can
/// check them by eye (cut off with an ellipsis where they are long). Lines that begin with "#" say why.
/// </summary>
internal static partial class DefectList
{
    private const int QuotedOctets = 60;

    public static string Read(string path) =>
        string.Join('\n', File.ReadAllLines(path).Where(it => !it.StartsWith('#')).Order(StringComparer.Ordinal));

    public static string Write(ReadOnlyMemory<byte> octets, IEnumerable<Defect> defects) =>
        string.Join('\n', defects.Select(it => Line(octets, it)).Order(StringComparer.Ordinal));

    private static string Line(ReadOnlyMemory<byte> octets, Defect defect) => string.Create(
        CultureInfo.InvariantCulture,
        $"{defect.Kind} {defect.Span.Offset}+{defect.Span.Length} \"{Quote(defect.Span.Of(octets))}\"");

    private static string Quote(ReadOnlySpan<byte> octets)
    {
        var quoted = Encoding.Latin1.GetString(octets.Length > QuotedOctets ? octets[..QuotedOctets] : octets)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal);
        var printable = Unprintable().Replace(quoted, it => $"\\x{(int)it.Value[0]:X2}");
        return octets.Length > QuotedOctets ? printable + "…" : printable;
    }

    [GeneratedRegex("[^ -~]")]
    private static partial Regex Unprintable();
}
