using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>What a client that does all right gets, and what else is right.</summary>
public sealed class RightClientTests
{
    private static readonly string[] Documents = ["RFC 3261", "RFC 4975", "RFC 2617", "RFC 3581", "RFC 3608"];

    private static IEnumerable<string> Ids => Catalogue.Requirements.Where(it => Documents.Contains(it.Document)).Select(it => it.Id);

    [TestCaseSource(nameof(Ids))]
    public void Requirement_client_that_does_all_right_passes(string id)
    {
        var (judgement, _) = new ChatTrace().Judge(id);

        // What these chats give no occasion for, such as most refusals, has tests of its own.
        Assert.That(judgement.Findings.Where(it => it.Finding.Verdict != Verdict.Pass), Is.Empty);
    }

    [Test]
    public void Client_that_answers_a_challenge_to_its_invitation_fails_nothing()
    {
        var challenge = new DigestChallenge("im.example", "af31bc09", "MD5", ["auth"], null, false);
        var credentials = $"Proxy-Authorization: {challenge.Answer("alice", "secret", "INVITE", "sip:bob@im.example", "0a4f113c").ToHeaderValue()}";
        var trace = new ChatTrace { Challenge = challenge }
            .Edit("1.invite", "CSeq: 1 INVITE", $"CSeq: 2 INVITE\r\n{credentials}")
            .Edit("1.ack", "CSeq: 1 ACK", $"CSeq: 2 ACK\r\n{credentials}")
            .Edit("1.bye", "CSeq: 2", "CSeq: 3")
            .Record();

        Assert.That(Failed(trace), Is.Empty);
    }

