namespace Conformance.Tests.Harness.Wire.Sip;

/// <summary>All SIP messages that are kept as octets, for tests that hold of any.</summary>
internal static class SipFixtures
{
    public static readonly string TortureFolder = Solution.Fixture("wire", "sip", "rfc4475");

    public static readonly string CaptureFolder = Solution.Fixture("captures");

    public static IEnumerable<TestCaseData> Torture() => Cases(Files(TortureFolder, "*.dat"));

    public static IEnumerable<TestCaseData> Captures() => Cases(Files(CaptureFolder, "*.sip"));

    public static IEnumerable<TestCaseData> All() => Torture().Concat(Captures());

    private static IEnumerable<TestCaseData> Cases(IEnumerable<string> files) => files.Select(file =>
        new TestCaseData(file).SetArgDisplayNames(Path.GetFileNameWithoutExtension(file)));

    private static string[] Files(string folder, string pattern)
    {
        var files = Directory.GetFiles(folder, pattern);
        return files.Length > 0 ? files : throw new InvalidOperationException($"no {pattern} in {folder}");
    }
}
