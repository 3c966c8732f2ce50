using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Draft;

/// <summary>6.1.3.2.1, closing paragraph: clients that declare the IMS profile.</summary>
internal static class Ims
{
    /// <summary>
    /// Of the procedures of TS 24.229 the trace shows the route of the INVITE: the Service-Route of the registration, in
    /// order, after the outbound proxy if that is named at all (TS 24.229 section 5.1.2A, RFC 3608 section 5).
    /// </summary>
    public static readonly Requirement RoutesByServiceRoute = Shall(
        id: "IM-6.1.3.2.1-IMS",
        quote: "When the SIP/IP Core corresponds to 3GPP/3GPP2 IMS, the IM Client SHALL use 3GPP/3GPP2 IMS Session establishment mechanisms according to rules and procedures of  [TS24.229] / [3GPP2 X.S0013.4] with the clarifications given in this subclause",
        when: trace => Asks.ToInvite(trace).Where(it => ServiceRoute(it).Count > 0),
        then: attempt => attempt.Invite(invite => FollowsServiceRoute(attempt, invite)),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            Mutant.Rewrites("ignores-the-service-route", "INVITE", it => it.Without("Route")),
            Ts24229.ReversesServiceRoute,
        ],
        given: it => it.Ims);

    /// <summary>The Service-Route of the last registration before the request.</summary>
    private static List<WireUri> ServiceRoute(ChatAttempt attempt) =>
        Rfc3608.GrantBefore(attempt.Trace, attempt.Ask) is { } grant ? Rfc3608.Routes(grant, "Service-Route") : [];

    private static Finding FollowsServiceRoute(ChatAttempt attempt, WireMessage invite)
    {
        var due = Rfc3608.GrantBefore(attempt.Trace, invite) is { } grant ? Rfc3608.Routes(grant, "Service-Route") : [];
        var routes = Rfc3608.Routes(invite, "Route");
        return Finding.That(
            Rfc3608.EndsWith(routes, due),
            $"Route: the outbound proxy, then {string.Join(", ", due.Select(it => it.Text))}",
            routes.Count == 0 ? "no Route" : $"Route: {string.Join(", ", routes.Select(it => it.Text))}",
            "put the Service-Route of the registration into Route, in its order",
            invite.Field("Route"));
    }
}
