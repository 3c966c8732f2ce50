using System.Globalization;
using Conformance.Harness.Judging;

namespace Conformance.Harness.Reporting;

/// <summary>A verdict in words, for reports that are text: the worst findings, each with what would have passed; those that say the same are given once.</summary>
public static class FindingText
{
    /// <summary>One line: what was seen in the worst finding, or why there is none.</summary>
    public static string Headline(Judgement judgement) => Worst(judgement).FirstOrDefault() is { } worst
        ? $"{worst.Finding.Observed} (scenario {worst.Scenario})"
        : judgement.Verdict == Verdict.None ? "not applicable" : "no scenario of this run gave an occasion";

    public static IEnumerable<string> Lines(Judgement judgement)
    {
        yield return $"{judgement.Requirement.Document} {judgement.Requirement.Clause}: {judgement.Requirement.Quote}";
        foreach (var alike in Worst(judgement).GroupBy(it => (it.Finding.Expected, it.Finding.Observed, it.Finding.Mend)))
        {
            var (scenario, finding, _) = alike.First();
            var others = alike.Select(it => it.Scenario).Where(it => it != scenario).Distinct().ToList();
            yield return others.Count == 0 ? $"scenario {scenario}" : $"scenario {scenario}, and the same in {string.Join(", ", others)}";
            yield return $"  expected: {finding.Expected}";
            yield return $"  observed: {finding.Observed}";
            if (finding.Mend is not null)
            {
                yield return $"  mend:     {finding.Mend}";
            }

            foreach (var evidence in finding.Evidence)
            {
                yield return $"  evidence: message {evidence.Message}, octets {evidence.Span.Offset}..{evidence.Span.End}: {evidence.Label}";
            }
        }

        foreach (var cut in Worst(judgement).Where(it => it.More > 0))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"in scenario {cut.Scenario} {cut.More} more that are not kept");
        }

        foreach (var reading in judgement.Readings)
        {
            yield return $"reading {reading.Decision} ({reading.Reading}): {reading.Verdict.ToString().ToLowerInvariant()}";
        }
    }

    private static IEnumerable<ScenarioFinding> Worst(Judgement judgement) =>
        judgement.Findings.Where(it => it.Finding.Verdict == judgement.Verdict && judgement.Verdict != Verdict.Pass);
}
