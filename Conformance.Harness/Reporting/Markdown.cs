using System.Globalization;
using System.Text;
using Conformance.Harness.Judging;

namespace Conformance.Harness.Reporting;

/// <summary>summary.md: the result for a person or a CI job page.</summary>
public static class Markdown
{
    public static string Of(RunReport report)
    {
        var result = report.ToResult();
        var totals = result.Totals;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {report.Client.Name} {report.Client.Version}: {result.Verdict}{(report.Shard is null ? "" : $" (part {report.Shard})")}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Core {report.Core} over {report.Transport}, seed {report.Seed}{(report.IsStrict ? ", strict" : "")}, {result.Seconds:F1} s, exit code {(int)report.ExitCode}.\n\n");
        text.Append("| pass | fail | inconclusive | not applicable | error | advice |\n| --- | --- | --- | --- | --- | --- |\n");
        text.Append(CultureInfo.InvariantCulture, $"| {totals.Pass} | {totals.Fail}{(totals.Known is { } known ? $" ({known} known)" : "")} | {totals.Inconclusive} | {totals.None} | {totals.Error} | {totals.Advice} |\n");
        Section(text, "Remarks", report.Remarks.Select(it => $"- {Printable.Of(it)}\n"));
        Section(text, "Declaration (ICS)", report.Declaration.Select(it => $"- **{it.Capability}**: {Printable.Of(it.Text)}\n"));
        Section(text, "Stale expectations", report.Expectations.Stale.Select(it => $"- {Printable.Of(it)}\n"));
        Section(text, "What fails the run", report.Judgements.Where(it => it.Verdict == Verdict.Error).Concat(report.Failures).Select(Details));
        Section(text, "Known deviations", report.Known.Select(it => $"- **{it.Requirement.Id}**: {Cell(report.Expectations.Expected[it.Requirement.Id].ToString())}: {Cell(FindingText.Headline(it))}\n"));
        Section(text, "Not proven", report.Unproven.Select(Item));
        Section(text, "Advice", report.Advice.Select(Item));
        Table(text, "Requirements", "| requirement | level | verdict | text |", report.Judgements.Select(Row));
        Table(text, "Readings (the run is judged by the literal one, which stands first)", "| requirement | decision | reading | verdict |", Readings(report));
        Table(text, "Scenarios", "| scenario | seconds | outcome |", report.Scenarios.Select(Row));
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        var all = string.Concat(lines);
        if (all.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{all}");
        }
    }

    private static void Table(StringBuilder text, string title, string head, IEnumerable<string> rows)
    {
        var all = string.Concat(rows);
        if (all.Length > 0)
        {
            var rule = string.Concat(Enumerable.Repeat("| --- ", head.Count(it => it == '|') - 1));
            Section(text, title, [head, "\n", rule, "|\n", all]);
        }
    }

    private static string Details(Judgement judgement) =>
        $"### {judgement.Requirement.Id}: {judgement.Verdict.ToString().ToLowerInvariant()}\n\n```text\n{string.Join('\n', FindingText.Lines(judgement).Select(Printable.Of)).Replace("```", "'''", StringComparison.Ordinal)}\n```\n\n";

    private static string Item(Judgement judgement) => $"- **{judgement.Requirement.Id}**: {Cell(FindingText.Headline(judgement))}\n";

    private static string Row(Judgement judgement) =>
        $"| {judgement.Requirement.Id} | {judgement.Requirement.Level} | {judgement.Verdict} | {Cell(judgement.Requirement.Quote)} |\n";

    private static string Row(ScenarioResult scenario) =>
        string.Create(CultureInfo.InvariantCulture, $"| {scenario.Name} | {scenario.Seconds:F2} | {Cell(scenario.Outcome)} |\n");

    private static IEnumerable<string> Readings(RunReport report) =>
        from judgement in report.Judgements
        from reading in judgement.Readings
        select $"| {judgement.Requirement.Id} | {reading.Decision} | {Cell(reading.Reading)} | {reading.Verdict} |\n";

    private static string Cell(string text) => Printable.Of(text).Replace("|", "\\|", StringComparison.Ordinal);
}
