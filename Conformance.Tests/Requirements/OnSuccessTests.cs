using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>6.1.3.2.1 on the 200: what is stored, seen in the client's own account and in what it sends afterwards.</summary>
public class OnSuccessTests
{
    private const string Methods = "IM-6.1.3.2.1-R1";
    private const string Identity = "IM-6.1.3.2.1-R2";
    private const string Conference = "sip:conference-1@im.example;gr=x";

    private static readonly string[] Rows = ["INVITE, ACK", "CANCEL,BYE", "OPTIONS , FOO"];

    [TestCase("INVITE ACK CANCEL BYE OPTIONS FOO", Verdict.Pass)]
    [TestCase("FOO BYE OPTIONS CANCEL ACK INVITE", Verdict.Pass)]
    [TestCase("INVITE ACK", Verdict.Fail)]
    [TestCase("INVITE ACK CANCEL BYE OPTIONS", Verdict.Fail)]
    [TestCase("INVITE ACK CANCEL BYE OPTIONS foo", Verdict.Fail)]
    [TestCase("INVITE ACK CANCEL BYE OPTIONS FOO UPDATE", Verdict.Fail)]
    [TestCase("", Verdict.Fail)]
    [TestCase(null, Verdict.Fail)]
    public void Stored_methods_are_those_of_all_allow_rows(string? stored, Verdict verdict) =>
        Assert.That(Judged.By(Methods, Chat(Describes(methods: stored?.Split(' ', StringSplitOptions.RemoveEmptyEntries)))).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Answer_without_allow_asks_for_nothing_to_be_stored() =>
        Assert.That(Judged.By(Methods, Chat(Describes(), allowRows: [])).Verdict, Is.EqualTo(Verdict.Inconclusive));

    [Test]
    public void Client_that_cannot_be_asked_is_undecided_on_methods() =>
        Assert.That(Judged.By(Methods, Chat(action => new Unsupported(action))).Verdict, Is.EqualTo(Verdict.Inconclusive));

    [TestCase("supportedMethods", Methods, Verdict.Inconclusive)]
    [TestCase("imSessionIdentity", Methods, Verdict.Fail)]
    [TestCase("imSessionIdentity", Identity, Verdict.Pass)]
    public void What_the_account_leaves_out_is_not_held_against_it(string leftOut, string id, Verdict verdict) => Assert.That(
        Judged.By(id, Chat(action => new ChatDescribed(action, "chat-1", "up", null, null, null, [leftOut]))).Verdict,
        Is.EqualTo(verdict));

    [TestCase(Conference, Verdict.Pass)]
    [TestCase("<sip:conference-1@im.example;gr=x>;isfocus", Verdict.Pass)]
    [TestCase("sip:conference-1@IM.example;gr=x", Verdict.Pass)]
    [TestCase(HandMadeTrace.Factory, Verdict.Fail)]
    [TestCase(null, Verdict.Fail)]
    public void Stored_identity_is_the_uri_of_the_contact(string? stored, Verdict verdict) =>
        Assert.That(Judged.By(Identity, Chat(Describes(identity: stored))).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Client_that_cannot_be_asked_shows_its_identity_on_the_wire()
    {
        Assert.That(Judged.By(Identity, Chat(action => new Unsupported(action))).Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(Judged.By(Identity, Chat(action => new Unsupported(action), target: HandMadeTrace.Factory)).Verdict, Is.EqualTo(Verdict.Fail));
    }

    [Test]
    public void Request_to_another_target_fails_and_is_marked()
    {
        var trace = Chat(Describes(identity: Conference), target: "sip:someone@im.example");

        var worst = Judged.By(Identity, trace).Worst();

        Assert.That(worst.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(worst.Marked(trace), Is.EqualTo("sip:someone@im.example"));
    }

    [Test]
    public void Answer_without_contact_asks_for_nothing_to_be_stored() =>
        Assert.That(Judged.By(Identity, Chat(Describes(), contact: null)).Verdict, Is.EqualTo(Verdict.Inconclusive));

    /// <summary>A re-INVITE or UPDATE of the peer changes its target (RFC 3261 section 12.2).</summary>
    [Test]
    public void Target_that_the_peer_has_changed_is_followed()
    {
        var invite = HandMadeMessages.Invite("sip:bob@im.example");
        var ok = HandMadeMessages.Ok(invite);
        var update = HandMadeMessages.InDialog("UPDATE", ok, "sip:alice@192.0.2.2:5060").With("Contact", "<sip:moved@im.example>");
        var trace = new HandMadeTrace().Asks("sip:bob@im.example")
            .ClientSends(invite).CoreSends(ok).ClientSends(HandMadeMessages.InDialog("ACK", ok))
            .CoreSends(update)
            .ClientSends(HandMadeMessages.InDialog("BYE", ok, "sip:moved@im.example"))
            .Seal();

        Assert.That(Judged.By(Identity, trace).Verdict, Is.EqualTo(Verdict.Pass));
    }

    [Test]
    public void Identity_of_a_provisional_response_passes_by_the_other_reading_of_D9_only()
    {
        var invite = HandMadeMessages.Invite("sip:bob@im.example");
        var ringing = HandMadeMessages.Ok(invite, "<sip:early@im.example>").WithStartLine("SIP/2.0 180 Ringing");
        var ok = HandMadeMessages.Ok(invite);
        var trace = new HandMadeTrace().Asks("sip:bob@im.example")
            .ClientSends(invite).CoreSends(ringing, ok).ClientSends(HandMadeMessages.InDialog("ACK", ok))
            .Does(new DescribeChat("chat-1")).Says(Describes(identity: "sip:early@im.example"))
            .Seal();

        var judgement = Judged.By(Identity, trace);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(judgement.Otherwise("D9"), Is.EqualTo(Verdict.Pass));
    }

    [TestCase("up", null, Verdict.Pass)]
    [TestCase("up", HandMadeTrace.Own, Verdict.Pass)]
    [TestCase("up", "sip:bob@im.example", Verdict.Fail)]
    [TestCase("inviting", null, Verdict.Fail)]
    [TestCase("failed", null, Verdict.Fail)]
    public void Answer_means_that_the_user_is_in_the_conference_and_nothing_of_others(string state, string? member, Verdict verdict)
    {
        var trace = Chat(Describes(state: state, members: member is null ? null : [member]), isGroup: true);

        Assert.That(Judged.By("IM-6.1.3.2.1-N2.1", trace).Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void Busy_peer_is_not_invited_again()
    {
        var invite = HandMadeMessages.Invite("sip:bob@im.example");
        var busy = HandMadeMessages.Refusal(invite, 486);
        var ack = HandMadeMessages.InDialog("ACK", busy, "sip:bob@im.example").With("Via", invite.Header("Via")!.Value);
        var again = invite.With("Via", "SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK-again").With("Call-ID", "again");
        var once = new HandMadeTrace().Asks("sip:bob@im.example").ClientSends(invite).CoreSends(busy).ClientSends(ack);

        Assert.That(Judged.By("IM-6.1.3.2.1-i2", once.Seal()).Verdict, Is.EqualTo(Verdict.Pass));
        var twice = new HandMadeTrace().Asks("sip:bob@im.example").ClientSends(invite).CoreSends(busy).ClientSends(ack, again).Seal();
        Assert.That(Judged.By("IM-6.1.3.2.1-i2", twice).Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(Judged.By("IM-6.1.3.2.1-i1", twice).Verdict, Is.EqualTo(Verdict.Pass));
    }

    private static Func<int, Report> Describes(string? state = "up", string? identity = null, IReadOnlyList<string>? methods = null, IReadOnlyList<string>? members = null) =>
        action => new ChatDescribed(action, "chat-1", state, identity, methods, members);

    private static Trace Chat(
        Func<int, Report> answer,
        string? contact = "<sip:conference-1@im.example;gr=x>;isfocus",
        IReadOnlyList<string>? allowRows = null,
        string target = Conference,
        bool isGroup = false)
    {
        string[] invitees = isGroup ? ["sip:bob@im.example", "sip:carol@im.example"] : ["sip:bob@im.example"];
        var invite = HandMadeMessages.Invite(invitees);
        var ok = HandMadeMessages.Ok(invite, contact, allowRows ?? Rows);
        return new HandMadeTrace().Asks(invitees)
            .ClientSends(invite).CoreSends(ok).ClientSends(HandMadeMessages.InDialog("ACK", ok, target))
            .Does(new DescribeChat("chat-1")).Says(answer)
            .Seal();
    }
}
