using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;
using Conformance.Tests.Requirements.Rfc3261;

namespace Conformance.Tests.Mutants;

/// <summary>Requests in a dialog that the reference client does not send, and Replaces, which it lacks: on traces made by hand.</summary>
public class HandMadeDialogKillTests
{
    internal static readonly string[] Ids = ["RFC3261-12.2.1.2-1", "RFC3261-14.1-1", "RFC3891-3-1", "RFC3891-4-1", "RFC4975-5.4-3"];

    private static IEnumerable<Requirement> Requirements => Catalogue.Requirements.Where(it => Ids.Contains(it.Id));

    private static IEnumerable<TestCaseData> Pairs => Requirements.SelectMany(
        requirement => requirement.Mutants,
        (requirement, mutant) => new TestCaseData(requirement, mutant).SetArgDisplayNames($"{requirement.Id}/{mutant.Name}"));

    [TestCaseSource(nameof(Requirements))]
    public void Right_client_passes(Requirement requirement) =>
        Assert.That(requirement.Judge(TracesOf(requirement.Id)).Verdict, Is.EqualTo(Verdict.Pass));

    [TestCaseSource(nameof(Pairs))]
    public void Mutant_is_caught(Requirement requirement, Mutant mutant)
    {
        var judgement = requirement.Judge([.. TracesOf(requirement.Id).Select(it => HandMadeKillTests.Tampered(it, mutant.Create()))]);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
    }

    private static IReadOnlyList<Trace> TracesOf(string id) => id switch
    {
        "RFC3261-12.2.1.2-1" => [DialogTraces.Refused(481)],
        "RFC3261-14.1-1" => [DialogTraces.Invited()],
        "RFC4975-5.4-3" => [DialogTraces.Resumed()],
        "RFC3891-4-1" => [DialogTraces.Replacing("confirmed@192.0.2.2;to-tag=far;from-tag=near")],
        _ =>
        [
            DialogTraces.Replaced(400, DialogTraces.Match, DialogTraces.Match),
            DialogTraces.Replaced(481, "nobody@192.0.2.9;to-tag=1;from-tag=2"),
            DialogTraces.Replaced(486, $"{DialogTraces.Match};early-only"),
            DialogTraces.Replaced(200, DialogTraces.Match),
        ],
    };
}
