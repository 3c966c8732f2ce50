using Conformance.Harness.Judging;

namespace Conformance.Tests.Requirements.Rfc3261;

/// <summary>Breaches of RFC 3261 and of what it leans on.</summary>
public sealed class Rfc3261BreachTests : BrokenClientTests
{
    [TestCase("RFC3261-7-1", "1.ack", "Max-Forwards: 70\r\n", "Max-Forwards: 70\n", "")]
    [TestCase("RFC3261-7.1-1", "1.ack", "ACK sip", "ACK  sip", "ACK  sip:bob@127.0.0.1:5061;transport=udp SIP/2.0")]
    [TestCase("RFC3261-7.1-1", "1.bye", " SIP/2.0\r\n", " sip/2.0\r\n", "BYE sip:bob@127.0.0.1:5061;transport=udp sip/2.0")]
    [TestCase("RFC3261-7.1-1", "1.bye", " SIP/2.0\r\n", " SIP/2.0 \r\n", "BYE sip:bob@127.0.0.1:5061;transport=udp SIP/2.0 ")]
    [TestCase("RFC3261-7.1-2", "1.ack", "ACK sip:bob@127.0.0.1:5061;transport=udp SIP", "ACK <sip:bob@127.0.0.1:5061;transport=udp> SIP", "ACK <sip:bob@127.0.0.1:5061;transport=udp> SIP/2.0")]
    [TestCase("RFC3261-7.1-2", "1.invite", "INVITE sip:bob@", "INVITE sip:bob jr@", "INVITE sip:bob jr@im.example SIP/2.0")]
    [TestCase("RFC3261-7.3.1-1", "1.bye", "Call-ID: ", "i: first\r\nCall-ID: ", "i: first")]
    [TestCase("RFC3261-7.3.1-1", "2.bye-response", "CSeq: 7 BYE\r\n", "CSeq: 7 BYE\r\nCSeq: 7 BYE\r\n", "CSeq: 7 BYE")]
    [TestCase("RFC3261-7.3.1-2", "1.bye", ";rport", ";rport;RPORT", "RPORT")]
    [TestCase("RFC3261-15-1", "1.bye", ";tag=peer1", "", "To: <sip:bob@im.example>")]
    [TestCase("RFC3261-20.11-1", "3.invite", "Content-Disposition: recipient-list", "Content-Disposition: recipient-list; handling=optional", "Content-Disposition: recipient-list; handling=optional")]
    [TestCase("RFC3261-7.4.1-1", "1.invite", "Content-Type: application/sdp\r\n", "Content-Encoding: gzip\r\nContent-Type: application/sdp\r\n", "Content-Encoding: gzip")]
    [TestCase("RFC3261-8.1.1.1-1", "1.invite", "To: <sip:bob@", "To: <sip:carol@", "sip:bob@im.example")]
    [TestCase("RFC3261-8.1.1.2-1", "register", "To: <sip:alice@im.example>", "To: <sip:alice@im.example>;tag=x", "To: <sip:alice@im.example>;tag=x")]
    [TestCase("RFC3261-8.1.1.2-1", "1.invite", "To: <sip:bob@im.example>", "t: <sip:bob@im.example> ; tag=x", "t: <sip:bob@im.example> ; tag=x")]
    [TestCase("RFC3261-8.1.1.3-1", "register", ";tag=regtag", "", "From: <sip:alice@im.example>")]
    [TestCase("RFC3261-8.1.1.3-1", "2.invite", ";tag=own2", ";tag=own1", "From: \"Alice\" <sip:alice@im.example>;tag=own1")]
    [TestCase("RFC3261-8.1.1.3-2", "1.invite", "<sip:alice@im.example>", "<sip:alice@127.0.0.1>", "From: \"Alice\" <sip:alice@127.0.0.1>;tag=own1")]
    [TestCase("RFC3261-8.1.1.4-1", "2.invite", "Call-ID: call2", "Call-ID: call1", "Call-ID: call1@127.0.0.1")]
    [TestCase("RFC3261-8.1.1.4-1", "1.bye", "Call-ID: call1", "Call-ID: callX", "Call-ID: callX@127.0.0.1")]
    [TestCase("RFC3261-8.1.1.5-1", "1.bye", "CSeq: 2 BYE", "CSeq: 2 Bye", "Bye")]
    [TestCase("RFC3261-8.1.1.5-1", "register", "CSeq: 1 REGISTER", "CSeq: 2147483648 REGISTER", "2147483648")]
    [TestCase("RFC3261-8.1.1.5-1", "1.ack", "CSeq: 1 ACK", "CSeq: one ACK", "CSeq: one ACK")]
    [TestCase("RFC3261-8.1.1.6-1", "1.ack", "Max-Forwards: 70", "Max-Forwards: 256", "Max-Forwards: 256")]
    [TestCase("RFC3261-8.1.1.6-1", "1.ack", "Max-Forwards: 70", "Max-Forwards: many", "Max-Forwards: many")]
    [TestCase("RFC3261-8.1.1.7-1", "1.bye", "branch=z9hG4bKbye1", "branch=bye1", "branch=bye1")]
    [TestCase("RFC3261-8.1.1.7-1", "1.bye", "branch=z9hG4bKbye1", "branch=z9hG4bK", "branch=z9hG4bK")]
    [TestCase("RFC3261-8.1.1.7-1", "1.bye", "branch=z9hG4bKbye1;", "", "SIP/2.0/UDP 127.0.0.1:5070;rport")]
    [TestCase("RFC3261-8.1.1.7-1", "1.bye", "SIP/2.0/UDP", "SIP/1.0/UDP", "branch=z9hG4bKbye1")]
    [TestCase("RFC3261-8.1.1.7-2", "1.bye", "branch=z9hG4bKbye1", "branch=z9hG4bKreg1", "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKreg1;rport")]
    [TestCase("RFC3261-8.1.1.8-1", "1.invite", "Contact: <sip", "Contact: <sip:two@192.0.2.1>, <sip", "<sip:two@192.0.2.1>")]
    [TestCase("RFC3261-8.1.1.8-1", "1.invite", "Contact: <sip:alice@127.0.0.1:5070>", "Contact: <mailto:alice@im.example>", "Contact: <mailto:alice@im.example>")]
    [TestCase("RFC3261-8.1.1.8-1", "1.invite", "Contact: <sip:alice@127.0.0.1:5070>", "Contact: *", "Contact: *")]
    [TestCase("RFC3261-8.1.3.5-6", "register-again", "tag=regtag", "tag=other", "From: <sip:alice@im.example>;tag=other")]
    [TestCase("RFC3261-8.1.3.5-6", "register-again", "CSeq: 2", "CSeq: 4", "CSeq: 4 REGISTER")]
    [TestCase("RFC3261-10.2-1", "register", "REGISTER sip:im", "REGISTER sip:alice@im", "sip:alice@im.example")]
    [TestCase("RFC3261-10.2-2", "register", "To: <sip:alice@", "To: <sip:bob@", "To: <sip:bob@im.example>")]
    [TestCase("RFC3261-10.2-3", "register-again", "CSeq: 2", "CSeq: 1", "CSeq: 1 REGISTER")]
    [TestCase("RFC3261-10.2.2-1", "register-again", "Contact: <sip:alice@127.0.0.1:5070>", "Contact: *", "Contact: *")]
    [TestCase("RFC3261-12.1.2-2", "1.ack", "ACK sip:bob@127.0.0.1:5061;transport=udp", "ACK sip:bob@im.example", "sip:bob@im.example")]
    [TestCase("RFC3261-12.1.2-2", "1.bye", ";transport=udp SIP", " SIP", "sip:bob@127.0.0.1:5061")]
    [TestCase("RFC3261-12.1.2-2", "1.bye", ";transport=udp SIP", ";transport=udp;isfocus SIP", "sip:bob@127.0.0.1:5061;transport=udp;isfocus")]
    [TestCase("RFC3261-12.2.1.1-1", "1.bye", ";tag=peer1", ";tag=peerX", "To: <sip:bob@im.example>;tag=peerX")]
    [TestCase("RFC3261-12.2.1.1-1", "1.ack", ";tag=peer1", "", "To: <sip:bob@im.example>")]
    [TestCase("RFC3261-12.2.1.1-1", "1.bye", ";tag=own1", ";tag=ownX", "From: \"Alice\" <sip:alice@im.example>;tag=ownX")]
    [TestCase("RFC3261-12.2.1.1-1", "1.bye", "<sip:bob@im.example>", "<sip:carol@im.example>", "To: <sip:carol@im.example>;tag=peer1")]
    [TestCase("RFC3261-12.2.1.1-2", "1.bye", "CSeq: 2", "CSeq: 3", "CSeq: 3 BYE")]
    [TestCase("RFC3261-12.2.1.1-2", "1.bye", "CSeq: 2", "CSeq: 1", "CSeq: 1 BYE")]
    [TestCase("RFC3261-12.2.1.1-3", "1.bye", "CSeq: 2", "Route: <sip:127.0.0.1:5060;lr>\r\nCSeq: 2", "Route: <sip:127.0.0.1:5060;lr>")]
    [TestCase("RFC3261-13.2.1-4", "1.invite", "Content-Type:", "Content-Disposition: render\r\nContent-Type:", "Content-Disposition: render")]
    [TestCase("RFC3261-13.2.2.4-2", "1.ack", "CSeq: 1", "CSeq: 2", "CSeq: 2 ACK")]
    [TestCase("RFC3261-13.2.2.4-2", "1.ack", "z9hG4bKack1", "z9hG4bKinv1", "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKinv1;rport")]
    [TestCase("RFC3261-15.1.2-1", "2.bye-response", "200 OK", "481 Gone", "SIP/2.0 481 Gone")]
    [TestCase("RFC3261-17.1.1.3-1", "3.ack", "z9hG4bKinv3", "z9hG4bKnew", "Via: SIP/2.0/TCP 127.0.0.1:5070;branch=z9hG4bKnew;rport")]
    [TestCase("RFC3261-17.1.1.3-1", "3.ack", ";tag=answered", "", "To: <sip:im-factory@im.example>")]
    [TestCase("RFC3261-17.1.1.3-1", "3.ack", "Route: <sip:orig@127.0.0.1:5060;transport=udp;lr>\r\n", "Route: <sip:127.0.0.1;lr>\r\n", "Route: <sip:127.0.0.1;lr>")]
    [TestCase("RFC3261-17.1.1.3-1", "3.ack", "CSeq: 1", "CSeq: 2", "CSeq: 2 ACK")]
    [TestCase("RFC3261-18.1.1-2", "1.ack", "SIP/2.0/UDP", "SIP/2.0/TCP", "SIP/2.0/TCP 127.0.0.1:5070;branch=z9hG4bKack1;rport")]
    [TestCase("RFC3261-18.1.1-2", "3.ack", "SIP/2.0/TCP", "SIP/2.0/UDP", "SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKinv3;rport")]
    [TestCase("RFC3261-18.3-1", "1.bye", "LENGTH\r\n\r\n", "0\r\n\r\njunk", "junk")]
    [TestCase("RFC3261-19.1.2-1", "1.ack", "CSeq:", "Contact: <sip:a%zz@127.0.0.1>\r\nCSeq:", "%zz")]
    [TestCase("RFC3261-19.1.2-1", "1.bye", "udp SIP", "udp?Subject=x SIP", "?Subject=x")]
    [TestCase("RFC3261-20-1", "1.ack", "CSeq:", "Contact: sip:alice@127.0.0.1?x=y\r\nCSeq:", "sip:alice@127.0.0.1?x=y")]
    [TestCase("RFC3261-20.5-1", "1.invite", "ACK, CANCEL, BYE", "CANCEL, BYE", "Allow: INVITE, CANCEL, BYE")]
    [TestCase("RFC3261-20.5-1", "1.invite", "INVITE, ACK", "INVITE, ack", "Allow: INVITE, ack, CANCEL, BYE")]
    [TestCase("RFC3581-3-1", "1.bye", ";rport", ";rport=5070", "rport=5070")]
    [TestCase("RFC3608-6.1-1", "1.invite", ";transport=udp;lr>", ";lr>", "Route: <sip:orig@127.0.0.1:5060;lr>")]
    [TestCase("RFC3608-6.1-1", "1.invite", "Route: ", "Route: <sip:a.example;lr>, <sip:b.example;lr>, ", "Route: <sip:a.example;lr>, <sip:b.example;lr>, <sip:orig@127.0.0.1:5060;transport=udp;lr>")]
    public void Client_breach_fails_at_its_octets(string id, string label, string old, string instead, string evidence) =>
        Breaks(id, label, old, instead, evidence);

