using System.Net;
using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>6.1.3.2.1 items 4 and 5: what may differ and what may not.</summary>
public class OfferTests
{
    private const string Bob = "sip:bob@im.example";
    private const string Carol = "sip:carol@im.example";
    private const string Audio = "m=audio 49170 RTP/AVP 0\r\n";

    private static readonly SipMessage OneToOne = HandMadeMessages.Invite(Bob);

    private static readonly SipMessage Group = HandMadeMessages.Invite(Bob, Carol);

    private static IEnumerable<TestCaseData> LegalInvites =>
    [
        new TestCaseData(OneToOne).SetArgDisplayNames("multipart with one part"),
        new TestCaseData(OneToOne.With("Content-Type", "multipart/mixed; boundary=\"boundary-1\"")).SetArgDisplayNames("quoted boundary"),
        new TestCaseData(OneToOne.With("Content-Type", "Multipart/MIXED ;\r\n  Boundary=boundary-1")).SetArgDisplayNames("odd case, white space, folding"),
        new TestCaseData(Compact(OneToOne)).SetArgDisplayNames("compact form"),
        new TestCaseData(WithBody(OneToOne, text => "\r\n" + text)).SetArgDisplayNames("empty preamble"),
        new TestCaseData(WithBody(OneToOne, text => "This is MIME.\r\n" + text + "And this is the end.")).SetArgDisplayNames("preamble and epilogue"),
        new TestCaseData(WithBody(OneToOne, text => text.TrimEnd())).SetArgDisplayNames("no line end after the last delimiter"),
        new TestCaseData(WithBody(OneToOne, text => text.Replace("--boundary-1--", "--boundary-1\r\n\r\nHello\r\n--boundary-1--", StringComparison.Ordinal))).SetArgDisplayNames("extra part without Content-Type, which is plain text"),
        new TestCaseData(OneToOne.WithPartHeaders("application/sdp", "Content-ID: <1@im.example>", "content-type: APPLICATION/SDP;x=y", "Content-Disposition: session;handling=required")).SetArgDisplayNames("part headers in other case and order"),
        new TestCaseData(WithSdp(it => it.Replace("\r\na=sendrecv", "\r\na=setup:actpass\r\na=x-unheard-of:1\r\na=sendrecv", StringComparison.Ordinal))).SetArgDisplayNames("extra attributes"),
        new TestCaseData(WithSdp(it => it + Audio + "a=recvonly\r\n")).SetArgDisplayNames("extra audio with a direction of its own"),
        new TestCaseData(WithSdp(it => it.Replace("m=message", Audio + "m=message", StringComparison.Ordinal))).SetArgDisplayNames("audio before message"),
        new TestCaseData(WithSdp(it => it.Replace("a=sendrecv\r\n", "", StringComparison.Ordinal).Replace("m=message", "a=sendrecv\r\nm=message", StringComparison.Ordinal))).SetArgDisplayNames("sendrecv at session level"),
        new TestCaseData(WithSdp(it => it.Replace("m=message", "a=inactive\r\nm=message", StringComparison.Ordinal))).SetArgDisplayNames("sendrecv under message outdoes the session"),
        new TestCaseData(WithSdp(it => it.Replace("IP4 192.0.2.2", "IP6 2001:db8::2", StringComparison.Ordinal).Replace("//192.0.2.2", "//[2001:db8::2]", StringComparison.Ordinal))).SetArgDisplayNames("IPv6"),
        new TestCaseData(WithSdp(it => it.Replace("IP4 192.0.2.2", "IP4 client.im.example", StringComparison.Ordinal))).SetArgDisplayNames("host name"),
        new TestCaseData(WithSdp(it => it.Replace("c=IN IP4 192.0.2.2\r\n", "", StringComparison.Ordinal).Replace("MSRP *\r\n", "MSRP *\r\nc=IN IP4 192.0.2.2\r\n", StringComparison.Ordinal))).SetArgDisplayNames("c= under message"),
        new TestCaseData(WithSdp(it => it.Replace("TCP/MSRP", "TCP/TLS/MSRP", StringComparison.Ordinal).Replace("msrp:", "msrps:", StringComparison.Ordinal))).SetArgDisplayNames("MSRP over TLS"),
        new TestCaseData(WithSdp(it => it.Replace("text/plain message/cpim", "*", StringComparison.Ordinal))).SetArgDisplayNames("accepts any type"),
        new TestCaseData(WithSdp(it => it.Replace("text/plain message/cpim", "message/CPIM text/* text/plain;charset=utf-8", StringComparison.Ordinal))).SetArgDisplayNames("types in odd case, with wildcard and parameter"),
    ];

