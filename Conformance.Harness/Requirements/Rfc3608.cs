using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3608: Service-Route.</summary>
public static class Rfc3608
{
    /// <summary>Section 6.1. To use it is optional outside IMS; a route to the outbound proxy may stand before it.</summary>
    public static readonly Requirement PreloadedRoute = Shall(
        id: "RFC3608-6.1-1",
        quote: "Service-Route values, where they are used, become the Route of a new request in the order given.",
        when: trace => trace.ClientRequestsOutsideDialogs()
            .Where(it => it.Sip.Method != "REGISTER")
            .Select(it => (Request: it, Grant: GrantBefore(trace, it), trace.Provisioning.Declaration.Ims))
            .Where(it => it.Grant?.Sip.Header("Service-Route") is not null),
        then: it => FollowsServiceRoute(it.Request, it.Grant!, it.Ims),
        mutants: [Mutant.RewritesSip("loses-the-parameters-of-its-service-route", it => it.IsInitialInvite() && it.Header("Route") is not null, WithBareRoutes)]);

    /// <summary>Section 6.1. The outbound proxy may stand in a route of its own right.</summary>
    public static readonly Requirement LatestRoute = Shall(
        id: "RFC3608-6.1-2",
        quote: "Each 2xx to a REGISTER replaces the Service-Route that was stored, and one without the field clears it.",
        when: trace => trace.ClientRequestsOutsideDialogs()
            .Where(it => it.Sip.Method != "REGISTER")
            .Select(it => (Request: it, Grant: GrantBefore(trace, it)))
            .Where(it => it.Grant is not null && it.Request.At - it.Grant.At >= ExpectDialog.Transit) // not while the answer is on its way
            .Select(it => (it.Request, Grant: it.Grant!, Stale: StaleRoutes(trace, it.Grant!)))
            .Where(it => it.Stale.Count > 0),
        then: it =>
        {
            var stale = Routes(it.Request, "Route").FirstOrDefault(route => it.Stale.Any(old => IsSame(route, old)));
            return Finding.That(
                stale is null,
                "no Route from a Service-Route of an earlier registration",
                stale is null ? "none" : $"Route: <{stale.Text}>",
                "take the Service-Route of the last 200 to REGISTER, or none if that has none",
                it.Request.Field("Route"),
                it.Grant.Field("Service-Route"));
        },
        mutants: [new Mutant("keeps-its-first-service-route", KeepsFirstRoute)],
        conditional: true);

    /// <summary>The last 2xx to a REGISTER: it replaces what was stored (section 6.1).</summary>
    internal static WireMessage? GrantBefore(Trace trace, TraceEvent request) => GrantsBefore(trace, request).LastOrDefault();

    private static IEnumerable<WireMessage> GrantsBefore(Trace trace, TraceEvent happened) => trace.Messages.Where(it => it.IsSip
        && !it.IsFromClient
        && it.Number < happened.Number
        && it.Sip is { StatusCode: >= 200 and < 300, CSeq.Value.Method: "REGISTER" });

    /// <summary>What earlier 2xx had in Service-Route and this one has not.</summary>
    private static List<WireUri> StaleRoutes(Trace trace, WireMessage grant)
    {
        var current = Routes(grant, "Service-Route");
        var proxy = WireUri.Parse(trace.Provisioning.CoreUri).Value;
        return [.. GrantsBefore(trace, grant)
            .SelectMany(it => Routes(it, "Service-Route"))
            .Where(it => !current.Any(now => IsSame(it, now)) && (proxy is null || !SamePlace(it, proxy)))];
    }

    /// <summary>Hears the first Service-Route in every later 200 to a REGISTER.</summary>
    private static Tamper KeepsFirstRoute()
    {
        string? first = null;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                if (protocol != WireProtocol.Sip || SipMessage.Parse(octets) is not { StatusCode: 200, CSeq.Value.Method: "REGISTER" } granted)
                {
                    return [octets];
                }

                first ??= granted.Header("Service-Route")?.Value;
                return [first is null ? octets : granted.Without("Service-Route").WithAdded("Service-Route", first).Octets];
            },
        };
    }

    private static Finding FollowsServiceRoute(WireMessage request, WireMessage grant, bool isIms)
    {
        var wanted = Routes(grant, "Service-Route");
        var given = Routes(request, "Route");
        var isUnused = !given.Any(route => wanted.Any(it => SamePlace(it, route)));
        var expected = $"Route: {string.Join(", ", wanted.Select(it => $"<{it.Text}>"))}, if need be behind the outbound proxy";
        var holds = (isUnused && !isIms) || EndsWith(given, wanted);
        return Finding.That(
            holds,
            expected,
            given.Count == 0 ? "no Route" : $"Route: {string.Join(", ", given.Select(it => $"<{it.Text}>"))}{(isUnused && holds ? "; Service-Route is not used, which is allowed" : "")}",
            $"write Route: {string.Join(", ", wanted.Select(it => $"<{it.Text}>"))}",
            request.Field("Route"),
            grant.Field("Service-Route"));
    }

    internal static List<WireUri> Routes(WireMessage message, string name) =>
        [.. message.Sip.Addresses(name).Select(it => it.Value?.Uri).OfType<WireUri>()];

    internal static bool EndsWith(List<WireUri> given, List<WireUri> wanted) => given.Count >= wanted.Count
        && given.Count <= wanted.Count + 1
        && given[^wanted.Count..].Zip(wanted).All(it => IsSame(it.First, it.Second));

    internal static bool IsSame(WireUri given, WireUri wanted) => given.Text == wanted.Text
        || (given is SipUri one && wanted is SipUri other && one.IsEquivalentTo(other) && other.Parameters.All(it => one.Parameters.Named(it.Name) is not null));

    private static bool SamePlace(WireUri one, WireUri other) => one is SipUri uri
        && other is SipUri another
        && uri.User == another.User
        && uri.Host.Equals(another.Host, StringComparison.OrdinalIgnoreCase)
        && uri.Port == another.Port;

    private static SipMessage WithBareRoutes(SipMessage message) => message.Without("Route").WithAdded("Route", string.Join(", ", message.Addresses("Route")
        .Select(it => it.Value?.Uri)
        .OfType<WireUri>()
        .Select(it => $"<{it.Text.Split(';')[0]}>")));
}
