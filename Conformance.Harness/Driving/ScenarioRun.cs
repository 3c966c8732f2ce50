using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>How far a scenario was driven.</summary>
public enum OutcomeKind
{
    /// <summary>To the end of its script.</summary>
    Completed,

    /// <summary>The client could not be driven further.</summary>
    Interrupted,

    /// <summary>The harness failed.</summary>
    Error,
}

/// <summary>How a scenario ended; the reason is "" when it was completed.</summary>
public sealed record ScenarioOutcome(OutcomeKind Kind, string Reason, Exception? Problem = null)
{
    public static readonly ScenarioOutcome Completed = new(OutcomeKind.Completed, "");

    public static ScenarioOutcome Interrupted(string reason) => new(OutcomeKind.Interrupted, reason);

    public static ScenarioOutcome Error(Exception problem) => new(OutcomeKind.Error, $"harness error: {problem.Message}", problem);
}

/// <summary>One scenario as it was driven. The duration is by the clock of its environment.</summary>
public sealed record ScenarioRun(Scenario Scenario, Trace Trace, ScenarioOutcome Outcome, TimeSpan Duration);
