using Conformance.Harness.Judging;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using static Conformance.Tests.Requirements.FormTraces;

namespace Conformance.Tests.Requirements;

/// <summary>The form of what a client sends anyway: what may differ and what may not.</summary>
public class FormTests
{
    [TestCase("", Verdict.None)]
    [TestCase("100rel, timer,replaces", Verdict.Pass)]
    [TestCase("100REL , Trickle-ICE", Verdict.Pass)]
    [TestCase("norefersub, gruu, outbound", Verdict.Pass)]
    [TestCase("mediasec", Verdict.Inconclusive)]
    [TestCase("timer, com.example.feature", Verdict.Fail)]
    [TestCase("X-feature", Verdict.Fail)]
    public void Option_tag_fails_only_where_it_says_that_it_is_private(string supported, Verdict verdict) =>
        Assert.That(VerdictOf("RFC3261-8.1.1.9-1", OneToOne.WithAdded("Supported", supported)), Is.EqualTo(verdict));

    [TestCase("a84b4c76e66710@pc33.im.example", Verdict.Pass)]
    [TestCase("<{\"[?]\"}>:\\/%+`'~", Verdict.Pass)]
    [TestCase("one two", Verdict.Fail)]
    [TestCase("a@b@c", Verdict.Fail)]
    [TestCase("a;b", Verdict.Fail)]
    public void Call_id_follows_its_grammar(string callId, Verdict verdict) =>
        Assert.That(VerdictOf("RFC3261-8.1.1-1", OneToOne.With("Call-ID", callId)), Is.EqualTo(verdict));

    [TestCase(null, Verdict.None)]
    [TestCase("0", Verdict.Pass)]
    [TestCase("000", Verdict.Pass)]
    [TestCase("7", Verdict.Fail)]
    public void Length_of_no_body_is_zero(string? length, Verdict verdict)
    {
        var bare = HandMadeMessages.Register().Without("Content-Length");
        var trace = new HandMadeTrace().ClientSends(length is null ? bare : bare.WithAdded("Content-Length", length)).Seal();

        Assert.That(Judged.By("RFC3261-20.14-1", trace).Verdict, Is.EqualTo(verdict));
    }

    [TestCase("recipient-list", Verdict.Pass)]
    [TestCase("Recipient-List", Verdict.Pass)]
    [TestCase("recipient-list ; handling = \"optional\"", Verdict.Pass)]
    [TestCase("recipient-list (whom to invite); handling=required (or not at all)", Verdict.Pass)]
    [TestCase("(whom) recipient-list", Verdict.Pass)]
    [TestCase("recipient-list;\r\n handling=required", Verdict.Pass)]
    [TestCase("recipient-list;x-flag", Verdict.Pass)]
    [TestCase("attachment; filename=\"a;b, \\\"c\\\".xml\"; size=12", Verdict.Pass)]
    [TestCase("attachment; filename*=utf-8'sk'%C5%BDofia.xml", Verdict.Pass)]
    [TestCase("\"recipient-list\"", Verdict.Fail)]
    [TestCase("recipient-list, handling=required", Verdict.Fail)]
    [TestCase("recipient-list handling=required", Verdict.Fail)]
    [TestCase("; handling=required", Verdict.Fail)]
    public void Disposition_is_a_token_with_parameters(string disposition, Verdict verdict) =>
        Assert.That(VerdictOf("RFC2183-2-1", Group.WithPartHeaders(ListType, $"Content-Type: {ListType}", $"Content-Disposition: {disposition}")), Is.EqualTo(verdict));

    /// <summary>A comment is no part of the type, so the list is still one of invitees.</summary>
    [Test]
    public void Disposition_with_a_comment_is_a_list_of_invitees() => Assert.That(
        VerdictOf("RFC5366-3-1", Group.WithPartHeaders(ListType, $"Content-Type: {ListType}", "Content-Disposition: recipient-list (whom to invite)")),
        Is.EqualTo(Verdict.Pass));

