using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Sip;

/// <summary>What real clients sent: all of it is legal, so none of it may be called a defect.</summary>
public sealed class CapturedMessageTests
{
    [TestCaseSource(nameof(Files))]
    public void Message_of_a_real_client_has_no_defect(string file)
    {
        var octets = File.ReadAllBytes(Solution.Fixture("captures", file));

        var defects = SipMessage.Parse(octets).Inspect();

        Assert.That(DefectList.Write(octets, defects), Is.Empty);
    }

    private static IEnumerable<string> Files() => Directory.GetFiles(Solution.Fixture("captures"), "*.sip").Select(it => Path.GetFileName(it)!);
}
