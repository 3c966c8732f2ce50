using System.Text.Json;
using System.Xml.Linq;
using Conformance.Harness.Judging;
using Conformance.Harness.Reporting;
using static Conformance.Tests.Harness.Reporting.Verdicts;

namespace Conformance.Tests.Harness.Reporting;

public class ReportFormatTests
{
    [Test]
    public void Results_json_holds_contract_1()
    {
        var json = JsonDocument.Parse(Report([Judged(Verdict.Fail), Judged(Verdict.Pass, id: "RFC4975-6-1")]).ToResult().ToJson()).RootElement;

        var names = json.EnumerateObject().Select(it => it.Name);
        Assert.That(names, Is.EqualTo(new[] { "contract", "suite", "client", "core", "transport", "seed", "started", "seconds", "verdict", "totals", "scenarios", "requirements" }));
        Assert.That(json.GetProperty("contract").GetInt32(), Is.EqualTo(1));
        Assert.That(json.GetProperty("verdict").GetString(), Is.EqualTo("fail"));
        Assert.That(json.GetProperty("totals").ToString(), Does.Match("\"pass\": 1,\\s+\"fail\": 1,\\s+\"inconclusive\": 0,\\s+\"none\": 0,\\s+\"error\": 0,\\s+\"advice\": 0"));
        var first = json.GetProperty("requirements")[0];
        Assert.That(first.GetProperty("level").GetString(), Is.EqualTo("shall"));
        Assert.That(first.TryGetProperty("expected", out _), Is.False, "expected is absent where it is not true");
        var finding = first.GetProperty("findings")[0];
        Assert.That(finding.GetProperty("mend").GetString(), Is.EqualTo("the mend"));
        Assert.That(finding.GetProperty("evidence")[0].ToString(), Does.Match("\"message\": 7,\\s+\"offset\": 12,\\s+\"length\": 5,\\s+\"label\": \"here\""));
    }

    [Test]
    public void A_known_deviation_is_called_one_in_each_report()
    {
        var report = Report([Judged(Verdict.Fail), Judged(Verdict.Pass, id: "IM-1-1")], Known);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.ToResult().Requirements[0].Expected, Is.True);
            Assert.That((report.ToResult().Totals.Fail, report.ToResult().Totals.Known), Is.EqualTo((1, 1)));
            Assert.That(Markdown.Of(report), Does.Contain("| 1 | 1 (1 known) |").And.Contain("## Known deviations\n\n- **IM-6.1.3.2.1-2**: next release (https://issues.example/7; until 2027-06-30): what "));
            Assert.That(XDocument.Parse(JUnit.ToText(report)).Descendants("skipped").Single().Attribute("message")?.Value, Is.EqualTo("known deviation: next release (https://issues.example/7; until 2027-06-30)"));
        }
    }

    /// <summary>What a part leaves unproven another may show: a reader of junit.xml fails for it as little as the exit code does.</summary>
    [Test]
    public void A_part_of_a_run_says_that_it_is_one()
    {
        var report = Report([Judged(Verdict.Inconclusive)]) with { Shard = "1/2" };

        Assert.That(Markdown.Of(report), Does.StartWith("# Acme IM 2.1: inconclusive (part 1/2)\n"));
        Assert.That(XDocument.Parse(JUnit.ToText(report)).Descendants("testcase").Single().Elements().Single().ToString(), Is.EqualTo("<skipped message=\"not proven in part 1/2\" />"));
    }

    [Test]
    public void What_explains_the_run_as_a_whole_stands_in_the_summary() =>
        Assert.That(Markdown.Of(Report([Judged(Verdict.Pass)]) with { Remarks = ["no chat came about"] }), Does.Contain("## Remarks\n\n- no chat came about\n"));

    [TestCase(true, "fail", "failure")]
    [TestCase(false, "advice", "system-out")]
    public void What_is_wrong_with_the_declaration_is_in_each_report(bool isFailure, string verdict, string element)
    {
        var report = Report([Judged(Verdict.Pass)]) with { Declaration = [new DeclarationFinding("adHoc", isFailure, "why & how")] };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(RunResult.Parse(report.ToResult().ToJson()).Declaration, Is.EqualTo(new[] { new DeclarationResult("adHoc", verdict, "why & how") }));
            Assert.That(XDocument.Parse(JUnit.ToText(report)).Descendants("testcase").Last().Elements().Single().Name.LocalName, Is.EqualTo(element));
            Assert.That(Markdown.Of(report), Does.Contain("## Declaration (ICS)\n\n- **adHoc**: why & how\n"));
        }
    }

    [TestCase(Verdict.Pass, Level.Shall, null)]
    [TestCase(Verdict.Fail, Level.Shall, "failure")]
    [TestCase(Verdict.Fail, Level.Should, "system-out")]
    [TestCase(Verdict.Inconclusive, Level.Shall, "failure")]
    [TestCase(Verdict.Inconclusive, Level.Should, "skipped")]
    [TestCase(Verdict.None, Level.Shall, "skipped")]
    [TestCase(Verdict.Error, Level.Shall, "error")]
    public void Junit_tells_failure_from_error_from_skipped(Verdict verdict, Level level, string? element)
    {
        // Parsing again shows that even control characters from the wire leave well-formed XML.
        var junit = XDocument.Parse(JUnit.ToText(Report([Judged(verdict, level)])));

        Assert.That(junit.Descendants("testcase").Single().Elements().SingleOrDefault()?.Name.LocalName, Is.EqualTo(element));
        Assert.That(junit.Descendants("testsuite").Single().Attribute("tests")?.Value, Is.EqualTo("1"));
        Assert.That(junit.Descendants("testsuite").Single().Attribute("failures")?.Value, Is.EqualTo(element == "failure" ? "1" : "0"));
    }

    /// <summary>One fault of the client shows in most scenarios: a reader wants it once.</summary>
    [Test]
    public void Findings_that_say_the_same_are_given_once()
    {
        var judged = Judged(Verdict.Fail);
        var twice = judged with { Findings = [.. judged.Findings, judged.Findings[0] with { Scenario = "two-chats-in-a-row" }] };

        var lines = FindingText.Lines(twice).ToList();

        Assert.That(lines.Count(it => it.Contains("the mend", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(lines, Has.One.EqualTo("scenario one-to-one-chat, and the same in two-chats-in-a-row"));
    }

    [Test]
    public void Summary_names_what_fails_the_run_with_its_mend()
    {
        var summary = Markdown.Of(Report([Judged(Verdict.Fail)]));

        Assert.That(summary, Does.StartWith("# Acme IM 2.1: fail\n"));
        Assert.That(summary, Does.Contain("### IM-6.1.3.2.1-2: fail").And.Contain("mend:     the mend").And.Contain("message 7, octets 12..17: here"));
        Assert.That(summary, Does.Contain("| IM-6.1.3.2.1-2 | Shall | Fail | a \\| quote |"), "a bar in a quote stays in its cell");
    }
}
