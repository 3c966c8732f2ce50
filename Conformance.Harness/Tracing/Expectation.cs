namespace Conformance.Harness.Tracing;

/// <summary>A requirement that the client is known to fail.</summary>
/// <param name="Requirement">The requirement's id.</param>
/// <param name="Reason">Why that is accepted for now.</param>
/// <param name="Issue">Where it is tracked.</param>
/// <param name="Expires">The last day on which it is accepted.</param>
/// <param name="Transport">The one where it fails, for what does not fail over others; null is any.</param>
public sealed record Expectation(string Requirement, string Reason, Uri Issue, DateOnly Expires, string? Transport = null)
{
    /// <summary>Why and until when it is accepted, in one line.</summary>
    public override string ToString() => $"{Reason} ({Issue}; until {Expires:yyyy-MM-dd})";

    /// <summary>Whether it says anything of a run over that transport.</summary>
    public bool IsOf(string transport) => Transport is null || Transport == transport;
}
