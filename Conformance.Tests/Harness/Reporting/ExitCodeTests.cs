using Conformance.Harness.Judging;
using Conformance.Harness.Reporting;
using static Conformance.Tests.Harness.Reporting.Verdicts;

namespace Conformance.Tests.Harness.Reporting;

public class ExitCodeTests
{
    private static IEnumerable<TestCaseData> Runs()
    {
        var stale = NoExpectations with { Stale = ["expectation IM-1-1: expired"] };
        var pass = Judged(Verdict.Pass, id: "IM-1-1");
        yield return Run(ExitCode.Conforming, "all_pass", Report([pass]));
        yield return Run(ExitCode.NonConforming, "a_failed_shall", Report([pass, Judged(Verdict.Fail)]));
        yield return Run(ExitCode.Conforming, "a_failed_should_is_advice", Report([pass, Judged(Verdict.Fail, Level.Should)]));
        yield return Run(ExitCode.NonConforming, "a_failed_should_under_strict", Report([pass, Judged(Verdict.Fail, Level.Should)], isStrict: true));
        yield return Run(ExitCode.Conforming, "a_known_deviation", Report([pass, Judged(Verdict.Fail)], Known));
        yield return Run(ExitCode.StaleExpectation, "a_stale_expectation", Report([pass], stale));
        yield return Run(ExitCode.NonConforming, "fail_before_stale", Report([Judged(Verdict.Fail)], stale));
        yield return Run(ExitCode.StaleExpectation, "stale_before_unproven", Report([Judged(Verdict.Inconclusive)], stale));
        yield return Run(ExitCode.NothingProven, "an_unproven_shall", Report([pass, Judged(Verdict.Inconclusive)]));
        yield return Run(ExitCode.Conforming, "an_unproven_should", Report([pass, Judged(Verdict.Inconclusive, Level.Should)]));
        yield return Run(ExitCode.NothingProven, "nothing_judged", Report([]));
        yield return Run(ExitCode.NothingProven, "only_not_applicable", Report([Judged(Verdict.None)]));
        yield return Run(ExitCode.NonConforming, "a_declaration_that_is_not_served", Report([pass]) with { Declaration = [new DeclarationFinding("adHoc", IsFailure: true, "not served")] });
        yield return Run(ExitCode.Conforming, "a_declaration_that_leaves_something_out", Report([pass]) with { Declaration = [new DeclarationFinding("adHoc", IsFailure: false, "not declared")] });
        yield return Run(ExitCode.HarnessError, "a_check_in_error", Report([pass, Judged(Verdict.Error), Judged(Verdict.Fail)]));
        yield return Run(ExitCode.HarnessError, "a_scenario_in_error", Report([pass], outcome: "error: it broke"));
        yield return Run(ExitCode.Conforming, "an_interrupted_scenario_that_cost_no_proof", Report([pass], outcome: "interrupted: crash"));
    }

    [TestCaseSource(nameof(Runs))]
    public void Exit_code(RunReport report, ExitCode expected) => Assert.That(report.ExitCode, Is.EqualTo(expected));

    [TestCase(Verdict.Pass, "pass")]
    [TestCase(Verdict.None, "inconclusive")]
    [TestCase(Verdict.Inconclusive, "inconclusive")]
    [TestCase(Verdict.Fail, "fail")]
    public void A_part_of_a_run_that_proves_nothing_is_no_pass(Verdict verdict, string expected)
    {
        var report = Report([Judged(verdict)]) with { Shard = "1/2" };

        Assert.That((report.ToResult().Verdict, report.ExitCode), Is.EqualTo((expected, verdict == Verdict.Fail ? ExitCode.NonConforming : ExitCode.Conforming)));
    }

    private static TestCaseData Run(ExitCode expected, string name, RunReport report) =>
        new TestCaseData(report, expected).SetArgDisplayNames(name, $"{(int)expected}");
}