    [TestCase("handling=required", Verdict.Pass)]
    [TestCase("Handling=\"OPTIONAL\"", Verdict.Pass)]
    [TestCase("x=y", Verdict.None)]
    [TestCase("handling=must", Verdict.Fail)]
    [TestCase("handling=\"required optional\"", Verdict.Fail)]
    public void Handling_is_required_or_optional(string parameter, Verdict verdict) => Assert.That(
        VerdictOf("RFC5621-8.2-1", Group.WithPartHeaders(ListType, $"Content-Type: {ListType}", $"Content-Disposition: recipient-list; {parameter}")),
        Is.EqualTo(verdict));

    [TestCase("multipart/mixed", "multipart/mixed", "", Verdict.Fail)]
    [TestCase("Multipart/Mixed", "multipart/MIXED", "", Verdict.Fail)]
    [TestCase("multipart/mixed", "multipart/mixed", "Content-ID: <1@im.example>\r\n", Verdict.Pass)]
    [TestCase("multipart/mixed", "multipart/alternative", "", Verdict.Pass)]
    [TestCase("multipart/mixed", "multipart/related", "", Verdict.Pass)]
    [TestCase("multipart/alternative", "multipart/alternative", "", Verdict.Fail)]
    public void Multipart_is_nested_only_where_that_says_something(string outer, string inner, string header, Verdict verdict)
    {
        var body = $"--o\r\nContent-Type: {inner};boundary=i\r\n{header}\r\n--i\r\nContent-Type: application/sdp\r\n\r\n{HandMadeMessages.Sdp}\r\n--i--\r\n--o--\r\n";

        Assert.That(VerdictOf("RFC5621-4.3-1", HandMadeMessages.InviteWith(Bob, $"{outer};boundary=o", body)), Is.EqualTo(verdict));
    }

    [TestCase("\r\n--b\r\n", "\r\n--b--\r\n", Verdict.Pass)]
    [TestCase("\r\n--b\r\n", "\r\n--b--", Verdict.Pass)]
    [TestCase("preamble \r\n--b\r\n", "\r\n--b--\r\n \t\r\n", Verdict.Pass)]
    [TestCase("\r\n--b \r\n", "\r\n--b--\r\n", Verdict.Fail)]
    [TestCase("\r\n--b\r\n", "\r\n--b--\t\r\n", Verdict.Fail)]
    public void Delimiters_are_not_padded(string open, string close, Verdict verdict) => Assert.That(
        VerdictOf("RFC2046-5.1.1-3", HandMadeMessages.InviteWith(Bob, "multipart/mixed;boundary=b", $"{open}Content-Type: application/sdp\r\n\r\n{HandMadeMessages.Sdp}{close}")),
        Is.EqualTo(verdict));

    [TestCase("e=alice@im.example", Verdict.Pass)]
    [TestCase("e=alice@im.example (Alice Liddell)", Verdict.Pass)]
    [TestCase("e=Alice Liddell <alice@im.example>", Verdict.Pass)]
    [TestCase("e=<alice@[192.0.2.2]>", Verdict.Pass)]
    [TestCase("e=\"Alice L\"@im.example", Verdict.Pass)]
    [TestCase("e=Žofia <zofia@im.example>", Verdict.Pass)]
    [TestCase("e=Alice", Verdict.Fail)]
    [TestCase("e=alice at im.example", Verdict.Fail)]
    [TestCase("p=+44 171 380-7777", Verdict.Pass)]
    [TestCase("p=+1 617 555-6011 (Alice)", Verdict.Pass)]
    [TestCase("p=Alice <+16175556011>", Verdict.Pass)]
    [TestCase("p=0044171", Verdict.Pass)]
    [TestCase("p=call me", Verdict.Fail)]
    [TestCase("p=tel:+1617", Verdict.Fail)]
    public void Email_and_phone_follow_their_grammar(string line, Verdict verdict) =>
        Assert.That(VerdictOf("RFC2327-6-8", OneToOne.WithSdp(sdp => sdp.Replace("s=-\r\n", $"s=-\r\n{line}\r\n", StringComparison.Ordinal))), Is.EqualTo(verdict));

