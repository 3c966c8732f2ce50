using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Tests.Requirements;

namespace Conformance.Tests.Mutants;

/// <summary>What a client may say and the reference client leaves unsaid: on a trace made by hand.</summary>
public class HandMadeFormKillTests
{
    internal static readonly string[] Ids = ["RFC2327-6-8", "RFC4826-3.1-5", "RFC5364-5-2", "RFC5621-8.2-1"];

    private static IEnumerable<TestCaseData> Pairs => Catalogue.Requirements.Where(it => Ids.Contains(it.Id)).SelectMany(
        requirement => requirement.Mutants,
        (requirement, mutant) => new TestCaseData(requirement, mutant).SetArgDisplayNames($"{requirement.Id}/{mutant.Name}"));

    [TestCaseSource(nameof(Ids))]
    public void Right_client_passes(string id) => Assert.That(Judged.By(id, FormTraces.Talkative).Verdict, Is.EqualTo(Verdict.Pass));

    [TestCaseSource(nameof(Pairs))]
    public void Mutant_is_caught(Requirement requirement, Mutant mutant)
    {
        var judgement = requirement.Judge([HandMadeKillTests.Tampered(FormTraces.Talkative, mutant.Create())]);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(judgement.Worst(), Has.Property(nameof(Finding.Mend)).Not.Empty);
    }

    [TestCaseSource(nameof(Ids))]
    public void Client_that_leaves_it_unsaid_is_not_judged(string id) =>
        Assert.That(Judged.By(id, FormTraces.Of(FormTraces.Group)).Verdict, Is.EqualTo(Verdict.None));
}
