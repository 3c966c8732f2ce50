using Conformance.Harness.Wire;

namespace Conformance.Tests.Harness.Wire;

/// <summary>One wire fixture: NAME.KIND holds the octets, NAME.defects what is broken in them and by which rule.</summary>
internal sealed record WireFixture(byte[] Octets, string ExpectedDefects)
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
    public string Written(IEnumerable<Defect> defects) => DefectList.Write(Octets, defects);

    private static WireFixture Read(string file) => new(File.ReadAllBytes(file), DefectList.Read(Path.ChangeExtension(file, "defects")));
}
