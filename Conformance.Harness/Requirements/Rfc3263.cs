using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements.Rfc3261;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3263: locating SIP servers.</summary>
public static class Rfc3263
{
    /// <summary>What may be too large for a datagram: 200 octets below the path MTU (RFC 3261 section 18.1.1), which may be IPv6's least, 1280.</summary>
    private const int MayBeTooLarge = 1080;

    /// <summary>
    /// Section 4.1, for a next hop that is an IP address; what needs DNS cannot be provoked here. Where the URI names no
    /// transport, the one that the client was told for its outbound proxy does as well as UDP.
    /// </summary>
    public static readonly Requirement NamedTransport = Should(
        id: "RFC3263-4.1-1",
        quote: "The transport that the next hop's URI names is used, and UDP for an IP address without one, unless the size asks for TCP.",
        when: trace => Section812Sending.NumericRoutes(trace).Select(it => (it.Request, it.Route, Told: TransportOf(trace.Provisioning.CoreUri))),
        then: it =>
        {
            var named = it.Route.Parameters.Named("transport")?.Value;
            var used = it.Request.Transport.ToString();
            var isLarge = it.Request.Transport == Transport.Tcp && it.Request.Octets.Length > MayBeTooLarge;
            return Finding.That(
                Is(used, named ?? "udp") || (named is null && Is(used, it.Told)) || (isLarge && Is("udp", named ?? "udp")),
                $"a {it.Request.Title()} over {(named ?? "udp").ToUpperInvariant()}, as {it.Route.Text} has it",
                $"sent over {used.ToUpperInvariant()}",
                named is null ? "send it over UDP, or name the transport in the URI" : $"send it over {named.ToUpperInvariant()}",
                it.Request.Field("Route"));
        },
        mutants: [Mutant.Rewrites("names-one-transport-and-uses-another", "REGISTER", it => it.WithEdited("Route", route => route.Replace("transport=udp", "transport=tcp", StringComparison.Ordinal)))],
        conditional: true);

    private static string? TransportOf(string uri) => (WireUri.Parse(uri).Value as SipUri)?.Parameters.Named("transport")?.Value;

    private static bool Is(string used, string? named) => used.Equals(named, StringComparison.OrdinalIgnoreCase);
}
