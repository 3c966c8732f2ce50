using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Suite;

/// <summary>
/// A right client that can do only a part of it conforms: what it does not declare is asked of nobody, and of what it declares
/// every SHALL is exercised, whatever the chats are that the stories are told with.
/// </summary>
public sealed class DeclarationTests
{
    private static readonly bool[] Either = [true, false];

    private static IEnumerable<TestCaseData> Declarations() =>
        from oneToOne in Either
        from adHoc in Either
        where oneToOne || adHoc
        from subscribes in Either
        from msrp in Either
        from ims in Either
        select new TestCaseData(new Declaration(oneToOne, adHoc, subscribes, msrp, ims)).SetArgDisplayNames(
            string.Join(' ', new[] { oneToOne ? "oneToOne" : "", adHoc ? "adHoc" : "", subscribes ? "conferenceSubscription" : "", msrp ? "msrp" : "", ims ? "ims" : "" }.Where(it => it.Length > 0)));

    [TestCaseSource(nameof(Declarations))]
    public void Client_that_serves_just_what_it_declares_conforms(Declaration declaration)
    {
        var judgements = Judge.All(Catalogue.Requirements, Drive(declaration, () => Only(declaration)));

        Assert.That(judgements.Where(it => it.Verdict > Verdict.Pass).Select(it => $"{it.Requirement.Id} {it.Verdict}"), Is.Empty);
        Assert.That(judgements.Count(it => it.Verdict == Verdict.Pass), Is.GreaterThan(100));
    }

    [TestCaseSource(nameof(Declarations))]
    public void What_it_serves_besides_is_seen(Declaration declaration) => Assert.That(
        DeclarationReview.Of(Drive(declaration, () => Tamper.None), isWhole: true).Select(it => (it.Capability, it.IsFailure)),
        Is.EqualTo(new[]
        {
            ("oneToOne", declaration.OneToOne),
            ("adHoc", declaration.AdHoc),
            ("conferenceSubscription", declaration.ConferenceSubscription),
            ("msrp", declaration.Msrp),
        }.Where(it => !it.Item2)));

    private static IReadOnlyList<Trace> Drive(Declaration declaration, Func<Tamper> tamper) =>
        MemorySuite.Run(tamper, ScenarioCatalogue.All, profile: ClientProfile.BuiltIn with { Ics = declaration }).Traces();

    /// <summary>Without messages nothing is connected.</summary>
    private static Tamper Only(Declaration declaration) => declaration.Msrp ? Tamper.None : new Tamper { Connect = _ => null };
}
