using Conformance.Harness.Judging;
using Conformance.Harness.Reporting;
using Conformance.Harness.Requirements;

namespace Conformance.Tests.Suite;

/// <summary>One test for each requirement, on the client under test.</summary>
public class ConformanceTests
{
    private static IEnumerable<TestCaseData> Requirements() => Catalogue.Requirements.Select(it =>
        new TestCaseData(it).SetArgDisplayNames(it.Id).SetCategory($"{it.Document} {it.Clause}"));

    [TestCaseSource(nameof(Requirements))]
    public void Conforms(Requirement requirement)
    {
        var judgement = ClientUnderTest.Judged(requirement);
        var text = string.Join('\n', FindingText.Lines(judgement));
        switch (judgement)
        {
            case { Verdict: Verdict.None }:
                Assert.Ignore("not applicable by the client's declaration");
                break;
            case { Verdict: Verdict.Fail } when IsKnown(requirement):
                Assert.Ignore("known deviation\n" + text);
                break;
            case { Verdict: Verdict.Fail or Verdict.Inconclusive } when requirement.Level != Level.Shall:
                Assert.Warn(text);
                break;
            default:
                Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Pass), $"{FindingText.Headline(judgement)}\n{text}");
                break;
        }
    }

    [Test]
    public void No_message_of_the_core_has_a_defect() =>
        Assert.That(ClientUnderTest.Runs.SelectMany(it => Judge.CoreDefects(it.Trace)), Is.Empty);

    private static bool IsKnown(Requirement requirement) => ClientUnderTest.Profile.Expectations.Any(it =>
        it.Requirement == requirement.Id && it.Expires >= DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
}