    [TestCase("compact names", "*", "Call-ID:", "i:")]
    [TestCase("compact names", "*", "From:", "f:")]
    [TestCase("compact names", "*", "To:", "t:")]
    [TestCase("compact names", "*", "Via:", "v:")]
    [TestCase("compact names", "*", "Contact:", "m:")]
    [TestCase("compact names", "*", "Content-Length:", "l:")]
    [TestCase("compact names", "1.invite", "Content-Type:", "c:")]
    [TestCase("compact names", "*", "Supported:", "k:")]
    [TestCase("odd case", "*", "Max-Forwards:", "mAX-fORWARDS:")]
    [TestCase("odd case", "*", "CSeq:", "CSEQ:")]
    [TestCase("odd case of parameters", "*", ";tag=", ";TAG=")]
    [TestCase("odd case of parameters", "*", ";branch=", ";Branch=")]
    [TestCase("white space", "*", "Content-Length: ", "Content-Length   :     ")]
    [TestCase("white space", "*", "SIP/2.0/UDP 127", "SIP / 2.0 / UDP   127")]
    [TestCase("folding", "*", "Max-Forwards: ", "Max-Forwards:\r\n ")]
    [TestCase("folding", "*", ";tag=own", "\r\n\t;tag=own")]
    [TestCase("folding", "*", "INVITE, ACK, ", "INVITE,\r\n  ACK, ")]
    [TestCase("several rows", "*", "Allow: INVITE, ACK, ", "Allow: INVITE\r\nAllow: ACK, ")]
    [TestCase("header order", "*", "Max-Forwards: 70\r\n", "Subject: x\r\nMax-Forwards: 70\r\n")]
    [TestCase("no brackets", "1.invite", "To: <sip:bob@im.example>", "To: sip:bob@im.example")]
    [TestCase("IPv6", "*", "127.0.0.1:5070", "[::1]:5070")]
    [TestCase("IPv6 in SDP", "1.", "IN IP4 127.0.0.1\r\nt=", "IN IP6 ::1\r\nt=", "msrp://127.0.0.1:6001", "msrp://[0:0:0:0:0:0:0:1]:6001")]
    [TestCase("host names", "*", "Contact: <sip:alice@127.0.0.1:5070>", "Contact: <sip:alice@phone.example.net>")]
    [TestCase("GRUU", "*", "Contact: <sip:alice@127.0.0.1:5070>", "Contact: <sip:alice@im.example;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>;+g.oma.sip-im")]
    [TestCase("other parameters in From", "*", ";tag=own", ";x=y;tag=own")]
    [TestCase("no rport", "*", ";rport", "")]
    [TestCase("no Content-Length over UDP", "1.bye", "Content-Length: LENGTH\r\n", "")]
    [TestCase("other Max-Forwards", "*", "Max-Forwards: 70", "Max-Forwards: 0")]
    [TestCase("no Service-Route, which is optional", "*", "Route: <sip:orig@127.0.0.1:5060;transport=udp;lr>\r\n", "")]
    [TestCase("outbound proxy before Service-Route", "*", "Route: <sip:orig", "Route: <sip:127.0.0.1:5060;lr>, <sip:orig")]
    [TestCase("outbound proxy alone", "*", "Route: <sip:orig@127.0.0.1:5060;transport=udp;lr>", "Route: <sip:127.0.0.1:5060;transport=udp;lr>")]
    [TestCase("anonymous", "1.", "sip:alice@im.example", "sip:anonymous@anonymous.invalid")]
    [TestCase("wildcard with no expiry", "register-again", "Contact: <sip:alice@127.0.0.1:5070>\r\nExpires: 600", "Contact: *\r\nExpires: 0")]
    [TestCase("credentials without nonce", "register", "Expires: 600\r\n", "Expires: 600\r\nAuthorization: Digest username=\"alice\",realm=\"im.example\",nonce=\"\",uri=\"sip:im.example\",response=\"\"\r\n")]
    [TestCase("order of credentials", "register-again", "Digest username=\"alice\", realm=\"im.example\"", "digest realm=\"im.example\",\r\n username=\"alice\"")]
    [TestCase("quoted algorithm", "register-again", "algorithm=MD5", "algorithm=\"MD5\"")]
    [TestCase("disposition session", "1.invite", "Content-Type:", "Content-Disposition: session;handling=optional\r\nContent-Type:")]
    [TestCase("an encoding that is understood", "1.invite", "Supported:\r\n", "Supported:\r\nAccept-Encoding: gzip\r\n")]
    [TestCase("TLS", "1.", "TCP/MSRP", "TCP/TLS/MSRP", "a=path:msrp:", "a=path:msrps:", "From-Path: msrp:", "From-Path: msrps:")]
    [TestCase("accept-types in odd case", "*", "text/plain message/cpim", "text/plain message/CPIM Image/* *")]
    [TestCase("accept-types with parameters", "*", "text/plain message/cpim", "text/plain;charset=utf-8 message/cpim")]
    [TestCase("setup", "*", "a=sendrecv\r\n", "a=setup:actpass\r\na=sendrecv\r\n")]
    [TestCase("two streams", "1.invite", "m=message", "m=audio 9000 RTP/AVP 0\r\nm=message")]
    [TestCase("media level c=", "1.invite", "c=IN IP4 127.0.0.1\r\n", "", "a=sendrecv", "c=IN IP4 127.0.0.1\r\na=sendrecv")]
    [TestCase("upper case URI", "*", ";tcp", ";TCP")]
    [TestCase("user in MSRP URI", "1.invite", "a=path:msrp://", "a=path:msrp://alice@")]
    [TestCase("first SEND without range", "1.empty", "Byte-Range: 1-0/0\r\n", "")]
    [TestCase("first SEND with unknown end", "1.empty", "Byte-Range: 1-0/0", "Byte-Range: 1-*/*")]
    [TestCase("first SEND with content", "1.empty", "1-0/0\r\n", "1-2/2\r\nContent-Type: text/plain\r\n\r\nHi\r\n")]
    [TestCase("first SEND with empty content", "1.empty", "1-0/0\r\n", "1-0/0\r\nContent-Type: text/plain\r\n\r\n\r\n")]
    [TestCase("reports asked for", "*", "Message-ID:", "Success-Report: yes\r\nMessage-ID:")]
    [TestCase("other fields", "*", "Message-ID:", "Use-Nickname: \"a\"\r\nMessage-ID:")]
    [TestCase("MIME fields before Content-Type", "1.text", "Content-Type:", "Content-ID: <1@im.example>\r\nContent-Type:")]
    [TestCase("unknown total", "1.chunk", "1-2048/2068", "1-2048/*")]
    [TestCase("interruptible", "1.text", "1-OCTETS/OCTETS", "1-*/OCTETS")]
    [TestCase("hyphens in the body", "1.text", "Grüße", "-------")]
    [TestCase("response without comment", "1.response", "200 OK", "200")]
    [TestCase("refused SEND", "1.response", "200 OK", "415")]
    public void Client_legal_variant_fails_nothing(string variant, string label, params string[] edits)
    {
        var trace = new ChatTrace();
        foreach (var edit in edits.Chunk(2))
        {
            trace.Edit(label, edit[0], edit[1]);
        }

        Assert.That(Failed(trace.Record()), Is.Empty, variant);
    }

    private static IEnumerable<string> Failed(Trace trace) => Catalogue.Requirements
        .Where(it => Documents.Contains(it.Document))
        .SelectMany(it => it.Judge([trace]).Findings, (it, finding) => (it.Id, finding.Finding))
        .Where(it => it.Finding.Verdict is Verdict.Fail or Verdict.Error)
        .Select(it => $"{it.Id}: expected {it.Finding.Expected}, observed {it.Finding.Observed}");
}