    [TestCase("RFC3261-8.1.1-1", "1.ack", "Max-Forwards: 70\r\n")]
    [TestCase("RFC3261-8.1.1-1", "1.ack", "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKack1;rport\r\n")]
    [TestCase("RFC3261-8.1.1-1", "1.bye", "CSeq: 2 BYE\r\n")]
    [TestCase("RFC3261-8.1.1.6-1", "1.bye", "Max-Forwards: 70\r\n")]
    [TestCase("RFC3261-7.4.1-1", "1.invite", "Content-Type: application/sdp\r\n")]
    [TestCase("RFC3261-8.1.1.8-1", "1.invite", "Contact: <sip:alice@127.0.0.1:5070>\r\n")]
    [TestCase("RFC3261-13.2.1-1", "1.invite", "Allow: INVITE, ACK, CANCEL, BYE\r\n")]
    [TestCase("RFC3261-13.2.1-2", "1.invite", "Supported:\r\n")]
    [TestCase("RFC3261-18.3-1", "3.ack", "Content-Length: LENGTH\r\n")]
    public void Client_missing_field_fails_at_the_head_that_was_searched(string id, string label, string line)
    {
        var (judgement, trace) = new ChatTrace().Edit(label, line, "").Judge(id);
        var failure = judgement.Findings.Select(it => it.Finding).First(it => it.Verdict == Verdict.Fail);

        Assert.That(ChatTrace.EvidenceText(failure, trace), Does.Contain("Call-ID:").And.Not.Contain("v=0"));
    }

