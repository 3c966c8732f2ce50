using System.Net;
using System.Text;

namespace Conformance.Harness.Wire.Msrp;

/// <summary>
/// An MSRP URI (RFC 4975 section 6 and section 9). Every part is as written; Host is without the brackets of an IPv6
/// reference, Transport is "" when the mandatory parameter is absent, Parameters are those behind the transport.
/// </summary>
public sealed record MsrpUri(
    string Text,
    string Scheme,
    string? UserInfo,
    string Host,
    int? Port,
    string? SessionId,
    string Transport,
    IReadOnlyList<Parameter> Parameters,
    ByteSpan Span)
{
    /// <summary>Reads one URI. What is broken is a <see cref="DefectKind.MalformedMsrpUri"/> over the part that breaks the grammar.</summary>
    public static Reading<MsrpUri> Parse(ReadOnlyMemory<byte> octets, ByteSpan span) => new MsrpUriReader(octets, span).Read();

    public static Reading<MsrpUri> Parse(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        return Parse(octets, new ByteSpan(0, octets.Length));
    }

    /// <summary>
    /// Reads a path: URIs separated by single spaces (RFC 4975 section 8.2, section 9). A space too many stands as
    /// a reading without value.
    /// </summary>
    public static IReadOnlyList<Reading<MsrpUri>> ParsePath(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var path = new List<Reading<MsrpUri>>();
        var at = span.Offset;
        while (true)
        {
            var rest = ByteSpan.Between(at, span.End);
            var space = rest.Of(octets).IndexOf((byte)' ');
            path.Add(Parse(octets, space < 0 ? rest : new ByteSpan(at, space)));
            if (space < 0)
            {
                return path;
            }

            at += space + 1;
        }
    }

    /// <summary>RFC 4975 section 6.1: scheme, host and transport without case, port exact, session-id with case, userinfo ignored.</summary>
    public bool IsEquivalentTo(MsrpUri other) =>
        Scheme.Equals(other.Scheme, StringComparison.OrdinalIgnoreCase)
        && IsSameHost(Host, other.Host)
        && Port == other.Port
        && string.Equals(SessionId, other.SessionId, StringComparison.Ordinal)
        && Transport.Equals(other.Transport, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Text;

    private static bool IsSameHost(string one, string other) =>
        Address(one) is { } address
            ? address.Equals(Address(other))
            : Uri.UnescapeDataString(one).Equals(Uri.UnescapeDataString(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>The numeric address; null for a name. .NET alone would take "1" or "1.2" for IPv4 addresses.</summary>
    private static IPAddress? Address(string host) =>
        (host.Contains(':', StringComparison.Ordinal) || host.Count(it => it == '.') == 3) && IPAddress.TryParse(host, out var address)
            ? address
            : null;
}
