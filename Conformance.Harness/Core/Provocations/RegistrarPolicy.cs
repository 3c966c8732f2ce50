namespace Conformance.Harness.Core.Provocations;

/// <summary>How the registrar challenges and grants.</summary>
public sealed record RegistrarPolicy
{
    /// <summary>Whether a REGISTER without valid credentials is challenged.</summary>
    public bool Challenges { get; init; } = true;

    /// <summary>The longest time that is granted, whatever is asked for; null grants what is asked for.</summary>
    public long? MostSeconds { get; init; }

    /// <summary>Further header fields of the 200 that grants a binding, behind those of every registrar; given the home domain.</summary>
    public Func<string, IReadOnlyList<(string Name, string Value)>> Adds { get; init; } = _ => [];
}
