using System.Text;

namespace Conformance.Harness.Core.Provocations;

/// <summary>What the peer sends over MSRP of its own accord, once the client has bound the session to a connection.</summary>
/// <param name="Requests">In their order; each is sent when the one before it has its response, or has waited for one in vain.</param>
public sealed record MsrpPolicy(params IReadOnlyList<PlannedRequest> Requests)
{
    public static readonly MsrpPolicy Silent = new();

    /// <summary>What becomes of the client's SENDs with content, by their number from 1; null for what becomes of them usually.</summary>
    public Func<int, MsrpAnswer?> Answers { get; init; } = _ => null;

    /// <summary>Whether a relay stands before the peer (RFC 4976): its path has two URIs, of which the first is where to connect.</summary>
    public bool IsRelayed { get; init; }
}

/// <summary>What becomes of one SEND of the client.</summary>
/// <param name="Status">The status of its response; null for none.</param>
public sealed record MsrpAnswer(int? Status)
{
    /// <summary>How long its response takes.</summary>
    public TimeSpan After { get; init; }

    /// <summary>Whether the connection is reset behind it.</summary>
    public bool Resets { get; init; }
}

/// <summary>One MSRP request of the peer: a message, a chunk of one, or a REPORT.</summary>
public sealed record PlannedRequest
{
    public string Method { get; init; } = "SEND";

    /// <summary>How long it waits for a response; one that is to have none waits all of this time.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Null for a request without a body.</summary>
    public string? ContentType { get; init; } = "text/plain";

    public string Body { get; init; } = "";

    /// <summary>The Byte-Range; null for that of a whole message.</summary>
    public string? Range { get; init; }

    /// <summary>The continuation flag: $, + or #.</summary>
    public char Flag { get; init; } = '$';

    /// <summary>Requests with the same word here have the same Message-ID; null has one of its own.</summary>
    public string? Message { get; init; }

    /// <summary>Whether its Message-ID is that of the client's last message, on which it reports.</summary>
    public bool IsAboutClient { get; init; }

    /// <summary>Further header fields.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Makes the To-Path out of the client's path.</summary>
    public Func<string, string> To { get; init; } = path => path;

    /// <summary>Whether it is left out for a client whose accept-types do not cover its type.</summary>
    public bool IsOnlyIfAccepted { get; init; }

    internal byte[] Octets => Encoding.UTF8.GetBytes(Body);
}