    [TestCaseSource(nameof(LegalInvites))]
    public void Legal_invite_passes_every_requirement_on_the_offer(SipMessage invite)
    {
        string[] ids =
        [
            "IM-6.1.3.2.1-4", "IM-6.1.3.2.1-5.1", "IM-6.1.3.2.1-5.2", "IM-6.1.3.2.1-5.3", "IM-6.1.3.2.1-5.4", "IM-6.1.3.2.1-5a", "IM-6.1.3.2.1-5b", "IM-6.1.3.2.1-5c",
            "RFC2046-5.1.1-1", "RFC2046-5.1.1-2", "RFC2046-5.1-1", "RFC2046-5.1-2", "RFC2046-5.1-3", "RFC2327-6-1", "RFC2327-6-2", "RFC2327-6-3",
            "RFC2327-6-4", "RFC2327-6-5", "RFC2327-6-6", "RFC4566-9-1", "RFC3264-5-1", "RFC3264-5-3", "RFC3264-5.1-1",
        ];

        Assert.That(ids.ToDictionary(it => it, it => Judged.By(it, invite, Bob)), Has.All.Matches<KeyValuePair<string, Judgement>>(it => it.Value.Verdict == Verdict.Pass));
    }

    private static IEnumerable<TestCaseData> Breaches =>
    [
        new TestCaseData("IM-6.1.3.2.1-4", OneToOne.With("Content-Type", "multipart/related;boundary=boundary-1"), "multipart/related;boundary=boundary-1"),
        new TestCaseData("IM-6.1.3.2.1-4", OneToOne.With("Content-Type", "multipart/mixed"), "multipart/mixed"),
        new TestCaseData("IM-6.1.3.2.1-4", HandMadeMessages.InviteWith(Bob, "application/sdp", HandMadeMessages.Sdp), "application/sdp"),
        new TestCaseData("IM-6.1.3.2.1-5a", WithSdp(it => it.Replace("message 2855", "message 0", StringComparison.Ordinal)), "m=message 0 TCP/MSRP *"),
        new TestCaseData("IM-6.1.3.2.1-5a", WithSdp(it => it.Replace("c=IN IP4 192.0.2.2", "c=IN IP4 0.0.0.0", StringComparison.Ordinal)), "c=IN IP4 0.0.0.0"),
        new TestCaseData("IM-6.1.3.2.1-5a", WithSdp(it => it.Replace("c=IN IP4 192.0.2.2", "c=IN IP6 ::", StringComparison.Ordinal)), "c=IN IP6 ::"),
        new TestCaseData("IM-6.1.3.2.1-5a", WithSdp(it => it.Replace("c=IN IP4 192.0.2.2", "c=IN IP4 127.0.0.1", StringComparison.Ordinal)), "c=IN IP4 127.0.0.1"),
        new TestCaseData("IM-6.1.3.2.1-5b", WithSdp(it => it.Replace("text/plain message/cpim", "plain", StringComparison.Ordinal)), "a=accept-types:plain"),
        new TestCaseData("IM-6.1.3.2.1-5c", WithSdp(it => it.Replace("a=sendrecv", "a=sendonly", StringComparison.Ordinal)), "a=sendonly"),
        new TestCaseData("IM-6.1.3.2.1-5c", WithSdp(it => it.Replace("a=sendrecv", "a=sendrecv\r\na=inactive", StringComparison.Ordinal)), "a=inactive"),
        new TestCaseData("IM-6.1.3.2.1-5c", WithSdp(it => it.Replace("m=message", "a=recvonly\r\nm=message", StringComparison.Ordinal).Replace("a=sendrecv\r\n", "", StringComparison.Ordinal)), "a=recvonly"),
        new TestCaseData("RFC2327-6-4", WithSdp(it => it.Replace("o=- 3724395400", "o=- one", StringComparison.Ordinal)), null),
    ];

