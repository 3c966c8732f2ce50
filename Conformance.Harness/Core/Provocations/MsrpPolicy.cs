namespace Conformance.Harness.Core.Provocations;

/// <summary>How the peer's end of the MSRP session behaves.</summary>
public sealed record MsrpPolicy;
