using System.Text;
using System.Text.Json.Nodes;
using Conformance.Harness.Driving;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;
using Conformance.Tests.Mutants;

namespace Conformance.Tests.Harness.Driving;

/// <summary>What a tamper leaves as it is need not be driven again: that this takes nothing away from what driving shows.</summary>
public class RecordedSuiteTests
{
    /// <summary>Every so many-th mutant is a sample of them.</summary>
    private const int Stride = 12;

    private static IEnumerable<Mutant> Sample => Catalogue.Mutants.Where((_, i) => i % Stride == 0);

    [TestCaseSource(nameof(Sample))]
    public void Run_that_is_not_driven_again_would_have_been_the_same(Mutant mutant)
    {
        var notDriven = ReferenceRun.Suite.Drive(mutant.Create).Intersect(ReferenceRun.Runs).ToList();

        var driven = ReferenceRun.Drive(mutant, [.. notDriven.Select(it => it.Scenario)]);

        Assert.That(driven.Select(TextOf), Is.EqualTo(notDriven.Select(TextOf)));
    }

    [TestCaseSource(nameof(Sample))]
    public void Run_that_is_driven_again_is_that_of_the_mutant(Mutant mutant)
    {
        var driven = ReferenceRun.Suite.Drive(mutant.Create).Except(ReferenceRun.Runs).Take(3).ToList();

        var anew = ReferenceRun.Drive(mutant, [.. driven.Select(it => it.Scenario)]);

        Assert.That(anew.Select(TextOf), Is.EqualTo(driven.Select(TextOf)));
    }

    [Test]
    public void Client_that_nothing_disturbs_is_never_driven_again() =>
        Assert.That(ReferenceRun.Suite.Drive(() => Tamper.None), Is.EqualTo(ReferenceRun.Runs));

    private static IEnumerable<TestCaseData> Disturbances =>
    [
        new TestCaseData(new Tamper { Send = it => [it, it] }).SetArgDisplayNames("send"),
        new TestCaseData(new Tamper { Send = _ => [] }).SetArgDisplayNames("send nothing"),
        new TestCaseData(new Tamper { Send = _ => throw new InvalidOperationException() }).SetArgDisplayNames("throw"),
        new TestCaseData(new Tamper { Receive = (_, it) => [it[1..]] }).SetArgDisplayNames("receive"),
        new TestCaseData(new Tamper { Connect = _ => null }).SetArgDisplayNames("connect"),
        new TestCaseData(new Tamper { Command = it => new JsonObject(it.DeepClone().AsObject()) { ["x"] = 1 } }).SetArgDisplayNames("command"),
        new TestCaseData(new Tamper { Report = it => [it, new JsonObject()] }).SetArgDisplayNames("report"),
    ];

    [TestCaseSource(nameof(Disturbances))]
    public void Client_that_is_disturbed_at_any_port_is_driven_again(Tamper tamper)
    {
        var suite = new RecordedSuite([OneToOneChat.Scenario]);

        Assert.That(suite.Drive(() => tamper), Is.Not.EqualTo(suite.Runs));
    }

    /// <summary>A tamper with a memory is a new one for the drive: what the tape showed it is forgotten.</summary>
    [Test]
    public void Tamper_is_new_for_each_drive()
    {
        var suite = new RecordedSuite([OneToOneChat.Scenario]);

        var (first, second) = (suite.Drive(DropsTheThird), suite.Drive(DropsTheThird));

        Assert.That(first.Select(TextOf), Is.EqualTo(second.Select(TextOf)));
        Assert.That(first.Select(TextOf), Is.EqualTo(MemorySuite.Run(DropsTheThird, [OneToOneChat.Scenario], profile: RecordedSuite.Everything).Select(TextOf)));

        static Tamper DropsTheThird()
        {
            var sent = 0;
            return new Tamper { Send = it => ++sent == 3 ? [] : [it] };
        }
    }

    /// <summary>All that a trace holds, octets and times.</summary>
    private static string TextOf(ScenarioRun run)
    {
        using var stream = new MemoryStream();
        TraceFile.Write(stream, run.Trace);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
