using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;

namespace Conformance.Tests.Traceability;

/// <summary>The catalogue against the list of statements that the draft pulls in: nothing left out, nothing made stronger.</summary>
public class ReferencedStatementTests
{
    /// <summary>Statements without a MUST or SHALL whose breach fails all the same, and why.</summary>
    private static readonly Dictionary<string, string> Strengthened = new()
    {
        ["RFC3264-5.1-1"] = "the MAY is that sendrecv can be left out, which passes; limiting a stream that both are to send on contradicts the section",
        ["RFC4975-8.1-4"] = "section 8.1 has the path say where to connect, whatever c= and m= say",
        ["RFC4975-8.5-1"] = "section 8.5 gives the offerer the connection, and nobody else would open it",
        ["RFC5366-3-3"] = "the draft's item 3 a has the same as a SHALL",
        ["RFC5366-3-4"] = "the draft's items 3 b and 4 have the same as SHALLs",
        ["RFC3261-13.2.2.1-1"] = "section 13.2.2.4 has the ACK carry the tag of the 2xx that it is for",
        ["RFC3261-17.1.3-1"] = "section 18.1.2 has a response without a transaction discarded or passed on, never taken for another's",
        ["RFC3608-6.1-2"] = "section 6.1 has each 2xx update the stored value or clear it, so that an older one is not the client's to use",
        ["RFC3455-4.4.2.1-1"] = "the field may be left out; section 5.4 has its grammar",
        ["RFC5366-4-3"] = "the schema of RFC 5364 section 5 has three values and no others",
    };

    private static IEnumerable<string> Required => Catalogue.Requirements.Select(it => it.Id);

    private static IEnumerable<string> Excluded => Catalogue.Exclusions.Select(it => it.Id);

    [Test]
    public void List_is_whole() => Assert.Multiple(() =>
    {
        Assert.That(ReferencedStatement.All.Select(it => it.Id), Is.Unique);
        Assert.That(ReferencedStatement.All, Has.Count.EqualTo(296));
        Assert.That(ReferencedStatement.All.Count(it => it.IsMain), Is.EqualTo(250));
        Assert.That(ReferencedStatement.All.Count(it => it.IsCore), Is.EqualTo(95));
    });

    /// <summary>Those of the appendix too.</summary>
    [Test]
    public void Every_statement_is_a_requirement_or_an_exclusion() => Assert.That(
        ReferencedStatement.All.Select(it => it.Id).Except(Required).Except(Excluded),
        Is.Empty);

    [Test]
    public void Every_core_statement_is_a_requirement() => Assert.That(
        ReferencedStatement.All.Where(it => it.IsCore).Select(it => it.Id).Except(Required),
        Is.Empty);

    [Test]
    public void Nothing_is_failed_that_only_asks_or_allows()
    {
        var stronger = from requirement in Catalogue.Requirements
                       where requirement.Level == Level.Shall
                       join statement in ReferencedStatement.All on requirement.Id equals statement.Id
                       where !statement.Binds
                       select statement.Id;

        Assert.That(stronger, Is.EquivalentTo(Strengthened.Keys));
    }
}
