using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>6.1.3.2.1 items 2 and 3: who is invited, and how it shows.</summary>
public class InvitedUsersTests
{
    private const string Bob = "sip:bob@im.example";
    private const string Carol = "sip:carol@im.example";
    private const string Tel = "tel:+358-50-1234567";

    private static readonly string[] Group = ["IM-6.1.3.2.1-3", "IM-6.1.3.2.1-3a", "IM-6.1.3.2.1-3b", "IM-6.1.3.2.1-i3", "RFC5366-3-1", "RFC5366-3-2", "RFC5366-3-3", "RFC5366-3-4", "RFC5366-4-1", "RFC4826-3.1-1", "RFC4826-3.1-2", "RFC4826-3.1-3", "RFC4826-3.1-4", "XML10-2.4-1"];

    [TestCase(Bob, Bob)]
    [TestCase(Bob, "sip:bob@IM.example")]
    [TestCase(Bob, "SIP:bob@im.example;transport=tcp")]
    [TestCase("sip:+33600000001@im.example", "sip:+33600000001@im.example;user=phone")]
    [TestCase("sip:bob@im.example?Subject=a", Bob)]
    [TestCase("sip:bob@im.example;x=1", "sip:bob@im.example;x=1")]
    [TestCase("sip:j%40s0n@im.example", "sip:j%40s0n@im.example")]
    [TestCase("sip:bob@[2001:db8::10]", "sip:bob@[2001:DB8::10]")]
    [TestCase("sips:bob@im.example", "sips:bob@im.example")]
    [TestCase(Tel, "tel:+358501234567")]
    [TestCase(Tel, "sip:+358501234567@im.example;user=phone")]
    public void Request_uri_that_names_the_invited_user_passes(string invited, string requestUri) =>
        Assert.That(Judged.By("IM-6.1.3.2.1-2", HandMadeMessages.Invite(Bob).WithRequestUri(requestUri), invited).Verdict, Is.EqualTo(Verdict.Pass));

