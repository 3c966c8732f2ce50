using System.Text.RegularExpressions;
using Conformance.Harness.Requirements;

namespace Conformance.Tests.Traceability;

/// <summary>The catalogue against the text of the draft: nothing misquoted, nothing left out, nothing twice.</summary>
public class TraceabilityTests
{
    private static readonly string Draft = File.ReadAllText(Solution.Fixture("spec", "oma-simple-im-draft.txt")).ReplaceLineEndings("\n");

    private static readonly string[] Accounted = File.ReadAllLines(Solution.Fixture("spec", "oma-simple-im-draft.statements"));

    private static IEnumerable<(string Id, string Quote)> OfDraft => Catalogue.Requirements.Where(it => it.Document == "OMA-IM").Select(it => (it.Id, it.Quote))
        .Concat(Catalogue.Exclusions.Where(it => it.Document == "OMA-IM").Select(it => (it.Id, it.Quote)));

    private static IEnumerable<TestCaseData> Quotes => OfDraft.Select(it => new TestCaseData(it.Quote).SetArgDisplayNames(it.Id));

    [TestCaseSource(nameof(Quotes))]
    public void Quote_stands_verbatim_in_the_draft(string quote)
    {
        Assert.That(quote, Is.Not.Empty);
        Assert.That(Draft, Does.Contain(quote));
    }

    [Test]
    public void Ids_are_unique_over_requirements_and_exclusions() => Assert.That(
        Catalogue.Requirements.Select(it => it.Id).Concat(Catalogue.Exclusions.Select(it => it.Id)),
        Is.Unique);

    [Test]
    public void Every_statement_of_the_draft_is_accounted_for() => Assert.That(OfDraft.Select(it => it.Id), Is.EquivalentTo(Accounted));

    /// <summary>Read the other way: from the text's key words to the quotes.</summary>
    [TestCase("3.1 Conventions", "3.2 Definitions")]
    [TestCase("6.1.3.2.1 IM Client initiates", "6.1.3.2.2")]
    public void Every_key_word_lies_within_a_quote(string from, string to)
    {
        var start = Draft.IndexOf(from, StringComparison.Ordinal);
        var end = Draft.IndexOf(to, start, StringComparison.Ordinal);
        var covered = OfDraft.Select(it => (Start: Draft.IndexOf(it.Quote, StringComparison.Ordinal), it.Quote.Length)).ToList();
        var words = Regex.Matches(Draft[start..end], @"\b(SHALL|SHOULD|MUST|MAY|REQUIRED|RECOMMENDED|OPTIONAL)\b").Select(it => start + it.Index).ToList();

        Assert.That(words, Is.Not.Empty);
        Assert.That(
            words.Where(word => !covered.Exists(it => it.Start <= word && word < it.Start + it.Length)).Select(word => Draft[word..Math.Min(word + 60, Draft.Length)]),
            Is.Empty);
    }

    [Test]
    public void Every_requirement_has_a_mutant() =>
        Assert.That(Catalogue.Requirements.Where(it => it.Mutants.Count == 0).Select(it => it.Id), Is.Empty);

    /// <summary>One name, one mutant: requirements may share one, but not two different ones under one name.</summary>
    [Test]
    public void Mutants_of_one_name_are_one_mutant() => Assert.That(
        Catalogue.Requirements.SelectMany(it => it.Mutants).Distinct().GroupBy(it => it.Name).Where(it => it.Count() > 1).Select(it => it.Key),
        Is.Empty);

    [Test]
    public void Mutant_names_are_words_with_hyphens() => Assert.That(
        Catalogue.Mutants.Select(it => it.Name).Where(it => !Regex.IsMatch(it, "^[a-z0-9]+(-[a-z0-9]+)+$")),
        Is.Empty);

    [Test]
    public void Every_exclusion_gives_its_reason() =>
        Assert.That(Catalogue.Exclusions.Where(it => it.Reason.Length < 30 || !Enum.IsDefined(it.Kind)).Select(it => it.Id), Is.Empty);

    [Test]
    public void Every_reading_decision_is_shown_on_a_requirement() => Assert.That(
        Enumerable.Range(1, 12).Select(it => $"D{it}").Except(Catalogue.Requirements.SelectMany(it => it.Decisions).Select(it => it.Decision)),
        Is.Empty);

    [Test]
    public void Documents_pulled_in_are_not_quoted_at_length() => Assert.That(
        Catalogue.Requirements.Where(it => it.Document != "OMA-IM" && (it.Quote.Length is < 20 or > 300)).Select(it => it.Id),
        Is.Empty);
}
