using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 sections 12.1.2 and 12.2.1.1: the route set that the response to an INVITE records.</summary>
public static class Section12RouteSets
{
    /// <summary>Section 12.1.2.</summary>
    public static readonly Requirement RecordedRoute = Shall(
        id: "RFC3261-12.1.2-1",
        quote: "The route set is the Record-Route of the response from its last value to its first with every URI parameter, and takes the place of a Route that the INVITE had.",
        when: trace => trace.DialogRequests().Where(it => it.RouteSet.Count > 0 && !Section12Dialogs.IsStrict(it.RouteSet)),
        then: Section12Dialogs.FollowsRoutes,
        mutants:
        [
            Mutant.RewritesSip("follows-record-route-from-the-wrong-end", IsInDialog, it => it.WithRoutes([.. it.ElementTexts("Route").Reverse()])),
            Mutant.RewritesSip("drops-the-parameters-of-a-route", IsInDialog, it => it.WithRoutes([.. it.ElementTexts("Route").Select(route => route.Replace(";hop=near", "", StringComparison.Ordinal))])),
            new Mutant("keeps-its-first-route-in-the-dialog", KeepsFirstRoute),
        ]);

    /// <summary>Section 12.2.1.1.</summary>
    public static readonly Requirement StrictRoute = Shall(
        id: "RFC3261-12.2.1.1-4",
        quote: "Where the first route has no lr, it becomes the Request-URI, and the remote target stands last in Route.",
        when: trace => trace.DialogRequests().Where(it => Section12Dialogs.IsStrict(it.RouteSet) && it.RemoteTarget is not null),
        then: GoesThroughStrictRouter,
        mutants:
        [
            Mutant.RewritesSip("takes-a-strict-router-for-a-loose-one", IsInDialog, it => it.ElementTexts("Route") is { Count: > 0 } routes
                ? it.WithRequestUri(Bare(routes[^1])).WithRoutes([$"<{it.RequestUriSpan.Text(it.Octets)}>", .. routes.SkipLast(1)])
                : it),
            Mutant.RewritesSip("loses-the-target-behind-a-strict-router", IsInDialog, it => it.WithRoutes([.. it.ElementTexts("Route").SkipLast(1)])),
        ]);

    private static bool IsInDialog(SipMessage message) => message.Method is "ACK" or "BYE" && message.To?.Value?.Tag is not null;

    private static SipMessage WithRoutes(this SipMessage message, IReadOnlyList<string> routes) =>
        routes.Aggregate(message.Without("Route"), (it, route) => it.WithAdded("Route", route));

    private static string Bare(string route) => route.Trim('<', '>');

    private static Finding GoesThroughStrictRouter(DialogRequest it)
    {
        var router = it.RouteSet[0].Value!.Uri;
        var target = it.RemoteTarget!.Value.Contact.Uri;
        var last = it.Request.Sip.Addresses("Route").LastOrDefault()?.Value?.Uri;
        return Finding.All(
        [
            Finding.That(
                it.Request.Sip.RequestUri.Value?.IsEquivalentTo(router) == true,
                $"the strict router as Request-URI of the {it.Request.Title()}, {router.Text}",
                it.Request.Sip.RequestUriSpan.Text(it.Request.Octets),
                $"write {router.Text} as Request-URI",
                it.Request.At(it.Request.Sip.RequestUriSpan, "Request-URI"),
                it.Dialog.Response.Field("Record-Route")),
            Finding.That(
                last?.IsEquivalentTo(target) == true,
                $"the remote target last in Route of the {it.Request.Title()}, <{target.Text}>",
                last is null ? "no Route" : $"<{last.Text}>",
                $"write <{target.Text}> as the last Route",
                it.Request.Field("Route"),
                it.RemoteTarget!.Value.Message.Field("Contact")),
        ]);
    }

    private static Tamper KeepsFirstRoute()
    {
        string? first = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != Wire.WireProtocol.Sip || it.Sip is not { IsRequest: true } message)
                {
                    return [it];
                }

                first = message.IsInitialInvite() ? message.ElementTexts("Route").FirstOrDefault() : first;
                return [IsInDialog(message) && first is not null ? it with { Octets = message.WithRoutes([first, .. message.ElementTexts("Route")]).Octets } : it];
            },
        };
    }
}
