namespace Conformance.Harness.Core.Provocations;

/// <summary>What the peer does in a dialog that is up.</summary>
public sealed record DialogPolicy;
