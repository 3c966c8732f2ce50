using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Conformance.Harness.Wire.Sdp;

/// <summary>
/// The addresses of o= and c= (RFC 4566 sections 5.2, 5.7): for IN IP4 and IN IP6 a literal of that kind, IPv6 without
/// brackets, or a domain name; of other networks and address types anything that is visible.
/// </summary>
internal static class SdpAddress
{
    private const int FirstMulticast = 224;
    private const int LastMulticast = 239;

    public static bool IsUnicast(string netType, string addressType, string address) => (netType, addressType) switch
    {
        ("IN", "IP4") => FirstOctetOf(address) is < FirstMulticast || IsDomainName(address),
        ("IN", "IP6") => IsIPv6(address) || IsDomainName(address),
        _ => SdpGrammar.IsVisible(address),
    };

    /// <summary>As unicast, or a multicast address: IPv4 with its time to live, either with a count of addresses.</summary>
    public static bool IsConnection(string netType, string addressType, string address) =>
        IsUnicast(netType, addressType, address)
        || (netType == "IN" && addressType switch
        {
            "IP4" => IsMulticast4(address.Split('/')),
            "IP6" => address.Split('/') is [var group, var count] && IsIPv6(group)
                && group.StartsWith("ff", StringComparison.OrdinalIgnoreCase) && SdpGrammar.IsInteger(count),
            _ => false,
        });

    private static bool IsMulticast4(string[] parts) =>
        parts is [var group, var timeToLive, .. var count]
        && FirstOctetOf(group) is >= FirstMulticast and <= LastMulticast
        && IsTimeToLive(timeToLive)
        && (count.Length == 0 || (count.Length == 1 && SdpGrammar.IsInteger(count[0])));

    private static bool IsTimeToLive(string value) =>
        value.Length <= 3 && (value == "0" || SdpGrammar.IsInteger(value));

    /// <summary>The first octet of an IPv4 literal; null when it is none.</summary>
    private static int? FirstOctetOf(string address)
    {
        var parts = address.Split('.');
        return parts.Length == 4 && parts.All(IsDecimalOctet) ? int.Parse(parts[0], CultureInfo.InvariantCulture) : null;
    }

    private static bool IsDecimalOctet(string value) =>
        value.Length <= 3 && (value == "0" || SdpGrammar.IsInteger(value))
        && int.Parse(value, CultureInfo.InvariantCulture) <= byte.MaxValue;

    private static bool IsIPv6(string address) =>
        address.Contains(':', StringComparison.Ordinal)
        && address.All(it => char.IsAsciiHexDigit(it) || it is ':' or '.')
        && IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Letters, digits, hyphens and dots; digits and dots alone would be an address, and a wrong one.</summary>
    private static bool IsDomainName(string address) =>
        address is [not ('-' or '.'), ..]
        && address.All(it => char.IsAsciiLetterOrDigit(it) || it is '-' or '.')
        && address.Any(it => char.IsAsciiLetter(it) || it == '-');
}
