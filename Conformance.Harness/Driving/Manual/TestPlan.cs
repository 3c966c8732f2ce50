using System.Globalization;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Manual;

/// <summary>What is done in each scenario: what the reference client is told to do in it, in memory.</summary>
internal static class TestPlan
{
    /// <summary>Shorter waits are not worth a word.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(8);

    private const int LongText = 200;

    /// <summary>The plan for the client of a profile, in lines.</summary>
    public static IEnumerable<string> Of(ClientProfile profile, IReadOnlyList<Scenario> scenarios)
    {
        var driven = SuiteRunner.Applicable(profile, scenarios);
        yield return string.Create(CultureInfo.InvariantCulture, $"{driven.Count} scenarios for {profile.Name} {profile.Version}");
        foreach (var scenario in driven)
        {
            var trace = SuiteRunner.InMemory(profile, scenario, "udp", 1, Tamper.None).Trace;
            yield return "";
            yield return $"== {scenario.Name}: {scenario.Purpose}";
            var steps = trace.Events.OfType<UserAction>().Where(it => it.Request is not DescribeChat).ToList();
            for (var i = 0; i < steps.Count; i++)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{i + 1,2}. {Shortened(Instructions.Of(steps[i].Request))}");
                var next = i + 1 < steps.Count ? steps[i + 1].At : trace.Events[^1].At;
                if (next - steps[i].At is var wait && wait >= LongWait)
                {
                    yield return $"   then {Durations.Words(TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds)))} in which the client is left alone";
                }
            }
        }
    }

    /// <summary>A plan is read, not typed: what is long stands whole in the prompt of the run.</summary>
    private static string Shortened(string text) => text.Length <= LongText
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, LongText / 2)}… ({text.Length} characters; they stand whole in the prompt)");
}
