using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Tests.Requirements;

namespace Conformance.Tests.Mutants;

/// <summary>What a client does in an IMS only if it wants to, and the reference client does not: on a trace made by hand.</summary>
public class HandMadeImsKillTests
{
    internal static readonly string[] Ids =
    [
        "RFC3312-11-1",
        "RFC3312-4-1",
        "RFC3312-5.1.1-1",
        "RFC3312-6-1",
        "RFC3323-4.1.1.3-1",
        "RFC3329-2.3.1-1",
        "T24229-24.229_5.1.3.1-1",
    ];

    private static IEnumerable<TestCaseData> Pairs => Catalogue.Requirements.Where(it => Ids.Contains(it.Id)).SelectMany(
        requirement => requirement.Mutants,
        (requirement, mutant) => new TestCaseData(requirement, mutant).SetArgDisplayNames($"{requirement.Id}/{mutant.Name}"));

    [TestCaseSource(nameof(Ids))]
    public void Right_client_passes(string id) => Assert.That(Judged.By(id, ImsTrace.Of()).Verdict, Is.EqualTo(Verdict.Pass));

    [TestCaseSource(nameof(Pairs))]
    public void Mutant_is_caught(Requirement requirement, Mutant mutant)
    {
        var judgement = requirement.Judge([HandMadeKillTests.Tampered(ImsTrace.Of(), mutant.Create())]);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(judgement.Worst(), Has.Property(nameof(Finding.Mend)).Not.Empty);
    }

    /// <summary>It binds who does it, and nobody has to.</summary>
    [TestCaseSource(nameof(Ids))]
    public void Client_that_does_not_do_it_is_not_judged(string id) =>
        Assert.That(Judged.By(id, HandMadeMessages.Invite("sip:bob@im.example"), "sip:bob@im.example").Verdict, Is.EqualTo(Verdict.None));
}
