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
        ],
        given: it => it.Ims);

    /// <summary>The Service-Route of the last registration before the request.</summary>
    private static List<string> ServiceRoute(ChatAttempt attempt) => attempt.Trace.ClientTransactions()
        .Where(it => it.Method == "REGISTER" && it.Success is { } ok && ok.Number < attempt.Ask.Number)
        .Select(it => Texts(it.Success!, "Service-Route"))
        .LastOrDefault() ?? [];

    private static Finding FollowsServiceRoute(ChatAttempt attempt, WireMessage invite)
    {
        var due = ServiceRoute(attempt);
        var routes = Texts(invite, "Route");
        return Finding.That(
            routes.TakeLast(due.Count).SequenceEqual(due, StringComparer.Ordinal) && routes.Count <= due.Count + 1,
            $"Route: the outbound proxy, then {string.Join(", ", due)}",
            routes.Count == 0 ? "no Route" : $"Route: {string.Join(", ", routes)}",
            "put the Service-Route of the registration into Route, in its order",
            invite.At(invite.Sip.Header("Route")?.Span ?? invite.Sip.Head, "Route"));
    }

    private static List<string> Texts(WireMessage message, string name) =>
        [.. message.Sip.Addresses(name).Select(it => it.Value?.Uri.Text).OfType<string>()];
}
