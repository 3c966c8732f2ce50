using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Mime;

namespace Conformance.Tests.Requirements;

/// <summary>6.1.3.2.1 item 3 d, with a maximum of 3.</summary>
public class MaximumSizeTests
{
    private const string Continues = "IM-6.1.3.2.1-3d.3";

    private static readonly string[] Users = ["sip:bob@im.example", "sip:carol@im.example", "sip:dave@im.example", "sip:erin@im.example"];

    [TestCase(2, true, Verdict.Pass)]
    [TestCase(2, false, Verdict.Fail)]
    [TestCase(3, true, Verdict.Pass)]
    [TestCase(3, false, Verdict.Fail)]
    [TestCase(4, true, Verdict.Fail)]
    [TestCase(4, false, Verdict.Pass)]
    public void Invite_follows_only_within_the_maximum(int count, bool invites, Verdict verdict) =>
        Assert.That(Judged.By(Continues, Attempt(Users[..count], invites)).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Exact_maximum_is_too_many_where_the_inviter_counts()
    {
        Assert.That(Judged.By(Continues, Attempt(Users[..3], invites: true)).Otherwise("D4"), Is.EqualTo(Verdict.Fail));
        Assert.That(Judged.By(Continues, Attempt(Users[..3], invites: false)).Otherwise("D4"), Is.EqualTo(Verdict.Pass));
    }

    [Test]
    public void Invite_beyond_the_maximum_is_not_forbidden_by_the_other_reading_of_D5()
    {
        var judgement = Judged.By(Continues, Attempt(Users, invites: true));

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(judgement.Otherwise("D5"), Is.EqualTo(Verdict.None));
    }

    /// <summary>Four entries, three users: distinct addresses count (D6), and so the INVITE is due.</summary>
    [TestCase("sip:bob@IM.example", true, Verdict.Pass, Verdict.Fail)]
    [TestCase("sip:bob@IM.example", false, Verdict.Fail, Verdict.Pass)]
    [TestCase(HandMadeTrace.Own, true, Verdict.Pass, Verdict.Fail)]
    [TestCase(HandMadeTrace.Own, false, Verdict.Fail, Verdict.Pass)]
    public void Users_named_twice_count_once(string again, bool invites, Verdict literal, Verdict otherwise)
    {
        var judgement = Judged.By(Continues, Attempt([.. Users[..3], again], invites));

        Assert.That(judgement.Verdict, Is.EqualTo(literal));
        Assert.That(judgement.Otherwise("D6"), Is.EqualTo(otherwise));
    }

    /// <summary>Where the readings part, the missing INVITE is one failure, not one for each rule on INVITEs.</summary>
    [Test]
    public void Missing_invite_at_the_exact_maximum_fails_this_statement_only()
    {
        var trace = Attempt(Users[..3], invites: false);

        Assert.That(Judged.By(Continues, trace).Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(Judged.By("IM-6.1.3.2.1-3a", trace).Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void Invite_beyond_the_maximum_is_marked()
    {
        var trace = Attempt(Users, invites: true);

        Assert.That(Judged.By(Continues, trace).Worst().Marked(trace), Is.EqualTo($"INVITE {HandMadeTrace.Factory} SIP/2.0"));
    }

    [Test]
    public void List_beyond_the_maximum_fails_even_of_a_client_that_was_asked_for_less()
    {
        var trace = new HandMadeTrace().Asks(Users[..2]).ClientSends(HandMadeMessages.Invite(Users)).Seal();

        Assert.That(Judged.By("IM-6.1.3.2.1-3d.1", trace).Verdict, Is.EqualTo(Verdict.Fail));
    }

    /// <summary>A client that invites no group keeps to any maximum: that it sends no long list shows nothing.</summary>
    [TestCase(2, false, Verdict.Inconclusive)]
    [TestCase(2, true, Verdict.Pass)]
    [TestCase(4, false, Verdict.Pass)]
    [TestCase(4, true, Verdict.Fail)]
    public void List_within_the_maximum_is_seen_only_where_one_was_due_or_too_long(int count, bool invites, Verdict verdict) =>
        Assert.That(Judged.By("IM-6.1.3.2.1-3d.1", Attempt(Users[..count], invites)).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Invite_above_the_maximum_without_a_list_that_can_be_read_is_no_pass() => Assert.That(
        Judged.By("IM-6.1.3.2.1-3d.1", HandMadeMessages.Invite(Users).WithPartText("application/resource-lists+xml", _ => "<broken"), Users).Verdict,
        Is.EqualTo(Verdict.Inconclusive));

    [Test]
    public void One_user_is_never_too_many()
    {
        var trace = new HandMadeTrace { Maximum = 1 }.Asks(Users[0]).ClientSends(HandMadeMessages.Invite(Users[0])).Seal();

        Assert.That(Judged.By("IM-6.1.3.2.1-2", trace).Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(Judged.By(Continues, trace).Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void Silence_in_an_interrupted_scenario_proves_nothing()
    {
        var trace = new HandMadeTrace().Asks(Users).Seal("the client crashed");

        Assert.That(Judged.By(Continues, trace).Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Judged.By("IM-6.1.3.2.1-3d.2", trace).Verdict, Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void User_who_is_told_is_notified_and_one_who_is_not_is_advice()
    {
        var told = new HandMadeTrace().Asks(Users).Says(_ => new UserNotified("tooManyParticipants", "at most 3")).Seal();
        var typing = new HandMadeTrace().Asks(Users).Says(_ => new UserNotified("typing", "…")).Seal();
        var both = new HandMadeTrace().Asks(Users).Says(_ => new UserNotified("typing", "…")).Says(_ => new UserNotified("tooManyParticipants", "at most 3")).Seal();
        var refused = new HandMadeTrace().Does(new StartChat(Users)).Says(action => new Refused(action, "at most 3")).Seal();

        Assert.Multiple(() =>
        {
            Assert.That(Judged.By("IM-6.1.3.2.1-3d.2", told).Verdict, Is.EqualTo(Verdict.Pass));
            Assert.That(Judged.By("IM-6.1.3.2.1-3d.2", refused).Verdict, Is.EqualTo(Verdict.Pass));
            Assert.That(Judged.By("IM-6.1.3.2.1-3d.2", typing).Verdict, Is.EqualTo(Verdict.Inconclusive), "nobody knows what that says");
            Assert.That(Judged.By("IM-6.1.3.2.1-3d.2", both).Verdict, Is.EqualTo(Verdict.Pass));
            Assert.That(Judged.By("IM-6.1.3.2.1-3d.2", Attempt(Users, invites: false)).Verdict, Is.EqualTo(Verdict.Fail));
            Assert.That(Judged.By("IM-6.1.3.2.1-3d.2", told).Requirement.Level, Is.EqualTo(Level.Should));
        });
    }

    private static Trace Attempt(IReadOnlyList<string> invitees, bool invites)
    {
        var trace = new HandMadeTrace().Asks(invitees);
        return (invites ? trace.ClientSends(HandMadeMessages.Invite(invitees)) : trace).Seal();
    }
}
