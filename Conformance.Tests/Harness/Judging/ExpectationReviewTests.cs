using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Tests.Harness.Reporting;

namespace Conformance.Tests.Harness.Judging;

public class ExpectationReviewTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [TestCase(Verdict.Fail, "2026-11-23", true, null, TestName = "A_failure_is_expected_up_to_the_last_day")]
    [TestCase(Verdict.Fail, "2026-11-22", false, "expectation IM-1-1: expired on 2026-11-22; mend the client or renew the entry")]
    [TestCase(Verdict.Pass, "2027-01-01", false, "expectation IM-1-1: the requirement passes now; delete the entry")]
    [TestCase(Verdict.Inconclusive, "2027-01-01", false, null, TestName = "An_unproven_requirement_makes_nothing_stale")]
    public void Expectation_is_held_against_the_verdict(Verdict verdict, string expires, bool isExpected, string? stale)
    {
        var review = Review(verdict, "IM-1-1", DateOnly.Parse(expires, System.Globalization.CultureInfo.InvariantCulture));

        Assert.That(review.Expected.ContainsKey("IM-1-1"), Is.EqualTo(isExpected));
        Assert.That(review.Stale, Is.EqualTo(stale is null ? [] : new[] { stale }));
    }

    [Test]
    public void An_unmatched_id_is_stale() => Assert.That(
        Review(Verdict.Fail, "IM-9-9", Today).Stale,
        Is.EqualTo(new[] { "expectation IM-9-9: no such requirement; correct the id or delete the entry" }));

    [Test]
    public void What_passes_in_a_part_of_a_run_is_not_stale() => Assert.That(Review(Verdict.Pass, "IM-1-1", Today, isWhole: false).Stale, Is.Empty);

    [TestCase(Verdict.Pass, "udp", true, false)]
    [TestCase(Verdict.Pass, "tcp", false, false)]
    [TestCase(Verdict.Fail, "udp", false, true)]
    [TestCase(Verdict.Fail, "tcp", false, false)]
    public void What_is_known_of_one_transport_is_no_matter_over_another(Verdict verdict, string transport, bool isStale, bool isExpected)
    {
        var review = Review(verdict, "IM-1-1", Today, transport: transport, known: "udp");

        Assert.That((review.Stale.Count > 0, review.Expected.Count > 0), Is.EqualTo((isStale, isExpected)));
    }

    [Test]
    public void What_is_known_of_another_transport_expires_as_well() =>
        Assert.That(Review(Verdict.Fail, "IM-1-1", Today.AddDays(-1), transport: "tcp", known: "udp").Stale, Has.Count.EqualTo(1));

    private static ExpectationReview Review(Verdict verdict, string id, DateOnly expires, bool isWhole = true, string transport = "udp", string? known = null) => ExpectationReview.Of(
        [Verdicts.Judged(verdict, id: "IM-1-1")],
        [new Expectation(id, "known", new Uri("https://issues.example/7"), expires, known)],
        new HashSet<string> { "IM-1-1" },
        Today,
        transport,
        isWhole);
}
