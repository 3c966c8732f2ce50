using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>
/// 3GPP TS 24.229, of which the draft names no release: releases 8 to 10, as far as the conformance specification TS 34.229-1
/// repeats them (sections 8.1 and 8.2). What was not seen in their words is advice. It binds clients that declare the IMS profile.
/// </summary>
public static class Ts24229
{
    internal static readonly Mutant ReversesServiceRoute = Mutant.Rewrites("reverses-its-service-route", "INVITE", it =>
        WithRoutes(it, routes => [.. routes.Take(1), .. routes.Skip(1).Reverse()]));

    /// <summary>
    /// Section 5.1.1.2.1. Authorization depends on the security mechanism, and P-Access-Network-Info on what the access
    /// network tells: neither is asked for. From and To are RFC3261-10.2-2's matter.
    /// </summary>
    public static readonly Requirement InitialRegister = Shall(
        id: "T24229-24.229_5.1.1.2-1",
        quote: "A first REGISTER goes to the domain of the home network, has a Contact, and names path in Supported.",
        when: trace => trace.ClientRequests("REGISTER").Where(it => Rfc3608.GrantBefore(trace, it) is null).Select(it => (Register: it, trace.Provisioning.Domain)),
        then: it => Finding.All([GoesHome(it.Register, it.Domain), it.Register.HasHeader("Contact"), it.Register.HasElement("Supported", "path")]),
        mutants:
        [
            Mutant.Rewrites("says-nothing-of-path", "REGISTER", it => it.With("Supported", "timer")),
            Mutant.Rewrites("registers-without-a-contact", "REGISTER", it => it.Without("Contact")),
            Mutant.Rewrites("registers-at-another-network", "REGISTER", it => it.WithRequestUri("sip:elsewhere.example")),
        ],
        given: it => it.Ims);

    /// <summary>Section 5.1.2A.1.1, items a to c; RFC 3608 section 6.1 and RFC 3261 section 8.1.1.1 say how.</summary>
    public static readonly Requirement RoutesByProxyAndServiceRoute = Shall(
        id: "T24229-24.229_5.1.2A.1.1-2",
        quote: "Route of a request outside a dialog is the P-CSCF and behind it the Service-Route of the last registration, in its order.",
        when: trace => trace.ClientRequestsOutsideDialogs()
            .Where(it => it.Sip.Method != "REGISTER")
            .Select(it => (Request: it, Grant: Rfc3608.GrantBefore(trace, it)!, trace.Provisioning.CoreUri))
            .Where(it => it.Grant is not null),
        then: it => RoutesThrough(it.Request, it.Grant, it.CoreUri),
        mutants:
        [
            ReversesServiceRoute,
            Mutant.Rewrites("leaves-out-the-p-cscf", "INVITE", it => WithRoutes(it, routes => routes.Skip(1))),
            Mutant.Rewrites("leaves-out-the-service-route", "INVITE", it => WithRoutes(it, routes => routes.Take(1))),
        ],
        given: it => it.Ims);

    /// <summary>Section 5.1.2A.1.1. Which identities there are is told by the registrar; advice, since that sentence was not seen in its own words.</summary>
    public static readonly Requirement PrefersItsOwnIdentity = Should(
        id: "T24229-24.229_5.1.2A.1.1-1",
        quote: "P-Preferred-Identity, if it is there at all, is a registered identity of the user.",
        when: trace => trace.ClientRequestsOutsideDialogs()
            .Where(it => it.Sip.Method != "REGISTER" && it.Sip.Header("P-Preferred-Identity") is not null)
            .Select(it => (Trace: trace, Request: it)),
        then: it => UserIdentities.AreOwn(it.Trace, it.Request, "P-Preferred-Identity"),
        mutants: [Mutant.Rewrites("prefers-the-identity-of-another", "INVITE", it => it.With("P-Preferred-Identity", "<sip:mallory@elsewhere.example>"))],
        given: it => it.Ims,
        conditional: true);

    /// <summary>Section 6.1.1: proxies have to see what is offered. Advice, since it could not be looked up. A signature hides nothing.</summary>
    public static readonly Requirement LeavesSdpReadable = Should(
        id: "T24229-24.229_6.1.1-1",
        quote: "A session description is not encrypted, so that the proxies of the network can read it.",
        when: trace => trace.ClientInvites().Where(it => !it.Sip.Body.IsEmpty),
        then: HasNoEncryptedPart,
        mutants: [Mutant.Rewrites("encrypts-its-session-description", "INVITE", it =>
            it.WithPartHeaders("application/sdp", "Content-Type: application/pkcs7-mime;smime-type=enveloped-data"))],
        given: it => it.Ims);

    private static Finding GoesHome(WireMessage register, string domain)
    {
        var uri = register.Sip.RequestUriSpan.Text(register.Octets);
        return Finding.That(
            register.Sip.RequestUri.Value is SipUri sip && sip.Host.Equals(domain, StringComparison.OrdinalIgnoreCase),
            $"sip:{domain} as Request-URI",
            uri,
            $"write sip:{domain}",
            register.At(register.Sip.RequestUriSpan, "Request-URI"));
    }

    private static Finding RoutesThrough(WireMessage request, WireMessage grant, string coreUri)
    {
        var due = Rfc3608.Routes(grant, "Service-Route");
        var routes = Rfc3608.Routes(request, "Route");
        var wanted = $"Route: {string.Join(", ", due.Select(it => $"<{it.Text}>").Prepend($"<{coreUri}>"))}";
        var isFirst = routes.Count > 0 && NextHops.IsSamePlace(routes[0], WireUri.Parse(coreUri).Value);
        return Finding.That(
            isFirst && routes.Count == due.Count + 1 && Rfc3608.EndsWith(routes, due),
            wanted,
            routes.Count == 0 ? "no Route" : $"Route: {string.Join(", ", routes.Select(it => $"<{it.Text}>"))}",
            $"write {wanted}",
            request.Field("Route"),
            grant.Field("Service-Route"));
    }

    private static Finding HasNoEncryptedPart(WireMessage invite)
    {
        const string Expected = "no part of the INVITE that is encrypted";
        var hidden = invite.Sip.BodyParts().FirstOrDefault(IsEncrypted);
        return hidden is null
            ? Finding.Holds(Expected, "none", invite.At(invite.Sip.Body, "searched for application/pkcs7-mime"))
            : Finding.Fails(Expected, "application/pkcs7-mime", "send the session description as application/sdp", invite.At(hidden.Span, "the encrypted part"));
    }

    private static bool IsEncrypted(BodyPart part) => part.Is("application/pkcs7-mime")
        && part.ContentType?.Value?.Parameters.Named("smime-type")?.Value?.Contains("signed", StringComparison.OrdinalIgnoreCase) != true;

    private static SipMessage WithRoutes(SipMessage message, Func<IEnumerable<string>, IEnumerable<string>> edit)
    {
        var routes = edit(message.ElementTexts("Route")).ToList();
        return routes.Count == 0 ? message.Without("Route") : message.Without("Route").WithAdded("Route", string.Join(", ", routes));
    }
}