    [TestCase("RFC2617-3.2.2-1", "nc=00000001", "nc=1")]
    [TestCase("RFC2617-3.2.2-1", "nc=00000001", "nc=00000002")]
    [TestCase("RFC2617-3.2.2-1", "cnonce=\"0a4f113b\", ", "")]
    [TestCase("RFC2617-3.2.2-1", "qop=auth, ", "")]
    [TestCase("RFC2617-3.2.2-2", "opaque=\"5ccc", "opaque=\"6ccc")]
    [TestCase("RFC2617-3.2.2-2", "algorithm=MD5, ", "")]
    [TestCase("RFC2617-3.2.2-2", "realm=\"im", "realm=\"IM")]
    [TestCase("RFC3261-22.4-1", "qop=auth, nc=00000001", "x=y")]
    [TestCase("RFC3261-22.4-1", "uri=\"sip:im.example\"", "uri=\"sip:other.example\"")]
    [TestCase("RFC3261-22.4-1", "uri=\"sip:im.example\"", "uri=sip:im.example")]
    [TestCase("RFC3261-22.4-1", "response=\"", "response=\"0")]
    [TestCase("RFC3261-22.4-1", "qop=auth", "qop=\"auth\"")]
    [TestCase("RFC3261-22.4-1", "Authorization: Digest", "Authorization: Basic")]
    [TestCase("RFC2617-3.2.2-1", "nc=00000001", "nc=\"00000001\"")]
    public void Credentials_breach_fails_at_their_field(string id, string old, string instead)
    {
        var (judgement, trace) = new ChatTrace().Edit("register-again", old, instead).Judge(id);
        var failure = judgement.Findings.Select(it => it.Finding).First(it => it.Verdict == Verdict.Fail);

        Assert.That(ChatTrace.EvidenceText(failure, trace), Does.StartWith("Authorization: "));
    }
}
