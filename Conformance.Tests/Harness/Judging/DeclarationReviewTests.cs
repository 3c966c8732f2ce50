using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Tests.Mutants;

namespace Conformance.Tests.Harness.Judging;

/// <summary>What the client declares, held against what it serves.</summary>
public sealed class DeclarationReviewTests
{
    private static readonly Declaration Nothing = new(OneToOne: false, AdHoc: false, ConferenceSubscription: false, Msrp: false, Ims: false);

    [Test]
    public void Reference_client_serves_what_it_declares() =>
        Assert.That(DeclarationReview.Of(ReferenceRun.Suite.Runs.Traces(), isWhole: true), Is.Empty);

    [Test]
    public void What_is_declared_and_asked_for_but_not_served_fails()
    {
        var trace = new HandMadeTrace().Asks("sip:bob@im.example").Asks("sip:bob@im.example", "sip:carol@im.example")
            .Does(new SubscribeConference("chat-1")).Says(action => new Unsupported(action))
            .Does(new SendMessage("chat-1", "text/plain", "Hello")).Says(action => new Unsupported(action))
            .Seal();
        var findings = DeclarationReview.Of([trace, trace], isWhole: true);

        Assert.That(findings.Select(it => it.Capability), Is.EqualTo(new[] { "oneToOne", "adHoc", "conferenceSubscription", "msrp" }));
        Assert.That(findings.Select(it => it.IsFailure), Is.All.True);
        Assert.That(findings[1].Text, Is.EqualTo("declared but not served: asked for 2 times (scenario hand-made), the client sent an INVITE with a list of users in none; mend the client, or declare \"adHoc\": false"));
    }

    [Test]
    public void A_part_of_a_run_fails_nobody() => Assert.That(DeclarationReview.Of([new HandMadeTrace().Asks("sip:bob@im.example").Seal()], isWhole: false), Is.Empty);

    [Test]
    public void What_nobody_asked_for_or_was_cut_short_shows_nothing() => Assert.That(
        DeclarationReview.Of([new HandMadeTrace().Does(new Register()).Seal(), new HandMadeTrace().Asks("sip:bob@im.example").Seal("it crashed")], isWhole: true),
        Is.Empty);

    [Test]
    public void One_scenario_that_shows_it_is_enough() => Assert.That(
        DeclarationReview.Of([new HandMadeTrace().Asks("sip:bob@im.example").Seal(), new HandMadeTrace().Asks("sip:bob@im.example").ClientSends(HandMadeMessages.Invite("sip:bob@im.example")).Seal()], isWhole: true),
        Is.Empty);

    [Test]
    public void A_group_above_the_maximum_need_not_be_invited() => Assert.That(
        DeclarationReview.Of([new HandMadeTrace { Maximum = 2 }.Asks("sip:a@im.example", "sip:b@im.example", "sip:c@im.example").Seal()], isWhole: true),
        Is.Empty);

    [Test]
    public void What_is_served_but_not_declared_is_advice()
    {
        var trace = new HandMadeTrace { Declaration = Nothing }.Asks("sip:bob@im.example").ClientSends(HandMadeMessages.Invite("sip:bob@im.example")).Seal();
        var offering = trace with { Provisioning = trace.Provisioning with { Verbs = "register startChat subscribeConference" } };
        var findings = DeclarationReview.Of([offering], isWhole: false);

        Assert.That(findings.Select(it => (it.Capability, it.IsFailure)), Is.EqualTo(new[] { ("oneToOne", false), ("conferenceSubscription", false) }));
        Assert.That(findings[1].Text, Does.Contain("the client has the verb subscribeConference; declare \"conferenceSubscription\": true"));
    }
}
