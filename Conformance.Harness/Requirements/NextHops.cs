using System.Net;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Requirements;

/// <summary>Places that URIs name. Names are not resolved: what has no IP address is nowhere.</summary>
internal static class NextHops
{
    private const int DefaultPort = 5060;

    /// <summary>Address and port of a sip URI whose host is an IP address or the loopback's name; null for any other URI.</summary>
    public static IPEndPoint? PlaceOf(WireUri? uri) => uri is SipUri { Scheme: "sip" } sip && AddressOf(sip.Host) is { } address
        ? new IPEndPoint(address, sip.Port ?? DefaultPort)
        : null;

    /// <summary>Whether two URIs name one host and port, as addresses or as the same name.</summary>
    public static bool IsSamePlace(WireUri? one, WireUri? other) => PlaceOf(one) is { } place
        ? place.Equals(PlaceOf(other))
        : one is SipUri a && other is SipUri b && a.Host.Equals(b.Host, StringComparison.OrdinalIgnoreCase) && a.Port == b.Port;

    private static IPAddress? AddressOf(string host)
    {
        var address = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.TryParse(host, out var read) ? read
            : null;
        return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
    }
}
