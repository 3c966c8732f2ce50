using System.Globalization;
using System.Net;
using System.Text;

namespace Conformance.Harness.Wire.Sip;

/// <summary>When two URIs mean the same (RFC 3261 section 19.1.4, RFC 3966 section 4).</summary>
internal static class UriComparison
{
    /// <summary>RFC 2396's reserved set, whose escapes stay distinct; and "%", whose escape must not become an escape.</summary>
    private const string KeptEscaped = ";/?:@&=+$,%";

    /// <summary>Absence is a meaning of its own for these: none matches a URI without it.</summary>
    private static readonly string[] NeverIgnored = ["user", "ttl", "method", "maddr", "transport"];

    public static bool AreEquivalent(WireUri left, WireUri right) => (left, right) switch
    {
        (SipUri one, SipUri other) => AreEquivalent(one, other),
        (TelUri one, TelUri other) => AreEquivalent(one, other),
        (OtherUri one, OtherUri other) => Same(one.Scheme, other.Scheme)
            && UpperEscapes(one.Text[one.Scheme.Length..]) == UpperEscapes(other.Text[other.Scheme.Length..]),
        (WildcardUri, WildcardUri) => true,
        _ => false,
    };

    /// <summary>With every escape undone that may be, and the others in upper case. Octets stand for themselves, one char each.</summary>
    public static string Normalize(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal) && Ascii.IsValid(text))
        {
            return text;
        }

        var octets = Encoding.UTF8.GetBytes(text);
        var normal = new StringBuilder(octets.Length);
        for (var at = 0; at < octets.Length; at++)
        {
            if (octets[at] != '%' || !TryUnescape(octets.AsSpan(at), out var octet))
            {
                normal.Append((char)octets[at]);
                continue;
            }

            at += 2;
            _ = KeptEscaped.Contains((char)octet, StringComparison.Ordinal)
                ? normal.Append(CultureInfo.InvariantCulture, $"%{octet:X2}")
                : normal.Append((char)octet);
        }

        return normal.ToString();
    }

    private static bool AreEquivalent(SipUri one, SipUri other) =>
        Same(one.Scheme, other.Scheme)
        && Normalized(one.User) == Normalized(other.User)
        && Normalized(one.Password) == Normalized(other.Password)
        && SameHost(one.Host, other.Host)
        && one.Port == other.Port
        && ParametersMatch(one.Parameters, other.Parameters)
        && ParametersMatch(other.Parameters, one.Parameters)
        && HeadersMatch(one.Headers, other.Headers);

    private static bool ParametersMatch(IReadOnlyList<Parameter> parameters, IReadOnlyList<Parameter> others)
    {
        foreach (var parameter in parameters)
        {
            var name = Normalize(parameter.Name);
            var match = others.FirstOrDefault(it => Same(Normalize(it.Name), name));
            if (match is null ? NeverIgnored.Contains(name, StringComparer.OrdinalIgnoreCase) : !SameValue(name, parameter.Value, match.Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Methods are the one value whose case counts (RFC 3261 section 7.1).</summary>
    private static bool SameValue(string name, string? value, string? other) => Same(name, "method")
        ? Normalized(value) == Normalized(other)
        : Same(Normalized(value), Normalized(other));

    private static bool HeadersMatch(IReadOnlyList<Parameter> headers, IReadOnlyList<Parameter> others) =>
        headers.Count == others.Count && headers.Select(Key).Order(StringComparer.Ordinal)
            .SequenceEqual(others.Select(Key).Order(StringComparer.Ordinal));

    private static string Key(Parameter header) =>
        $"{HeaderTable.LongName(Normalize(header.Name))}={Normalized(header.Value)}".ToUpperInvariant();

    private static bool AreEquivalent(TelUri one, TelUri other) =>
        Same(WithoutSeparators(one.Number), WithoutSeparators(other.Number))
        && one.Parameters.Count == other.Parameters.Count
        && one.Parameters.All(it => other.Parameters.Named(it.Name) is { } match && SameTelValue(it, match));

    /// <summary>Visual separators do not count in what is a number itself: phone-context with "+", and ext.</summary>
    private static bool SameTelValue(Parameter one, Parameter other) =>
        Same(one.Name, "ext") || (Same(one.Name, "phone-context") && one.Value?.StartsWith('+') == true)
            ? Same(WithoutSeparators(one.Value ?? ""), WithoutSeparators(other.Value ?? ""))
            : Same(Normalized(one.Value), Normalized(other.Value));

    private static string WithoutSeparators(string number) => string.Concat(number.Where(it => !"-.()".Contains(it, StringComparison.Ordinal)));

    /// <summary>Addresses are compared as addresses, so that the many ways to write an IPv6 address are one (RFC 5954).</summary>
    private static bool SameHost(string one, string other) => Same(one, other)
        || (one.Contains(':', StringComparison.Ordinal)
            && IPAddress.TryParse(one, out var address)
            && IPAddress.TryParse(other, out var otherAddress)
            && address.Equals(otherAddress));

    private static string UpperEscapes(string text)
    {
        var upper = text.ToCharArray();
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0 && at + 2 < upper.Length; at = text.IndexOf('%', at + 1))
        {
            upper[at + 1] = char.ToUpperInvariant(upper[at + 1]);
            upper[at + 2] = char.ToUpperInvariant(upper[at + 2]);
        }

        return new string(upper);
    }

    private static bool TryUnescape(ReadOnlySpan<byte> octets, out byte octet)
    {
        octet = 0;
        return octets.Length >= 3
            && byte.TryParse(octets.Slice(1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out octet);
    }

    private static string? Normalized(string? text) => text is null ? null : Normalize(text);

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
