using System.Net;
using System.Net.Sockets;

namespace Conformance.Harness.Judging;

/// <summary>Whether an address in a session description can mean the client to anybody else.</summary>
public static class AddressScope
{
    /// <summary>
    /// A host name may. A literal address does not where it is the unspecified one, or loopback or link-local though
    /// the client is seen to send from elsewhere; a TTL behind a slash is no part of it (RFC 4566 section 5.7).
    /// </summary>
    public static bool IsMeaningful(string host, IPAddress client) => IPAddress.TryParse(host.Split('/')[0].Trim('[', ']'), out var address)
        ? !IsUnspecified(address) && (!IPAddress.IsLoopback(address) || IPAddress.IsLoopback(client)) && (!IsLinkLocal(address) || IsLinkLocal(client))
        : host.Length > 0;

    private static bool IsUnspecified(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>169.254/16 (RFC 3927) and fe80::/10 (RFC 4291 section 2.5.6).</summary>
    private static bool IsLinkLocal(IPAddress address) => address.IsIPv6LinkLocal
        || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);
}
