using Conformance.Harness.Judging;
using Conformance.Harness.Reporting;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;

namespace Conformance.Tests.Harness.Reporting;

/// <summary>Runs made of verdicts alone, for the tests of what reports make of them.</summary>
internal static class Verdicts
{
    public static readonly ExpectationReview NoExpectations = new(new Dictionary<string, Expectation>(), []);

    /// <summary>A failure of <see cref="Judged"/> is known.</summary>
    public static readonly ExpectationReview Known = new(
        new Dictionary<string, Expectation> { ["IM-6.1.3.2.1-2"] = new("IM-6.1.3.2.1-2", "next release", new Uri("https://issues.example/7"), new DateOnly(2027, 6, 30)) },
        []);

    public static Judgement Judged(Verdict verdict, Level level = Level.Shall, string id = "IM-6.1.3.2.1-2")
    {
        var finding = new Finding(verdict, "what was asked", "what \u0001 was seen", verdict == Verdict.Fail ? "the mend" : null, [new Evidence(7, new ByteSpan(12, 5), "here")], false);
        var requirement = Requirement.Of(level, id, "a | quote", _ => Array.Empty<int>(), _ => finding, []);
        return new Judgement(requirement, verdict, verdict is Verdict.None ? [] : [new ScenarioFinding("one-to-one-chat", finding)], []);
    }

    public static RunReport Report(
        IReadOnlyList<Judgement> judgements,
        ExpectationReview? expectations = null,
        bool isStrict = false,
        string outcome = "completed") => new(
            new ClientInfo("Acme IM", "2.1", "00"),
            "embedded",
            "udp",
            null,
            1,
            new DateTimeOffset(2026, 11, 23, 1, 2, 3, TimeSpan.Zero),
            TimeSpan.FromSeconds(1.5),
            [new ScenarioResult("one-to-one-chat", 0.25, outcome)],
            [.. judgements.Select(it => it.Requirement)],
            judgements,
            expectations ?? NoExpectations,
            isStrict);
}
