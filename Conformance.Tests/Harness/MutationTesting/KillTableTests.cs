using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.MutationTesting;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Tests.Harness.MutationTesting;

/// <summary>The kill matrix of made-up requirements over one scenario.</summary>
public class KillTableTests
{
    private static readonly Mutant Silent = Mutant.Drops("drops-the-bye", "BYE");
    private static readonly Mutant Harmless = Mutant.Drops("drops-what-nobody-sends", "PRACK");
    private static readonly Requirement Ends = Statement("RFC3261-15-91", "BYE", Silent);
    private static readonly Requirement EndsToo = Statement("RFC3261-15-92", "BYE");
    private static readonly Requirement Registers = Statement("RFC3261-10-93", "REGISTER", Harmless);

    [Test]
    public void Kills_are_its_own_and_collateral()
    {
        var row = Table(Ends, EndsToo).Rows.Single();

        Assert.That(row.Mutant, Is.EqualTo(Silent));
        Assert.That(row.Kills, Is.EqualTo(new[] { Ends.Id, EndsToo.Id }));
        Assert.That(row.Named, Is.EqualTo(new[] { Ends.Id }));
        Assert.That(row.Collateral, Is.EqualTo(new[] { EndsToo.Id }));
        Assert.That(row.Escaped, Is.Empty);
    }

    [Test]
    public void Mutant_that_fails_nothing_has_escaped() => Assert.That(
        Table(Ends, Registers).Faults,
        Is.EqualTo(new[] { "mutant drops-what-nobody-sends escaped RFC3261-10-93, which names it" }));

    [Test]
    public void Check_that_throws_is_a_fault_of_the_suite()
    {
        var faulty = Requirement.Shall(
            "RFC3261-15-94",
            "A dialog is ended by a BYE of either side.",
            trace => trace.Attempts(),
            it => it.Trace.Messages.Any(message => message.IsRequest("BYE")) ? Finding.Holds("a BYE", "a BYE") : throw new InvalidOperationException("no BYE"),
            []);

        Assert.That(
            Table(Ends, faulty).Faults,
            Is.EqualTo(new[] { "mutant drops-the-bye: requirement RFC3261-15-94: InvalidOperationException: no BYE" }));
    }

    [Test]
    public void What_nothing_shows_is_listed_and_its_mutants_have_not_escaped()
    {
        var unseen = Requirement.Shall<Trace>(
            "RFC3261-15-95", "A thing that no client is ever asked to do.", _ => [], _ => Finding.Holds("", ""), [Mutant.Drops("drops-the-ack", "ACK")]);

        var table = Table(Ends, unseen);

        Assert.That(table.NotShown, Is.EqualTo(new[] { unseen.Id }));
        Assert.That(table.Faults, Is.Empty);
    }

    [Test]
    public void Declaration_has_a_line_for_each_mutant()
    {
        var text = KillDeclaration.TextOf(Table(Ends, EndsToo, Registers));

        Assert.That(text, Is.EqualTo("drops-the-bye: RFC3261-15-91; RFC3261-15-92\ndrops-what-nobody-sends:"));
    }

    [Test]
    public void Table_is_as_declared() =>
        Assert.That(KillDeclaration.Parse("drops-the-bye: RFC3261-15-91; RFC3261-15-92\n").Deviations(Table(Ends, EndsToo)), Is.Empty);

    [Test]
    public void Collateral_that_is_not_declared_and_declared_that_is_gone_are_said() => Assert.That(
        KillDeclaration.Parse("drops-the-bye: RFC3261-15-91; RFC3261-15-99").Deviations(Table(Ends, EndsToo)),
        Is.EqualTo(new[]
        {
            "mutant drops-the-bye also fails RFC3261-15-92, which is not declared",
            "mutant drops-the-bye no longer fails RFC3261-15-99, as is declared",
        }));

    private static KillTable Table(params IReadOnlyList<Requirement> requirements) =>
        KillTable.Of(requirements, requirements, new RecordedSuite([OneToOneChat.Scenario]));

    /// <summary>That the client sends such a request at all.</summary>
    private static Requirement Statement(string id, string method, params IReadOnlyList<Mutant> mutants) => Requirement.Shall(
        id,
        $"The client sends a {method} at some time or other.",
        trace => trace.Attempts(),
        it => Finding.That(it.Trace.RequestsFromClient().Any(request => request.Sip.Method == method), $"a {method}", "none", "send it"),
        mutants);
}
