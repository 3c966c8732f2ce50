using System.Net;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Transactions;

/// <summary>Where responses to a request go.</summary>
internal static class ResponsePath
{
    private const int DefaultPort = 5060;

    /// <summary>
    /// RFC 3261 section 18.2.2 with RFC 3581 section 4: over the request's own connection, or to the address that the datagram
    /// came from, at the port it came from if the client asked for that with rport, else at the one that its Via names.
    /// The address beside a connection is where a new one would go.
    /// </summary>
    public static Hop Of(SipMessage request, Hop from)
    {
        var via = request.Vias.Count > 0 ? request.Vias[0].Value : null;
        var toSource = from.Transport == Transport.Udp && via?.Parameters.Named("rport") is not null;
        var port = toSource ? from.Address.Port : via?.Port ?? DefaultPort;
        return new Hop(from.Transport, new IPEndPoint(from.Address.Address, port), from.ConnectionId);
    }
}
