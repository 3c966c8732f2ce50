using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 8.1.2: where a request is sent.</summary>
public static class Section812Sending
{
    /// <summary>
    /// Section 8.1.2. Local policy and the server that honours any Route leave a way out, so that it is advice. Only a first
    /// Route with an IP address tells where the request has to arrive.
    /// </summary>
    public static readonly Requirement ToTheFirstRoute = Should(
        id: "RFC3261-8.1.2-1",
        quote: "A request with Route is sent to the place that its first value names.",
        when: trace => NumericRoutes(trace).Select(it => (it.Request, it.Route, Place: NextHops.PlaceOf(it.Route)!)),
        then: it =>
        {
            var arrived = it.Request.Core;
            return Finding.That(
                arrived.Port == it.Place.Port && arrived.Address.Equals(it.Place.Address),
                $"a {it.Request.Title()} sent to {it.Place}, the first Route",
                $"sent to {arrived}",
                $"send it to {it.Place}, or write {arrived} into the first Route",
                it.Request.Field("Route"));
        },
        mutants: [Mutant.RewritesSip("names-another-next-hop", it => it.Header("Route") is not null, it => it.With("Route", "<sip:203.0.113.9:5060;lr>"))],
        conditional: true);

    /// <summary>Requests whose first Route names a place by IP address, with that Route. ACK and CANCEL go where their INVITE went.</summary>
    internal static IEnumerable<(WireMessage Request, SipUri Route)> NumericRoutes(Trace trace) => trace.ClientRequests()
        .Where(it => it.Sip.Method is not ("ACK" or "CANCEL"))
        .Select(it => (Request: it, Route: it.Sip.Addresses("Route").FirstOrDefault()?.Value?.Uri as SipUri))
        .Where(it => NextHops.PlaceOf(it.Route) is not null)
        .Select(it => (it.Request, it.Route!));
}
