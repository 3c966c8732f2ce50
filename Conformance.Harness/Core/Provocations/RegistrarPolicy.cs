namespace Conformance.Harness.Core.Provocations;

/// <summary>How the registrar challenges and grants.</summary>
public sealed record RegistrarPolicy
{
    /// <summary>Whether a REGISTER without valid credentials is challenged.</summary>
    public bool Challenges { get; init; } = true;
}
