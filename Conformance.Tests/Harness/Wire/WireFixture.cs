using System.Globalization;
using System.Text;
using Conformance.Harness.Wire;

namespace Conformance.Tests.Harness.Wire;

/// <summary>
/// One wire fixture: NAME.KIND holds the octets, NAME.defects what is broken in them, a line each: defect kind, offset,
/// length, the octets there in quotes. Lines that begin with "#" say which rule the fixture is about.
/// </summary>
internal sealed record WireFixture(byte[] Octets, IReadOnlyList<string> ExpectedDefects)
{
    public static IEnumerable<TestCaseData> All(string kind)
    {
        var files = Directory.GetFiles(Solution.Fixture("wire", kind), "*." + kind);
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length > 0
            ? files.Select(file => new TestCaseData(Read(file)).SetArgDisplayNames(Path.GetFileNameWithoutExtension(file)))
            : throw new InvalidOperationException($"no fixtures of kind {kind}");
    }

    public static WireFixture Named(string kind, string name) => Read(Solution.Fixture("wire", kind, $"{name}.{kind}"));

    /// <summary>The defects as the fixture's file writes them.</summary>
    public IReadOnlyList<string> Written(IEnumerable<Defect> defects) =>
        [.. defects.Select(it => string.Create(CultureInfo.InvariantCulture, $"{it.Kind} {it.Span.Offset} {it.Span.Length} {Quoted(it.Span)}"))];

    private static WireFixture Read(string file) =>
        new(File.ReadAllBytes(file), [.. File.ReadAllLines(Path.ChangeExtension(file, "defects")).Where(line => !line.StartsWith('#'))]);

    private string Quoted(ByteSpan span)
    {
        var text = new StringBuilder("\"");
        foreach (var octet in span.Of(Octets))
        {
            text.Append(octet switch
            {
                (byte)'\r' => "\\r",
                (byte)'\n' => "\\n",
                (byte)'\t' => "\\t",
                (byte)'"' => "\\\"",
                (byte)'\\' => "\\\\",
                >= 0x20 and < 0x7F => ((char)octet).ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\x{octet:x2}"),
            });
        }

        return text.Append('"').ToString();
    }
}
