using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sdp;

namespace Conformance.Tests.Harness.Wire.Sdp;

internal sealed class SdpDescriptionTests
{
    [TestCaseSource(nameof(Fixtures))]
    public void Description_fixture_hasExpectedDefects(WireFixture fixture) =>
        Assert.That(fixture.Written(Parse(fixture.Octets).Defects), Is.EqualTo(fixture.ExpectedDefects));

    [TestCaseSource(nameof(Fixtures))]
    public void Description_truncatedAtAnyOctet_isTheSumOfItsLines(WireFixture fixture)
    {
        var torn = Enumerable.Range(0, fixture.Octets.Length + 1).Where(length => !IsSumOfLines(fixture.Octets[..length]));
        Assert.That(torn, Is.Empty);
    }

    [Test]
    public void Offer_ofMsrp_isReadIntoItsSections()
    {
        var description = Read("msrp-offer");
        var media = description.Media.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(description.Origin, Is.EqualTo(new SdpOrigin("alice", "2890844526", "2890844526", "IN", "IP4", "192.0.2.1", description.Lines[1])));
            Assert.That(description.ConnectionOf(media)!.Address, Is.EqualTo("192.0.2.1"));
            Assert.That((media.Media, media.Port, media.Protocol), Is.EqualTo(("message", 7394, "TCP/MSRP")));
            Assert.That(media.Formats, Is.EqualTo(["*"]));
            Assert.That(media.Attribute("path")!.Value, Is.EqualTo("msrp://192.0.2.1:7394/2s93i93idj;tcp"));
            Assert.That(media.Lines.Select(line => line.Type), Is.EqualTo("aa"));
        }
    }

    [Test]
    public void Directions_ofMedia_areItsOwnElseTheSessions()
    {
        var description = Read("every-line");
        Assert.That(description.Media.Select(media => description.DirectionsOf(media).Single().Name), Is.EqualTo(["inactive", "recvonly"]));
    }

    [Test]
    public void Connection_ofMedia_isItsOwnElseTheSessions()
    {
        var description = Read("every-line");
        Assert.That(description.Media.Select(media => description.ConnectionOf(media)!.Address), Is.EqualTo(["224.2.1.1/127", "224.2.17.12/127/3"]));
    }

    [TestCase("message 7394 TCP/MSRP *", 7394)]
    [TestCase("message 0 TCP/MSRP *", 0)]
    [TestCase("message 49170/2 RTP/AVP *", 49170)]
    [TestCase("message 65535 TCP/MSRP *", 65535)]
    [TestCase("message 65536 TCP/MSRP *", null)]
    [TestCase("message 99999999999 TCP/MSRP *", null)]
    [TestCase("message -1 TCP/MSRP *", null)]
    [TestCase("message", null)]
    public void Port_ofMedia_isReadWhereItIsOne(string value, int? port)
    {
        var media = Parse(Encoding.UTF8.GetBytes($"m={value}\r\n")).Value!.Media.Single();
        Assert.That(media.Port, Is.EqualTo(port));
    }

    [Test]
    public void Description_insideMessage_hasSpansOfTheMessage()
    {
        var octets = "before v=0\r\nafter"u8.ToArray();
        var reading = SdpDescription.Parse(octets, new(7, 5));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Value!.Lines.Single().Span, Is.EqualTo(new ByteSpan(7, 3)));
            Assert.That(reading.Value.Lines.Single().ValueSpan, Is.EqualTo(new ByteSpan(9, 1)));
            Assert.That(reading.Defects.Select(it => it.Span), Is.EqualTo(Enumerable.Repeat(new ByteSpan(12, 0), 3)));
        }
    }

    private static SdpDescription Read(string name) => Parse(WireFixture.Named("sdp", name).Octets).Value!;

    private static Reading<SdpDescription> Parse(byte[] octets) => SdpDescription.Parse(octets, new(0, octets.Length));

    private static bool IsSumOfLines(byte[] octets)
    {
        var pieces = new List<byte>();
        foreach (var line in Parse(octets).Value!.Lines)
        {
            pieces.AddRange(line.Span.Of(octets));
            ReadOnlySpan<byte> rest = octets.AsSpan(line.Span.End);
            pieces.AddRange(rest.StartsWith("\r\n"u8) ? "\r\n"u8 : rest.StartsWith("\n"u8) ? "\n"u8 : []);
        }

        return pieces.SequenceEqual(octets);
    }

    private static IEnumerable<TestCaseData> Fixtures() => WireFixture.All("sdp");
}