    [TestCaseSource(nameof(Breaches))]
    public void Breach_fails_and_its_octets_are_marked(string id, SipMessage invite, string? marked)
    {
        var trace = new HandMadeTrace().Asks(Bob).ClientSends(invite).Seal();

        var worst = Judged.By(id, trace).Worst();

        Assert.That(worst.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(worst.Mend, Is.Not.Null.And.Not.Empty);
        Assert.That(worst.Marked(trace), marked is null ? Is.Not.Empty : Is.EqualTo(marked));
    }

    /// <summary>What the mend says, done by hand, has to pass: so it names what is missing, with its value.</summary>
    private static IEnumerable<TestCaseData> Mends =>
    [
        new TestCaseData("IM-6.1.3.2.1-4", HandMadeMessages.InviteWith(Bob, "application/sdp", HandMadeMessages.Sdp), "write Content-Type: multipart/mixed;boundary=b and make the body its one part: --b, Content-Type: application/sdp, an empty line, the body, --b--"),
        new TestCaseData("IM-6.1.3.2.1-4", OneToOne.With("Content-Type", "multipart/mixed"), "add ;boundary=boundary-1 to Content-Type"),
        new TestCaseData("IM-6.1.3.2.1-4", OneToOne.Without("Content-Type"), "write Content-Type: multipart/mixed;boundary=boundary-1"),
        new TestCaseData("IM-6.1.3.2.1-4", OneToOne.With("Content-Type", "multipart/related;boundary=boundary-1"), "write multipart/mixed for multipart/related in Content-Type and leave its parameters"),
        new TestCaseData("IM-6.1.3.2.1-5.3", WithoutLine("o="), "add here o=- <id> <version> IN IP4 <address>"),
        new TestCaseData("IM-6.1.3.2.1-5.3", WithoutLine("c="), "add c=IN IP4 <address> under this m="),
        new TestCaseData("IM-6.1.3.2.1-5.3", WithSdp(it => it.Replace("s=-\r\n", "s=-\r\ns=again\r\n", StringComparison.Ordinal)), "remove this second s= line"),
        new TestCaseData("IM-6.1.3.2.1-5.4", WithoutLine("a=path"), "add a=path:msrp://192.0.2.2:2855/<session id>;tcp under m=message"),
        new TestCaseData("IM-6.1.3.2.1-5b", WithoutLine("a=accept-types"), "add a=accept-types:text/plain under m=message"),
        new TestCaseData("RFC2046-5.1.1-2", WithBody(OneToOne, text => text.Replace("--boundary-1--", "", StringComparison.Ordinal)), "end the body with the line --boundary-1--"),
    ];

    [TestCaseSource(nameof(Mends))]
    public void Mend_says_what_to_write(string id, SipMessage invite, string mend) =>
        Assert.That(Judged.By(id, invite, Bob).Worst().Mend, Is.EqualTo(mend));

    /// <summary>Without its boundary nothing is known of the parts: that one fault does not make the parts missing.</summary>
    [TestCase("IM-6.1.3.2.1-4", Verdict.Fail)]
    [TestCase("RFC2046-5.1.1-1", Verdict.Fail)]
    [TestCase("IM-6.1.3.2.1-3b", Verdict.Inconclusive)]
    [TestCase("IM-6.1.3.2.1-5.1", Verdict.Inconclusive)]
    [TestCase("IM-6.1.3.2.1-5c", Verdict.Inconclusive)]
    [TestCase("RFC5366-3-1", Verdict.Inconclusive)]
    [TestCase("RFC5366-4-1", Verdict.Inconclusive)]
    public void Parts_of_a_multipart_without_boundary_are_undecided(string id, Verdict verdict) =>
        Assert.That(Judged.By(id, Group.With("Content-Type", "multipart/mixed"), Bob, Carol).Verdict, Is.EqualTo(verdict));

    [TestCase("IM-6.1.3.2.1-4", Verdict.Fail)]
    [TestCase("RFC3261-7.4.1-1", Verdict.Fail)]
    [TestCase("IM-6.1.3.2.1-5.1", Verdict.Inconclusive)]
    public void Body_without_content_type_is_undecided(string id, Verdict verdict) =>
        Assert.That(Judged.By(id, OneToOne.Without("Content-Type"), Bob).Verdict, Is.EqualTo(verdict));

    [TestCase("RFC2046-5.1.1-2", Verdict.Fail)]
    [TestCase("IM-6.1.3.2.1-5.1", Verdict.Inconclusive)]
    public void Parts_that_no_delimiter_opens_are_undecided(string id, Verdict verdict) => Assert.That(
        Judged.By(id, WithBody(OneToOne, text => text.Replace("--boundary-1\r\n", "\r\n", StringComparison.Ordinal)), Bob).Verdict,
        Is.EqualTo(verdict));

    /// <summary>A made-up To tag is one fault of the INVITE: what else is asked of it is still judged by its octets.</summary>
    [TestCase("IM-6.1.3.2.1-0", Verdict.Pass)]
    [TestCase("IM-6.1.3.2.1-1", Verdict.Fail)]
    [TestCase("IM-6.1.3.2.1-2", Verdict.Pass)]
    [TestCase("IM-6.1.3.2.1-4", Verdict.Pass)]
    [TestCase("IM-6.1.3.2.1-5c", Verdict.Pass)]
    [TestCase("IM-6.1.3.2.1-i1", Verdict.Pass)]
    [TestCase("RFC3261-8.1.1.2-1", Verdict.Fail)]
    public void Invite_with_a_tag_of_nobody_is_an_initial_one(string id, Verdict verdict) =>
        Assert.That(Judged.By(id, OneToOne.With("To", $"<{Bob}>;tag=made-up"), Bob).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Direction_of_another_stream_says_nothing_of_message()
    {
        var trace = new HandMadeTrace().Asks(Bob).ClientSends(WithSdp(it => it.Replace("a=sendrecv\r\n", "", StringComparison.Ordinal) + Audio + "a=sendrecv\r\n")).Seal();

        var worst = Judged.By("IM-6.1.3.2.1-5c", trace).Worst();

        Assert.That(worst.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(worst.Marked(trace), Does.StartWith("m=message").And.Not.Contain("m=audio"));
    }

    [Test]
    public void Loopback_address_passes_where_the_client_is_on_loopback()
    {
        var local = new IPEndPoint(IPAddress.Loopback, 5060);
        var invite = WithSdp(it => it.Replace("192.0.2.2", "127.0.0.1", StringComparison.Ordinal));

        var trace = new HandMadeTrace { Client = local }.Asks(Bob).ClientSends(invite).Seal();

        Assert.That(Judged.By("IM-6.1.3.2.1-5a", trace).Verdict, Is.EqualTo(Verdict.Pass));
    }

    [Test]
    public void Plain_sdp_fails_literally_and_passes_by_the_other_reading_of_D3()
    {
        var judgement = Judged.By("IM-6.1.3.2.1-4", HandMadeMessages.InviteWith(Bob, "application/sdp", HandMadeMessages.Sdp), Bob);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(judgement.Otherwise("D3"), Is.EqualTo(Verdict.Pass));
    }

    [Test]
    public void Group_without_multipart_fails_by_both_readings_of_D3()
    {
        var judgement = Judged.By("IM-6.1.3.2.1-4", HandMadeMessages.InviteWith(HandMadeTrace.Factory, "application/sdp", HandMadeMessages.Sdp), Bob, Carol);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(judgement.Otherwise("D3"), Is.EqualTo(Verdict.Fail));
    }

    [Test]
    public void Order_of_parts_is_free_and_shown_by_D11()
    {
        var listFirst = HandMadeMessages.InviteWith(HandMadeTrace.Factory, "multipart/mixed;boundary=b", Encoding.UTF8.GetString(new MultipartWriter("b")
            .Part(HandMadeMessages.List(Bob, Carol), "Content-Type: application/resource-lists+xml", "Content-Disposition: recipient-list")
            .Part(Encoding.UTF8.GetBytes(HandMadeMessages.Sdp), "Content-Type: application/sdp")
            .Write()));

        Assert.Multiple(() =>
        {
            Assert.That(Judged.By("IM-6.1.3.2.1-4", listFirst, Bob, Carol).Verdict, Is.EqualTo(Verdict.Pass));
            Assert.That(Judged.By("IM-6.1.3.2.1-4", listFirst, Bob, Carol).Otherwise("D11"), Is.EqualTo(Verdict.Pass));
            Assert.That(Judged.By("IM-6.1.3.2.1-4", Group, Bob, Carol).Verdict, Is.EqualTo(Verdict.Pass));
            Assert.That(Judged.By("IM-6.1.3.2.1-4", Group, Bob, Carol).Otherwise("D11"), Is.EqualTo(Verdict.Fail));
        });
    }

    [Test]
    public void Session_level_sendrecv_fails_by_the_other_reading_of_D7()
    {
        var judgement = Judged.By("IM-6.1.3.2.1-5c", WithSdp(it => it.Replace("a=sendrecv\r\n", "", StringComparison.Ordinal).Replace("m=message", "a=sendrecv\r\nm=message", StringComparison.Ordinal)), Bob);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(judgement.Otherwise("D7"), Is.EqualTo(Verdict.Fail));
    }

    private static SipMessage WithSdp(Func<string, string> edit) => OneToOne.WithPartText("application/sdp", edit);

    private static SipMessage WithoutLine(string beginning) => WithSdp(it => string.Concat(it
        .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !line.StartsWith(beginning, StringComparison.Ordinal))
        .Select(line => line + "\r\n")));

    private static SipMessage WithBody(SipMessage invite, Func<string, string> edit) =>
        invite.WithBody(Encoding.UTF8.GetBytes(edit(invite.Body.Text(invite.Octets))));

    private static SipMessage Compact(SipMessage invite) => SipMessage.Parse(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(invite.Octets.Span)
        .Replace("Content-Type: multipart", "c: multipart", StringComparison.Ordinal)
        .Replace("From:", "f:", StringComparison.Ordinal)
        .Replace("To:", "t:", StringComparison.Ordinal)
        .Replace("Call-ID:", "i:", StringComparison.Ordinal)
        .Replace("Via:", "v:", StringComparison.Ordinal)
        .Replace("Content-Length:", "l:", StringComparison.Ordinal)));
}
