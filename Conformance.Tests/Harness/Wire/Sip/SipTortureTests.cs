using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Sip;

/// <summary>The torture messages of RFC 4475, octet for octet; what is wrong with each stands beside it, taken from the RFC's text.</summary>
public sealed class SipTortureTests
{
    [TestCaseSource(typeof(SipFixtures), nameof(SipFixtures.Torture))]
    public void Message_inspected_has_exactly_the_defects_beside_it(string file)
    {
        var message = SipMessage.Parse(File.ReadAllBytes(file));

        Assert.That(DefectList.Write(message.Octets, message.Inspect()), Is.EqualTo(DefectList.Read(Path.ChangeExtension(file, "defects"))));
    }
}
