using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Judging;

/// <summary>
/// Whether two addresses name the same user or resource. This is wider than URI equality (RFC 3261 section 19.1.4),
/// which the draft does not ask for: a client may say how to reach the address (transport), may write a telephone
/// number as tel or as sip with user=phone (RFC 3261 section 19.1.6), and must leave out what may not stand in a
/// Request-URI (headers and method, section 19.1.1).
/// </summary>
public static class AddressComparison
{
    private static readonly string[] Routing = ["transport", "user", "lr", "ob"];

    public static bool IsSame(string asked, string observed)
    {
        var (one, other) = (WireUri.Parse(asked.Trim()).Value, WireUri.Parse(observed.Trim()).Value);
        return one is null || other is null
            ? string.Equals(asked.Trim(), observed.Trim(), StringComparison.Ordinal)
            : IsSame(one, other);
    }

    public static bool IsSame(WireUri asked, WireUri observed) =>
        asked.IsEquivalentTo(observed)
        || (asked, observed) switch
        {
            (SipUri one, SipUri other) => Bare(one, other).IsEquivalentTo(Bare(other, one)),
            (TelUri tel, SipUri sip) => IsNumberOf(sip, tel),
            (SipUri sip, TelUri tel) => IsNumberOf(sip, tel),
            _ => false,
        };

    /// <summary>The addresses, each named once; the first of equal ones stays.</summary>
    public static IReadOnlyList<string> Distinct(IEnumerable<string> addresses)
    {
        var distinct = new List<string>();
        foreach (var address in addresses)
        {
            if (!distinct.Exists(it => IsSame(it, address)))
            {
                distinct.Add(address);
            }
        }

        return distinct;
    }

    /// <summary>Without headers and method, and without parameters of routing that the other does not have.</summary>
    private static WireUri Bare(SipUri uri, SipUri other)
    {
        var parameters = uri.Parameters
            .Where(it => !it.Name.Equals("method", StringComparison.OrdinalIgnoreCase))
            .Where(it => other.Parameters.Named(it.Name) is not null || !Routing.Contains(it.Name, StringComparer.OrdinalIgnoreCase))
            .Select(it => it.Value is null ? $";{it.Name}" : $";{it.Name}={it.Value}");
        var text = uri.Text.Split('?')[0];
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var semicolon = text.IndexOf(';', at + 1);
        var bare = (semicolon < 0 ? text : text[..semicolon]) + string.Concat(parameters);
        return WireUri.Parse(bare).Value ?? uri;
    }

    private static bool IsNumberOf(SipUri sip, TelUri tel) =>
        sip.User is { } user && Digits(tel.Number) is { Length: > 0 } digits && Digits(user.Split(';')[0]) == digits;

    /// <summary>A telephone number without visual separators (RFC 3966 section 5.1.1).</summary>
    private static string Digits(string number) => string.Concat(number.Where(it => !"-.()".Contains(it, StringComparison.Ordinal)));
}