    [TestCase("192.0.2.2", "192.0.2.2", Verdict.Pass)]
    [TestCase("10.0.0.7", "192.0.2.2", Verdict.Pass)]
    [TestCase("127.0.0.1", "127.0.0.1", Verdict.Pass)]
    [TestCase("169.254.7.7", "169.254.7.8", Verdict.Pass)]
    [TestCase("alice-1.client.example", "192.0.2.2", Verdict.Pass)]
    [TestCase("127.0.0.1", "192.0.2.2", Verdict.Fail)]
    [TestCase("127.8.8.8", "192.0.2.2", Verdict.Fail)]
    [TestCase("169.254.7.7", "192.0.2.2", Verdict.Fail)]
    [TestCase("0.0.0.0", "127.0.0.1", Verdict.Fail)]
    public void Address_has_to_mean_something_elsewhere(string address, string client, Verdict verdict) => Assert.Multiple(() =>
    {
        Assert.That(Judged.By("RFC2327-6-9", Of(OneToOne.WithSdp(sdp => sdp.Replace("c=IN IP4 192.0.2.2", $"c=IN IP4 {address}", StringComparison.Ordinal)), client)).Verdict, Is.EqualTo(verdict), "c=");
        Assert.That(Judged.By("RFC2327-6-9", Of(OneToOne.WithSdp(sdp => sdp.Replace("msrp://192.0.2.2", $"msrp://{address}", StringComparison.Ordinal)), client)).Verdict, Is.EqualTo(verdict), "path");
    });

    [TestCase("::1", "::1", Verdict.Pass)]
    [TestCase("2001:db8::1", "192.0.2.2", Verdict.Pass)]
    [TestCase("::1", "192.0.2.2", Verdict.Fail)]
    [TestCase("::", "::1", Verdict.Fail)]
    [TestCase("fe80::1", "2001:db8::1", Verdict.Fail)]
    public void Address_of_version_6_has_to_mean_something_elsewhere(string address, string client, Verdict verdict) => Assert.That(
        Judged.By("RFC2327-6-9", Of(
            OneToOne.WithSdp(sdp => sdp.Replace("c=IN IP4 192.0.2.2", $"c=IN IP6 {address}", StringComparison.Ordinal).Replace("msrp://192.0.2.2", $"msrp://[{address}]", StringComparison.Ordinal)),
            client)).Verdict,
        Is.EqualTo(verdict));

    /// <summary>RFC 4566 section 5.2 lets the origin hide where the client is.</summary>
    [TestCase("127.0.0.1")]
    [TestCase("0.0.0.0")]
    public void Origin_may_hide_the_address(string address) => Assert.That(
        VerdictOf("RFC2327-6-9", OneToOne.WithSdp(sdp => sdp.Replace("o=- 3724395400 3724395400 IN IP4 192.0.2.2", $"o=- 3724395400 3724395400 IN IP4 {address}", StringComparison.Ordinal))),
        Is.EqualTo(Verdict.Pass));

    [TestCase("s=-", Verdict.Pass)]
    [TestCase("s= ", Verdict.Pass)]
    [TestCase("s=Alice's chat", Verdict.Fail)]
    public void Session_name_says_nothing(string line, Verdict verdict)
    {
        var judgement = Judged.By("RFC3264-5-2", Of(OneToOne.WithSdp(sdp => sdp.Replace("s=-", line, StringComparison.Ordinal))));

        Assert.That(judgement.Verdict, Is.EqualTo(verdict));
        Assert.That(judgement.Requirement.Level, Is.EqualTo(Level.Should), "no more than advice");
    }

    [TestCase("<list>", "<list>", Verdict.Pass)]
    [TestCase("</list>", "</list><list><entry uri=\"sip:dave@im.example\"/></list>", Verdict.Pass)]
    [TestCase("</list>", "<x:list xmlns:x=\"urn:example:x\"/></list>", Verdict.Pass)]
    [TestCase("</list>", "<list/></list>", Verdict.Fail)]
    [TestCase("</list>", "<external anchor=\"http://xcap.im.example/friends\"/></list>", Verdict.Fail)]
    public void List_is_flat(string old, string instead, Verdict verdict) => Assert.That(VerdictOf("RFC5366-4-2", old, instead), Is.EqualTo(verdict));

    [TestCase("bcc", Verdict.Pass)]
    [TestCase("cc", Verdict.Pass)]
    [TestCase("Cc", Verdict.Fail)]
    [TestCase(" to", Verdict.Fail)]
    [TestCase("", Verdict.Fail)]
    public void Copy_control_is_one_of_three(string value, Verdict verdict) =>
        Assert.That(VerdictOf("RFC5366-4-3", "copyControl=\"to\"", $"copyControl=\"{value}\""), Is.EqualTo(verdict));

