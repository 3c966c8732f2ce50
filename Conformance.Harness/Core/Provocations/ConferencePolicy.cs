namespace Conformance.Harness.Core.Provocations;

/// <summary>How the focus notifies those who subscribe to a conference.</summary>
public sealed record ConferencePolicy;
