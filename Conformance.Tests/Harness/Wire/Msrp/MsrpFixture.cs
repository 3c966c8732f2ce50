using System.Text;
using Conformance.Harness.Wire;

namespace Conformance.Tests.Harness.Wire.Msrp;

/// <summary>
/// A message of fixtures/wire/msrp: its octets in NAME.msrp, and in NAME.defects a line that says what it is and one
/// "Kind offset length "quoted octets"" for each defect.
/// </summary>
internal sealed record MsrpFixture(string Name, byte[] Octets, string[] Defects)
{
    public static IEnumerable<MsrpFixture> All() =>
        Directory.EnumerateFiles(Solution.Fixture("wire", "msrp"), "*.msrp").Order(StringComparer.Ordinal).Select(Load);

    public static IEnumerable<MsrpFixture> Sound() => All().Where(it => it.Defects.Length == 0);

    public static MsrpFixture Named(string name) => Load(Solution.Fixture("wire", "msrp", name + ".msrp"));

    public static string Describe(Defect defect, ReadOnlyMemory<byte> octets) =>
        $"{defect.Kind} {defect.Span.Offset} {defect.Span.Length} \"{Escape(defect.Span.Of(octets))}\"";

    public override string ToString() => Name;

    private static MsrpFixture Load(string path) => new(
        Path.GetFileNameWithoutExtension(path),
        File.ReadAllBytes(path),
        [.. File.ReadLines(Path.ChangeExtension(path, ".defects")).Where(it => !it.StartsWith('#'))]);

    private static string Escape(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder();
        foreach (var octet in octets)
        {
            text.Append(octet switch
            {
                (byte)'\r' => "\\r",
                (byte)'\n' => "\\n",
                (byte)'\t' => "\\t",
                (byte)'"' => "\\\"",
                (byte)'\\' => "\\\\",
                >= 0x20 and < 0x7F => $"{(char)octet}",
                _ => $"\\x{octet:x2}",
            });
        }

        return text.ToString();
    }
}