    [Test]
    public void Copy_control_may_be_left_out() => Assert.That(VerdictOf("RFC5366-4-3", " cp:copyControl=\"to\"", ""), Is.EqualTo(Verdict.None));

    [TestCase("anonymize=\"true\"", Verdict.Pass)]
    [TestCase("anonymize=\" 0 \"", Verdict.Pass)]
    [TestCase("count=\"007\"", Verdict.Pass)]
    [TestCase("count=\"+2\"", Verdict.Pass)]
    [TestCase("anonymize=\"True\"", Verdict.Fail)]
    [TestCase("anonymize=\"\"", Verdict.Fail)]
    [TestCase("count=\"-1\"", Verdict.Fail)]
    [TestCase("count=\"two\"", Verdict.Fail)]
    public void Attributes_have_their_types(string attribute, Verdict verdict) =>
        Assert.That(VerdictOf("RFC5364-5-2", " cp:copyControl=", $" cp:{attribute} cp:copyControl="), Is.EqualTo(verdict));

    [TestCase("<list>", "<list name=\"friends\"><display-name>Friends</display-name>", Verdict.Pass)]
    [TestCase("<list>", "<list x:y=\"1\" xmlns:x=\"urn:example:x\">", Verdict.Pass)]
    [TestCase("</list>", "<x:more xmlns:x=\"urn:example:x\"><x:display-name/></x:more></list>", Verdict.Pass)]
    [TestCase("<list>", "<list><x:more xmlns:x=\"urn:example:x\"/>", Verdict.Fail)]
    [TestCase("</list>", "<display-name>Friends</display-name></list>", Verdict.Fail)]
    [TestCase("<list>", "<list><display-name/><display-name/>", Verdict.Fail)]
    [TestCase("</list>", "<more/></list>", Verdict.Fail)]
    public void Children_stand_in_their_place(string old, string instead, Verdict verdict) => Assert.That(VerdictOf("RFC4826-3.2-1", old, instead), Is.EqualTo(verdict));

    [TestCase("<list name=\"a\"/><list name=\"b\">", Verdict.Pass)]
    [TestCase("<list name=\"a\"/><list name=\"A\">", Verdict.Pass)]
    [TestCase("<list/><list>", Verdict.Pass)]
    [TestCase("<list name=\"a\"><list name=\"a\"/></list><list>", Verdict.Pass)]
    [TestCase("<list name=\"a\"/><list name=\"a\">", Verdict.Fail)]
    [TestCase("<list name=\"\"/><list name=\"\">", Verdict.Fail)]
    [TestCase("<list><list name=\"a\"/><list name=\"a\"/></list><list>", Verdict.Fail)]
    public void Lists_below_one_parent_have_names_of_their_own(string lists, Verdict verdict) => Assert.That(VerdictOf("RFC4826-3.1-5", "<list>", lists), Is.EqualTo(verdict));

    /// <summary>TP-2-2: a chat with one user has no list, for its INVITE goes to no factory.</summary>
    [Test]
    public void Invite_for_one_user_has_no_list()
    {
        var listed = HandMadeMessages.Invite(Bob, Carol).WithRequestUri(Bob);

        Assert.That(Judged.By("RFC5366-3-3", OneToOne, Bob).Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(Judged.By("RFC5366-3-3", listed, Bob).Verdict, Is.EqualTo(Verdict.Fail));
    }

    /// <summary>A resource list that is no list of invitees may be sent to anybody.</summary>
    [Test]
    public void Invite_for_one_user_may_carry_another_list() => Assert.That(
        Judged.By("RFC5366-3-3", HandMadeMessages.Invite(Bob, Carol).WithRequestUri(Bob).WithPartHeaders(ListType, $"Content-Type: {ListType}", "Content-Disposition: attachment"), Bob).Verdict,
        Is.EqualTo(Verdict.Pass));

    private static Verdict VerdictOf(string id, SipMessage invite) => Judged.By(id, Of(invite)).Verdict;

    private static Verdict VerdictOf(string id, string old, string instead) =>
        VerdictOf(id, Group.WithList(xml => xml.Replace(old, instead, StringComparison.Ordinal)));
}