    [TestCase(Bob, Carol)]
    [TestCase(Bob, "sip:Bob@im.example")]
    [TestCase(Bob, "sip:bob@other.example")]
    [TestCase(Bob, "sip:bob@im.example:5070")]
    [TestCase(Bob, "sips:bob@im.example")]
    [TestCase(Bob, HandMadeTrace.Factory)]
    [TestCase(Tel, "sip:+358501234568@im.example;user=phone")]
    public void Request_uri_that_names_someone_else_fails_and_is_marked(string invited, string requestUri)
    {
        var trace = new HandMadeTrace().Asks(invited).ClientSends(HandMadeMessages.Invite(Bob).WithRequestUri(requestUri)).Seal();

        var worst = Judged.By("IM-6.1.3.2.1-2", trace).Worst();

        Assert.That(worst.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(worst.Marked(trace), Is.EqualTo(requestUri));
    }

    private static IEnumerable<TestCaseData> LegalLists =>
    [
        new TestCaseData(Invite(HandMadeMessages.List(Bob, Carol))).SetArgDisplayNames("as written here"),
        new TestCaseData(Invite(HandMadeMessages.List(Carol, Bob, HandMadeTrace.Own))).SetArgDisplayNames("other order, and the user's own address"),
        new TestCaseData(Invite(Xml("<rl:resource-lists xmlns:rl='urn:ietf:params:xml:ns:resource-lists'><rl:list><rl:entry uri='sip:bob@im.example'><rl:display-name>Tom &amp; \"J\" &lt;x&gt; 大</rl:display-name></rl:entry><rl:entry uri='sip:carol@im.example' /></rl:list></rl:resource-lists>"))).SetArgDisplayNames("prefix, apostrophes, display name"),
        new TestCaseData(Invite(Xml("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\" xmlns:c=\"urn:ietf:params:xml:ns:copycontrol\">\r\n <list name=\"a\"><entry uri=\"sip:bob@IM.EXAMPLE\" c:copyControl=\"to\" x:y=\"z\" xmlns:x=\"urn:x\"/></list>\r\n <list name=\"b\"><entry uri=\"sip:carol@im.example;user=phone\"/></list></resource-lists>"))).SetArgDisplayNames("two lists, foreign attributes"),
        new TestCaseData(Invite(HandMadeMessages.List(Bob, Carol), listFirst: true)).SetArgDisplayNames("list before session description"),
        new TestCaseData(Invite(HandMadeMessages.List(Bob, Carol)).With("Require", "timer,\r\n  Recipient-List-Invite")).SetArgDisplayNames("several tags in Require, folded, odd case"),
        new TestCaseData(Invite(HandMadeMessages.List(Bob, Carol)).WithPartHeaders("application/resource-lists+xml", "Content-Length: 9", "Content-Disposition: Recipient-List; handling=required", "Content-Type: Application/Resource-Lists+XML;charset=utf-8")).SetArgDisplayNames("part headers in odd case"),
        new TestCaseData(Invite(HandMadeMessages.List(Bob, Carol)).WithRequestUri("sip:im-factory@IM.example;transport=udp")).SetArgDisplayNames("factory with transport"),
    ];

    [TestCaseSource(nameof(LegalLists))]
    public void Legal_group_invite_passes(SipMessage invite) => Assert.That(
        Group.Where(it => Judged.By(it, invite, Bob, Carol).Verdict != Verdict.Pass),
        Is.Empty);

    [Test]
    public void List_of_telephone_numbers_and_escapes_passes()
    {
        string[] invitees = ["sip:tom&jerry@im.example;x=1", "sip:j%40s0n@im.example", Tel];

        Assert.That(Group.Where(it => Judged.By(it, Invite(HandMadeMessages.List(invitees)), invitees).Verdict != Verdict.Pass), Is.Empty);
    }

    private static IEnumerable<TestCaseData> Breaches =>
    [
        new TestCaseData("IM-6.1.3.2.1-3b", Invite(HandMadeMessages.List(Bob)), "<entry"),
        new TestCaseData("IM-6.1.3.2.1-3b", Invite(HandMadeMessages.List(Bob, Carol, "sip:mallory@im.example")), "<entry uri=\"sip:mallory@im.example\""),
        new TestCaseData("IM-6.1.3.2.1-3b", Invite(Xml("<resource-lists")), "<resource-lists"),
        new TestCaseData("IM-6.1.3.2.1-3b", HandMadeMessages.InviteWith(HandMadeTrace.Factory, "application/sdp", HandMadeMessages.Sdp), "v=0"),
        new TestCaseData("IM-6.1.3.2.1-3a", Invite(HandMadeMessages.List(Bob, Carol)).WithRequestUri(Bob), Bob),
        new TestCaseData("IM-6.1.3.2.1-3", Invite(HandMadeMessages.List(Bob, Carol)).WithRequestUri(Carol), Carol),
        new TestCaseData("IM-6.1.3.2.1-i3", Invite(HandMadeMessages.List(Bob, Carol, "sip:mallory@im.example")), "<entry uri=\"sip:mallory@im.example\""),
        new TestCaseData("RFC5366-3-1", Invite(HandMadeMessages.List(Bob, Carol)).WithPartHeaders("application/resource-lists+xml", "Content-Type: application/resource-lists+xml", "Content-Disposition: attachment"), "Content-Type: application/resource-lists+xml"),
        new TestCaseData("RFC5366-3-2", Invite(HandMadeMessages.List(Bob, Carol)).With("Require", "timer"), "Require: timer"),
    ];

    [TestCaseSource(nameof(Breaches))]
    public void Breach_of_a_group_invite_fails_and_its_octets_are_marked(string id, SipMessage invite, string marked)
    {
        var trace = new HandMadeTrace().Asks(Bob, Carol).ClientSends(invite).Seal();

        var worst = Judged.By(id, trace).Worst();

        Assert.That(worst.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(worst.Marked(trace), Does.Contain(marked));
    }

    /// <summary>Legal, if unusual: what cannot be read here is held against nobody.</summary>
    [Test]
    public void Encoded_list_is_undecided()
    {
        var list = Convert.ToBase64String(HandMadeMessages.List(Bob, Carol));
        var invite = Invite(Xml(list)).WithPartHeaders("application/resource-lists+xml", "Content-Type: application/resource-lists+xml", "Content-Disposition: recipient-list", "Content-Transfer-Encoding: Base64");

        Assert.Multiple(() =>
        {
            Assert.That(Judged.By("IM-6.1.3.2.1-3b", invite, Bob, Carol).Verdict, Is.EqualTo(Verdict.Inconclusive));
            Assert.That(Judged.By("RFC4826-3.1-1", invite, Bob, Carol).Verdict, Is.EqualTo(Verdict.Inconclusive));
            Assert.That(Judged.By("RFC5366-3-1", invite, Bob, Carol).Verdict, Is.EqualTo(Verdict.Pass));
            Assert.That(Judged.By("RFC5366-4-1", invite, Bob, Carol).Verdict, Is.EqualTo(Verdict.Pass));
        });
    }

    [Test]
    public void Group_that_never_becomes_an_invite_fails()
    {
        var trace = new HandMadeTrace().Asks(Bob, Carol).Seal();

        Assert.That(Judged.By("IM-6.1.3.2.1-3b", trace).Verdict, Is.EqualTo(Verdict.Fail));
    }

    [Test]
    public void Verb_that_the_client_lacks_is_no_failure()
    {
        var trace = new HandMadeTrace().Does(new Conformance.Harness.Tracing.StartChat([Bob, Carol])).Says(action => new Conformance.Harness.Tracing.Unsupported(action)).Seal();

        Assert.That(Judged.By("IM-6.1.3.2.1-3b", trace).Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void Client_that_declares_no_group_chat_is_not_judged_on_it()
    {
        var trace = new HandMadeTrace { Declaration = new(true, AdHoc: false, false, true, false) }.Asks(Bob, Carol).Seal();

        Assert.That(Judged.By("IM-6.1.3.2.1-3b", trace).Verdict, Is.EqualTo(Verdict.None));
    }

    /// <summary>D6: bob named twice, or bob and the user, is one user; either branch may be taken.</summary>
    [TestCase(Bob, Bob)]
    [TestCase(Bob, "sip:bob@IM.example")]
    [TestCase(Bob, HandMadeTrace.Own)]
    public void One_user_named_as_two_is_held_against_neither_branch(params string[] invitees)
    {
        foreach (var invite in new[] { HandMadeMessages.Invite(Bob), HandMadeMessages.Invite(Bob, Carol) })
        {
            Assert.That(Judged.By("IM-6.1.3.2.1-2", invite, invitees).Verdict, Is.EqualTo(Verdict.Inconclusive));
            Assert.That(Judged.By("IM-6.1.3.2.1-3a", invite, invitees).Verdict, Is.EqualTo(Verdict.Inconclusive));
        }
    }

    private static byte[] Xml(string text) => Encoding.UTF8.GetBytes(text);

    private static SipMessage Invite(byte[] list, bool listFirst = false)
    {
        var multipart = new MultipartWriter("b");
        var sdp = Encoding.UTF8.GetBytes(HandMadeMessages.Sdp);
        _ = listFirst ? List(multipart, list).Part(sdp, "Content-Type: application/sdp") : List(multipart.Part(sdp, "Content-Type: application/sdp"), list);
        return HandMadeMessages.InviteWith(HandMadeTrace.Factory, "multipart/mixed;boundary=b", Encoding.UTF8.GetString(multipart.Write())).WithAdded("Require", "recipient-list-invite");
    }

    private static MultipartWriter List(MultipartWriter multipart, byte[] list) =>
        multipart.Part(list, "Content-Type: application/resource-lists+xml", "Content-Disposition: recipient-list");
}
