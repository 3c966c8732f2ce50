using Conformance.Harness.Judging;

namespace Conformance.Harness.Requirements;

/// <summary>Statements on requests and responses that get no verdict, each with its reason.</summary>
internal static class ExclusionsResponses
{
    public static readonly Exclusion SipsContact = new(
        "RFC3261-8.1.1.8-2",
        "A request whose Request-URI or topmost Route is a SIPS URI has a SIPS URI in Contact.",
        ExclusionKind.NotObservable,
        "The core of this suite speaks UDP and TCP. Without TLS no client can send a request to a SIPS URI that it would see.");

    public static readonly Exclusion DatagramLengths = new(
        "RFC3261-18.3-2",
        "Of a datagram the octets behind the body are ignored, and a response that is cut short is dropped.",
        ExclusionKind.NotObservable,
        "The core would have to send a message whose Content-Length is wrong. It never does: what it sends has no defect, so that no failure of a client can be laid at its door.");
}
