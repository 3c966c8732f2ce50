using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Sip;

/// <summary>What real clients sent: all of it is legal, so none of it may be called a defect.</summary>
public sealed class CapturedMessageTests
{
    [TestCaseSource(typeof(SipFixtures), nameof(SipFixtures.Captures))]
    public void Message_of_a_real_client_has_no_defect(string file)
    {
        var message = SipMessage.Parse(File.ReadAllBytes(file));

        Assert.That(DefectList.Write(message.Octets, message.Inspect()), Is.Empty);
    }

    [TestCase("pjsip-group.sip", "sip:alice@im.test", "589f341c-75ce-47fa-98b7-66e07220da97", "sip:conference-factory@im.test", 701)]
    [TestCase("rcsjta-group.sip", "sip:+33600000001@im.test;user=phone", "sgC5BIaEAA", "sip:conference-factory@im.test", 828)]
    [TestCase("sipsimple-one-to-one.sip", "sip:alice@im.test", "ae763037-761c-41e3-9483-2d6d91a77912", "sip:bob@im.test", 341)]
    public void Message_of_a_real_client_read_gives_its_values(string file, string from, string tag, string to, int body)
    {
        var message = SipMessage.Parse(File.ReadAllBytes(Path.Combine(SipFixtures.CaptureFolder, file)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.From?.Value?.Uri.Text, Is.EqualTo(from));
            Assert.That(message.From?.Value?.Tag, Is.EqualTo(tag));
            Assert.That(message.To?.Value?.Uri.Text, Is.EqualTo(to));
            Assert.That(message.Body.Length, Is.EqualTo(body));
            Assert.That(message.Number("Content-Length"), Is.EqualTo(body));
        }
    }
}
