namespace Conformance.Harness.Core.Provocations;

/// <summary>What the peer asks of the client in a dialog that is up, of its own accord.</summary>
/// <param name="Requests">In their order; each waits until the one before it has its final response.</param>
public sealed record DialogPolicy(params IReadOnlyList<PeerRequest> Requests)
{
    public static readonly DialogPolicy Silent = new();
}

/// <summary>One request of the peer in a dialog.</summary>
/// <param name="Method">Any but ACK and CANCEL.</param>
public sealed record PeerRequest(string Method)
{
    /// <summary>The pause before it, since the ACK or since the final response to the request before.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes the offer out of the media sections of the peer's session description, from s= on; null for a request without an offer.</summary>
    public Func<string, string>? Offers { get; init; }

    /// <summary>Whether the peer takes another MSRP path with its offer.</summary>
    public bool HasNewPath { get; init; }

    /// <summary>Whether its CSeq number is below that of the request before.</summary>
    public bool IsStale { get; init; }

    /// <summary>Whether its To tag is none that the client gave.</summary>
    public bool IsForNobody { get; init; }

    /// <summary>Further header fields.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}
