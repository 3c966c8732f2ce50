namespace Conformance.Harness.Core.Control;

/// <summary>What a run shows to a core that does not let all in. It is in the environment, since command lines are seen by others.</summary>
public static class CoreToken
{
    public const string Variable = "CONFORMANCE_CORE_TOKEN";

    /// <summary>That of this process; null for none.</summary>
    public static string? Current => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } token ? token : null;
}
