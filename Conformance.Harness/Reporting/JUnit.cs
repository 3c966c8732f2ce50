using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Conformance.Harness.Judging;

namespace Conformance.Harness.Reporting;

/// <summary>
/// junit.xml: a suite for each document, a case for each requirement. failure: the client fails the run, or leaves a
/// Shall unproven; error: the suite's own fault; skipped: not applicable, a known deviation, or no verdict and none needed, as in a part of a run.
/// </summary>
public static class JUnit
{
    private const string Declaration = """<?xml version="1.0" encoding="utf-8"?>""";

    /// <summary>The document as the file holds it: UTF-8 without a byte order mark, which some readers stumble over.</summary>
    public static string ToText(RunReport report) => $"{Declaration}\n{Of(report)}\n";

    public static XDocument Of(RunReport report)
    {
        var suites = report.Judgements.GroupBy(it => it.Requirement.Document).Select(group => Suite(report, group.Key, group));
        return new XDocument(new XElement(
            "testsuites",
            new XAttribute("name", report.Client.Name),
            new XAttribute("time", report.Duration.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture)),
            suites,
            DeclarationSuite(report)));
    }

    /// <summary>What is wrong with the declaration has no requirement to stand under; one that is right has no suite.</summary>
    private static XElement? DeclarationSuite(RunReport report) => report.Declaration.Count == 0 ? null : new XElement(
        "testsuite",
        new XAttribute("name", "declaration"),
        new XAttribute("tests", report.Declaration.Count),
        new XAttribute("failures", report.Declaration.Count(it => it.IsFailure)),
        new XAttribute("errors", 0),
        new XAttribute("skipped", 0),
        report.Declaration.Select(it => new XElement(
            "testcase",
            new XAttribute("name", it.Capability),
            new XAttribute("classname", "declaration"),
            it.IsFailure ? new XElement("failure", new XAttribute("message", it.Text)) : new XElement("system-out", "advice: " + it.Text))));

    private static XElement Suite(RunReport report, string document, IEnumerable<Judgement> judgements)
    {
        var cases = judgements.Select(judgement => Case(report, judgement)).ToList();
        return new XElement(
            "testsuite",
            new XAttribute("name", document),
            new XAttribute("tests", cases.Count),
            new XAttribute("failures", With(cases, "failure")),
            new XAttribute("errors", With(cases, "error")),
            new XAttribute("skipped", With(cases, "skipped")),
            new XAttribute("timestamp", report.Started.ToString("s", CultureInfo.InvariantCulture)),
            cases);
    }

    private static int With(List<XElement> cases, string child) => cases.Count(it => it.Element(child) is not null);

    private static XElement Case(RunReport report, Judgement judgement) => new(
        "testcase",
        new XAttribute("name", judgement.Requirement.Id),
        new XAttribute("classname", $"{judgement.Requirement.Document}.{judgement.Requirement.Clause}"),
        Outcome(report, judgement));

    private static XElement? Outcome(RunReport report, Judgement judgement) => judgement switch
    {
        { Verdict: Verdict.Error } => Element("error", judgement),
        { Verdict: Verdict.Fail } when report.Expectations.Expected.TryGetValue(judgement.Requirement.Id, out var known) => Skipped($"known deviation: {known}"),
        { Verdict: Verdict.Fail } when report.Failures.Contains(judgement) => Element("failure", judgement),
        { Verdict: Verdict.Fail } => new XElement("system-out", Clean("advice: " + Describe(judgement))),
        { Verdict: Verdict.Inconclusive } when report.Shard is { } part => Skipped($"not proven in part {part}"),
        { Verdict: Verdict.Inconclusive, Requirement.Level: Level.Shall } => Element("failure", judgement),
        { Verdict: Verdict.Inconclusive } => Skipped("inconclusive"),
        { Verdict: Verdict.None } => Skipped("not applicable"),
        _ => null,
    };

    private static XElement Skipped(string why) => new("skipped", new XAttribute("message", Clean(why)));

    private static XElement Element(string name, Judgement judgement) => new(
        name,
        new XAttribute("type", judgement.Verdict.ToString().ToLowerInvariant()),
        new XAttribute("message", Clean(FindingText.Headline(judgement))),
        Clean(Describe(judgement)));

    private static string Describe(Judgement judgement) => string.Join('\n', FindingText.Lines(judgement));

    // What a client puts on the wire, and so into a finding, may hold controls that XML 1.0 cannot carry.
    private static string Clean(string text) => string.Concat(text.Select(it => XmlConvert.IsXmlChar(it) ? it : '\uFFFD'));
}
