using Conformance.Harness.Judging;
using Conformance.Harness.Reporting;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;

namespace Conformance.Tests.Harness.Judging;

public class RequirementTests
{
    private static readonly Finding Held = Finding.Holds("expected", "observed");
    private static readonly Finding Failed = Finding.Fails("expected", "observed", "mend");
    private static readonly Finding Absent = Finding.Missing("expected", "observed", "mend");
    private static readonly Finding Unclear = Finding.Undecided("expected", "why");

    [TestCase(Level.Shall, Verdict.Inconclusive)]
    [TestCase(Level.Should, Verdict.Inconclusive)]
    [TestCase(Level.May, Verdict.None)]
    public void Requirement_without_occasion_proves_nothing(Level level, Verdict verdict) =>
        Assert.That(Of(level, []).Judge([Trace()]).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Requirement_that_the_declaration_leaves_out_is_none()
    {
        var requirement = Of(Level.Shall, [Failed], given: it => it.Ims);

        Assert.That(requirement.Judge([Trace()]).Verdict, Is.EqualTo(Verdict.None));
        Assert.That(requirement.Judge([Trace(isIms: true)]).Verdict, Is.EqualTo(Verdict.Fail));
    }

    [Test]
    public void Worst_occasion_gives_the_verdict() => Assert.Multiple(() =>
    {
        Assert.That(Of(Level.Shall, [Held, Held]).Judge([Trace()]).Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(Of(Level.Shall, [Held, Unclear]).Judge([Trace()]).Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Of(Level.Shall, [Held, Failed, Unclear]).Judge([Trace()]).Verdict, Is.EqualTo(Verdict.Fail));
    });

    [Test]
    public void Every_occasion_of_every_trace_is_found_with_its_scenario()
    {
        var judgement = Of(Level.Shall, [Held, Failed]).Judge([Trace("one"), Trace("two")]);

        Assert.That(judgement.Findings.Select(it => (it.Scenario, it.Finding.Verdict)), Is.EqualTo(new[]
        {
            ("one", Verdict.Pass), ("one", Verdict.Fail), ("two", Verdict.Pass), ("two", Verdict.Fail),
        }));
    }

    [Test]
    public void Of_what_is_repeated_a_few_findings_are_kept_and_the_others_counted()
    {
        var judgement = Of(Level.Shall, [.. Enumerable.Repeat(Held, 20), .. Enumerable.Repeat(Failed, 50), Held]).Judge([Trace("flood"), Trace("other")]);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(judgement.Findings.CountBy(it => (it.Scenario, it.Finding.Verdict, it.More)), Is.EquivalentTo(new[]
        {
            KeyValuePair.Create(("flood", Verdict.Pass, 0), 19), KeyValuePair.Create(("flood", Verdict.Pass, 1), 1),
            KeyValuePair.Create(("flood", Verdict.Fail, 0), 19), KeyValuePair.Create(("flood", Verdict.Fail, 30), 1),
            KeyValuePair.Create(("other", Verdict.Pass, 0), 19), KeyValuePair.Create(("other", Verdict.Pass, 1), 1),
            KeyValuePair.Create(("other", Verdict.Fail, 0), 19), KeyValuePair.Create(("other", Verdict.Fail, 30), 1),
        }));
        Assert.That(judgement.Findings.Select(it => it.Scenario).Distinct(), Is.EqualTo(new[] { "flood", "other" }));
        Assert.That(FindingText.Lines(judgement).TakeLast(2), Is.EqualTo(new[] { "in scenario flood 30 more that are not kept", "in scenario other 30 more that are not kept" }));
    }

    [Test]
    public void Of_many_findings_those_that_say_something_new_are_kept()
    {
        var other = Finding.Fails("expected", "something else", "another mend");

        var findings = Of(Level.Shall, [.. Enumerable.Repeat(Failed, 50), other]).Judge([Trace()]).Findings;

        Assert.That(findings.Select(it => it.Finding), Is.EqualTo(Enumerable.Repeat(Failed, 19).Append(other)));
        Assert.That(findings[^1].More, Is.EqualTo(31));
    }

    [Test]
    public void Absence_in_an_interrupted_scenario_is_inconclusive_and_says_why()
    {
        var judgement = Of(Level.Shall, [Absent]).Judge([Trace(interruption: "the client crashed")]);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(judgement.Findings[0].Finding.Observed, Does.Contain("the client crashed"));
    }

    [Test]
    public void Absence_in_a_whole_scenario_fails() =>
        Assert.That(Of(Level.Shall, [Absent]).Judge([Trace()]).Verdict, Is.EqualTo(Verdict.Fail));

    [Test]
    public void Failure_that_was_seen_stays_one_when_the_scenario_was_interrupted() =>
        Assert.That(Of(Level.Shall, [Failed]).Judge([Trace(interruption: "the client crashed")]).Verdict, Is.EqualTo(Verdict.Fail));

    [Test]
    public void Readings_are_given_beside_the_verdict_which_is_the_literal_one()
    {
        var requirement = Requirement.Shall(
            "IM-1-1",
            "quote",
            _ => new[] { 1, 2, 3 },
            it => it == 2 ? Failed : Held,
            [],
            readings:
            [
                new Interpretation<int>("D1", "all", "odd ones", When: it => it % 2 == 1),
                new Interpretation<int>("D2", "two is wrong", "three is unclear", Then: it => it == 3 ? Unclear : Held),
                new Interpretation<int>("D3", "all", "none", When: _ => false),
            ]);

        var judgement = requirement.Judge([Trace()]);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(judgement.Readings, Is.EqualTo(new[]
        {
            new ReadingVerdict("D1", "all", Verdict.Fail),
            new ReadingVerdict("D1", "odd ones", Verdict.Pass),
            new ReadingVerdict("D2", "two is wrong", Verdict.Fail),
            new ReadingVerdict("D2", "three is unclear", Verdict.Inconclusive),
            new ReadingVerdict("D3", "all", Verdict.Fail),
            new ReadingVerdict("D3", "none", Verdict.None),
        }));
    }

    [Test]
    public void Finding_of_several_parts_is_the_first_of_the_worst()
    {
        var second = Finding.Fails("expected", "second", "mend", new Evidence(1, new ByteSpan(2, 3), "label"));

        Assert.That(Finding.All([Held, second, Failed]), Is.SameAs(second));
    }

    [Test]
    public void Finding_without_a_part_is_a_fault_of_the_check() =>
        Assert.That(() => Finding.All([]), Throws.ArgumentException);

    [TestCase("IM-6.1.3.2.1-3d.1", "OMA-IM", "6.1.3.2.1")]
    [TestCase("IM-6.1.1.2-EN", "OMA-IM", "6.1.1.2")]
    [TestCase("RFC3261-8.1.1.8-2", "RFC 3261", "8.1.1.8")]
    [TestCase("XML10-2.4-1", "XML 1.0", "2.4")]
    [TestCase("T24229-24.229_5.1.2A.1.1-2", "3GPP TS 24.229", "5.1.2A.1.1")]
    [TestCase("T24229-24.247_A.4.2-1", "3GPP TS 24.247", "A.4.2")]
    [TestCase("OMAIM-TS_7.1.1_sibling_-1", "OMA-TS-SIMPLE_IM", "TS 7.1.1 sibling")]
    [TestCase("OMAIM-TS_App._I-1", "OMA-TS-SIMPLE_IM", "TS App. I")]
    [TestCase("OMAIM-feature_tag-1", "OMA-TS-SIMPLE_IM", "feature tag")]
    public void Id_names_document_and_clause(string id, string document, string clause) =>
        Assert.That(RequirementId.Split(id), Is.EqualTo((document, clause)));

    [TestCase("6.1.3.2.1-3d")]
    [TestCase("IM-6.1.3.2.1")]
    [TestCase("RFC-3-1")]
    [TestCase("IM-6.1 3-1")]
    public void Id_of_another_shape_is_refused(string id) =>
        Assert.That(() => RequirementId.Split(id), Throws.ArgumentException.With.Message.Contain(id));

    [Test]
    public void Check_that_throws_is_an_error_and_takes_no_other_verdict_with_it()
    {
        var broken = Requirement.Shall<int>("IM-1-1", "quote", _ => [1], _ => throw new InvalidOperationException("bug"), []);

        var judgements = Judge.All([broken, Of(Level.Shall, [Held])], [Trace()]);

        Assert.That(judgements.Select(it => it.Verdict), Is.EqualTo(new[] { Verdict.Error, Verdict.Pass }));
        Assert.That(judgements[0].Findings[0].Finding.Observed, Does.Contain("bug"));
    }

    private static Requirement Of(Level level, IReadOnlyList<Finding> findings, Func<Declaration, bool>? given = null) =>
        Requirement.Of(level, "IM-1-2", "quote", _ => findings, it => it, [], given);

    private static Trace Trace(string scenario = "one", string? interruption = null, bool isIms = false) =>
        new HandMadeTrace { Declaration = new(true, true, false, true, isIms) }.Seal(interruption) with { Scenario = scenario };
}
