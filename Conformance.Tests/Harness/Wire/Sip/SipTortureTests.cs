using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Sip;

/// <summary>The torture messages of RFC 4475, octet for octet; what is wrong with each stands beside it.</summary>
public sealed class SipTortureTests
{
    private static readonly string Folder = Solution.Fixture("wire", "sip", "rfc4475");

    [TestCaseSource(nameof(Names))]
    public void Message_inspected_has_exactly_the_defects_beside_it(string name)
    {
        var octets = File.ReadAllBytes(Path.Combine(Folder, $"{name}.dat"));

        var defects = SipMessage.Parse(octets).Inspect();

        Assert.That(DefectList.Write(octets, defects), Is.EqualTo(DefectList.Read(Path.Combine(Folder, $"{name}.defects.txt"))));
    }

    private static IEnumerable<string> Names() => Directory.GetFiles(Folder, "*.dat").Select(it => Path.GetFileNameWithoutExtension(it)!);
}
