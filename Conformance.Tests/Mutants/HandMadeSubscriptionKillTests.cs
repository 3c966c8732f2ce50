using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;
using Conformance.Tests.Requirements;

namespace Conformance.Tests.Mutants;

/// <summary>A client that subscribes to the conference in forms of its own and invites again in it, which the reference client does not: on a trace made by hand.</summary>
public class HandMadeSubscriptionKillTests
{
    internal static readonly string[] Ids = ["RFC3265-3.1.1-1", "RFC3265-3.1.2-1", "RFC4575-3.1-1", "RFC4579-3.4-2", "RFC5366-3.2-1"];

    private const string Conference = "sip:conference-1@im.example;gr=x";

    private static readonly SipMessage Subscribe = HandMadeMessages.Subscribe(Conference);

    private static IEnumerable<TestCaseData> Pairs => Catalogue.Requirements.Where(it => Ids.Contains(it.Id)).SelectMany(
        requirement => requirement.Mutants,
        (requirement, mutant) => new TestCaseData(requirement, mutant).SetArgDisplayNames($"{requirement.Id}/{mutant.Name}"));

    private static IEnumerable<TestCaseData> LegalSubscriptions =>
    [
        Named("compact name", Subscribe.Without("Event").WithAdded("o", "conference")),
        Named("package with id", Subscribe.With("Event", "conference;id=7")),
        Named("odd case of the name", Subscribe.Without("Event").WithAdded("eVENT", "conference")),
        Named("fetch", Subscribe.With("Expires", "0")),
    ];

    [TestCaseSource(nameof(Ids))]
    public void Right_client_passes(string id) => Assert.That(Judged.By(id, Chat(Subscribe)).Verdict, Is.EqualTo(Verdict.Pass));

    [TestCaseSource(nameof(Pairs))]
    public void Mutant_is_caught(Requirement requirement, Mutant mutant)
    {
        var judgement = requirement.Judge([HandMadeKillTests.Tampered(Chat(Subscribe), mutant.Create())]);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(judgement.Worst(), Has.Property(nameof(Finding.Mend)).Not.Empty);
    }

    [TestCaseSource(nameof(LegalSubscriptions))]
    public void Legal_subscription_passes(SipMessage subscribe) => Assert.Multiple(() =>
    {
        foreach (var id in Ids)
        {
            Assert.That(Judged.By(id, Chat(subscribe)).Verdict, Is.EqualTo(Verdict.Pass), id);
        }
    });

    /// <summary>What is asked of the conference package is not asked of another.</summary>
    [TestCase("RFC3265-3.1.2-1", Verdict.Pass)]
    [TestCase("RFC4575-3.1-1", Verdict.None)]
    [TestCase("RFC4579-3.4-2", Verdict.None)]
    public void Other_package_is_another_matter(string id, Verdict verdict) =>
        Assert.That(Judged.By(id, Chat(HandMadeMessages.Subscribe("sip:alice@im.example", "reg"))).Verdict, Is.EqualTo(verdict));

    [TestCaseSource(nameof(Ids))]
    public void Client_that_does_neither_is_not_judged(string id) =>
        Assert.That(Judged.By(id, FormTraces.Of(FormTraces.Group)).Verdict, Is.EqualTo(Verdict.None));

    private static TestCaseData Named(string name, SipMessage subscribe) => new TestCaseData(subscribe).SetArgDisplayNames(name);

    private static Trace Chat(SipMessage subscribe)
    {
        var invite = HandMadeMessages.Invite(FormTraces.Bob, FormTraces.Carol);
        var ok = HandMadeMessages.Ok(invite);
        return new HandMadeTrace()
            .Asks(FormTraces.Bob, FormTraces.Carol).ClientSends(invite).CoreSends(ok).ClientSends(HandMadeMessages.InDialog("ACK", ok))
            .ClientSends(subscribe)
            .ClientSends(HandMadeMessages.InDialog("INVITE", ok))
            .Seal();
    }
}
