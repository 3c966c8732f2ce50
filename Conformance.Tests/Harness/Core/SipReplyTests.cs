using System.Net;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

internal sealed class SipReplyTests
{
    private static readonly Hop Source = new(Transport.Udp, IPEndPoint.Parse("192.0.2.2:40000"));

    [TestCase("SIP/2.0/UDP 192.0.2.2:5070;branch=z9hG4bK1", "SIP/2.0/UDP 192.0.2.2:5070;branch=z9hG4bK1")]
    [TestCase("SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bK1", "SIP/2.0/UDP 10.0.0.1:5070;branch=z9hG4bK1;received=192.0.2.2")]
    [TestCase("SIP/2.0/UDP alice.example;branch=z9hG4bK1", "SIP/2.0/UDP alice.example;branch=z9hG4bK1;received=192.0.2.2")]
    [TestCase("SIP/2.0/UDP 192.0.2.2:5070;rport;branch=z9hG4bK1", "SIP/2.0/UDP 192.0.2.2:5070;rport=40000;branch=z9hG4bK1;received=192.0.2.2")]
    [TestCase("SIP/2.0/UDP 192.0.2.2;keep;branch=z9hG4bK1;RPORT", "SIP/2.0/UDP 192.0.2.2;keep;branch=z9hG4bK1;RPORT=40000;received=192.0.2.2")]
    [TestCase("SIP/2.0/UDP [2001:db8::1]:5070;branch=z9hG4bK1", "SIP/2.0/UDP [2001:db8::1]:5070;branch=z9hG4bK1;received=192.0.2.2")]
    public void Top_Via_tells_where_the_request_came_from(string via, string expected) =>
        Assert.That(Reply(via).ElementTexts("Via"), Is.EqualTo([expected]));

    [Test]
    public void Further_Vias_are_copied_as_they_are() => Assert.That(
        Reply("SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1, SIP/2.0/UDP 10.0.0.1;rport;branch=z9hG4bK2").ElementTexts("Via"),
        Is.EqualTo(["SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1", "SIP/2.0/UDP 10.0.0.1;rport;branch=z9hG4bK2"]));

    [TestCase("sip:bob@im.example", "sip:bob@im.example;tag=mine")]
    [TestCase("<sip:bob@im.example>", "<sip:bob@im.example>;tag=mine")]
    [TestCase("<sip:bob@im.example>;tag=there", "<sip:bob@im.example>;tag=there")]
    public void To_gets_the_tag_unless_it_has_one(string to, string expected)
    {
        var reply = Reply("SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK1", to);

        Assert.That(reply.Header("To")!.Value, Is.EqualTo(expected));
        Assert.That(reply.Inspect(), Is.Empty);
    }

    private static SipMessage Reply(string via, string to = "<sip:bob@im.example>")
    {
        var request = SipWriter.Request("OPTIONS", "sip:bob@im.example")
            .Header("Via", via)
            .Header("Max-Forwards", "70")
            .Header("From", "<sip:alice@im.example>;tag=a")
            .Header("To", to)
            .Header("Call-ID", "call-1")
            .Header("CSeq", "1 OPTIONS")
            .Write();
        return SipReply.To(request, Source, 200, "OK", "mine").Write();
    }
}
