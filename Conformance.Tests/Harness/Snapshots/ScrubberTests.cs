using Conformance.Harness.Snapshots;

namespace Conformance.Tests.Harness.Snapshots;

public class ScrubberTests
{
    [TestCase("Via: SIP/2.0/UDP h;branch=z9hG4bKa1\nVia: SIP/2.0/UDP h;branch=z9hG4bKb2", "Via: SIP/2.0/UDP h;branch={branch-1}\nVia: SIP/2.0/UDP h;branch={branch-2}")]
    [TestCase("From: <sip:a@x>;tag=q1\nTo: <sip:b@x>;tag=q1", "From: <sip:a@x>;tag={tag-1}\nTo: <sip:b@x>;tag={tag-1}", TestName = "The_same_value_gets_the_same_token")]
    [TestCase("Call-ID: x@y\ni: z", "Call-ID: {call-id-1}\ni: {call-id-2}")]
    [TestCase("CSeq: 3786 INVITE", "CSeq: {cseq-1} INVITE")]
    [TestCase("Content-Type: multipart/mixed;boundary=\"b1\"\n\n--b1\n\nx\n--b1--", "Content-Type: multipart/mixed;boundary=\"{boundary-1}\"\n\n--{boundary-1}\n\nx\n--{boundary-1}--")]
    [TestCase("m=message 7654 TCP/MSRP *\na=path:msrp://192.0.2.2:7654/s3cr3t;tcp", "m=message {port-1} TCP/MSRP *\na=path:msrp://{address-1}:{port-1}/{session-id-1};tcp", TestName = "A_port_is_the_same_in_m_line_and_path")]
    [TestCase("o=- 17 18 IN IP4 192.0.2.2\nc=IN IP4 192.0.2.2", "o=- {sdp-session-1} {sdp-session-2} IN IP4 {address-1}\nc=IN IP4 {address-1}")]
    [TestCase("c=IN IP6 2001:db8::1\na=path:msrp://[2001:db8::1]:7/s;tcp", "c=IN IP6 {address-1}\na=path:msrp://[{address-1}]:{port-1}/{session-id-1};tcp")]
    [TestCase("t=0 0\na=sendrecv\na=accept-types:text/plain", "t=0 0\na=sendrecv\na=accept-types:text/plain", TestName = "What_has_meaning_stays")]
    public void Volatile_values_become_tokens(string text, string scrubbed) =>
        Assert.That(new Scrubber().Scrub(text), Is.EqualTo(scrubbed));

    [Test]
    public void Line_order_is_kept() =>
        Assert.That(new Scrubber().Scrub("a=sendrecv\r\nv=0\r\n"), Is.EqualTo("a=sendrecv\nv=0\n"));

    [Test]
    public void Every_rule_names_the_section_that_leaves_the_value_free() =>
        Assert.That(ScrubRule.All.Select(it => it.Source), Has.All.Match(@"^RFC \d+ section [\d.]+$"));
}
