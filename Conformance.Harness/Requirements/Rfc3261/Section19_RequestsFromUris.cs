using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 sections 19.1.5 and 19.1.6: how a request is formed from an address that the user gives.</summary>
public static class Section19RequestsFromUris
{
    /// <summary>Section 19.1.5: what may not stand in a Request-URI or says what method it is for (table 1).</summary>
    private static readonly string[] NotCopied = ["method", "lr"];

    /// <summary>Section 19.1.5. That a Request-URI has neither headers nor method is 19.1.2's matter.</summary>
    public static readonly Requirement KeepsParameters = Shall(
        id: "RFC3261-19.1.5-1",
        quote: "An INVITE for a URI keeps that URI's parameters, unknown ones too, in its Request-URI.",
        when: trace => FirstInvites(trace).Where(it => Wanted(it).Any()),
        then: it => Finding.All(Kept(it)),
        mutants: [Mutant.RewritesSip("drops-unknown-uri-parameters", it => it.IsInitialInvite(), it => it.WithRequestUri(it.RequestUriSpan.Text(it.Octets).Replace(";foo=1", "", StringComparison.Ordinal).Replace(";x=1", "", StringComparison.Ordinal)))],
        given: it => it.OneToOne);

    /// <summary>Section 19.1.5: whoever wrote the URI would lead the request by where it suits him.</summary>
    public static readonly Requirement TakesNoRoute = Should(
        id: "RFC3261-19.1.5-2",
        quote: "An INVITE for a URI takes no Route from the header fields of that URI.",
        when: trace => FirstInvites(trace).Where(it => RoutesIn(it.Address).Any()),
        then: HasNoSuchRoute,
        mutants: [Mutant.RewritesSip("takes-its-route-from-a-uri", it => it.IsInitialInvite() && it.RequestUri.Value is SipUri uri && uri.Parameters.Named("foo") is not null, it => it.WithAdded("Route", "<sip:evil.invalid;lr>"))],
        given: it => it.OneToOne);

    /// <summary>Section 19.1.6: the whole of the number with its parameters, separators as they are. It binds who converts.</summary>
    public static readonly Requirement WholeNumber = Shall(
        id: "RFC3261-19.1.6-1",
        quote: "A tel URI that is made a SIP URI has all of its number and parameters in the user part, in front of the host.",
        when: trace => trace.Attempts()
            .Where(it => it.Invitees.Count == 1 && WireUri.Parse(it.Invitees[0]).Value is TelUri)
            .SelectMany(it => it.Invites.Where(invite => invite.Request.Sip.RequestUri.Value is SipUri).Select(invite => (Tel: (TelUri)WireUri.Parse(it.Invitees[0]).Value!, Invite: invite.Request)))
            .Where(it => AddressComparison.IsSame(it.Tel, it.Invite.Sip.RequestUri.Value!)),
        then: it => HasWholeNumber(it.Tel, it.Invite),
        mutants: [Mutant.RewritesSip(
            "moves-the-parameters-of-a-number-behind-the-host",
            it => it.IsInitialInvite() && it.RequestUri.Value is SipUri { User: { } user } && user.Contains(";postd=pp22", StringComparison.Ordinal),
            it => it.WithRequestUri(it.RequestUriSpan.Text(it.Octets).Replace(";postd=pp22", "", StringComparison.Ordinal) + ";postd=pp22"))],
        conditional: true);

    private static IEnumerable<Formed> FirstInvites(Trace trace) =>
        from attempt in trace.Attempts()
        where attempt.Invitees.Count == 1
        let address = WireUri.Parse(attempt.Invitees[0]).Value
        let invite = attempt.InitialInvite
        where address is not null && invite?.Sip.RequestUri.Value is not null
        select new Formed(address, invite);

    private static IEnumerable<Parameter> Wanted(Formed it) => ((it.Address as SipUri)?.Parameters ?? [])
        .Where(parameter => !NotCopied.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<Finding> Kept(Formed it)
    {
        var given = (it.Invite.Sip.RequestUri.Value as SipUri)?.Parameters ?? [];
        return Wanted(it).Select(parameter => Finding.That(
            given.Any(other => other.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase) && string.Equals(other.Value, parameter.Value, StringComparison.OrdinalIgnoreCase)),
            $"the parameter {Text(parameter)} in the Request-URI",
            it.Invite.RequestUriText(),
            $"keep {Text(parameter)}",
            it.Invite.RequestUri()));
    }

    private static string Text(Parameter parameter) => parameter.Value is null ? parameter.Name : $"{parameter.Name}={parameter.Value}";

    /// <summary>The URIs of Route among the headers of an address, without their parameters.</summary>
    private static IEnumerable<string> RoutesIn(WireUri address) => ((address as SipUri)?.Headers ?? [])
        .Where(header => header.Name.Equals("Route", StringComparison.OrdinalIgnoreCase))
        .Select(header => Uri.UnescapeDataString(header.Value ?? "").Trim('<', '>').Split(';')[0]);

    private static Finding HasNoSuchRoute(Formed it)
    {
        const string Expected = "no Route out of the header fields of the address";
        var asked = RoutesIn(it.Address).ToList();
        var taken = it.Invite.Sip.Addresses("Route").FirstOrDefault(route => route.Value is { } value && asked.Contains(value.Uri.Text.Split(';')[0], StringComparer.OrdinalIgnoreCase));
        return taken?.Value is null
            ? Finding.Holds(Expected, "none", it.Invite.Field("Route"))
            : Finding.Fails(Expected, $"Route: {taken.Value.Uri.Text}", "leave the header fields of an address out of the request", it.Invite.At(taken.Span, "Route"));
    }

    private static Finding HasWholeNumber(TelUri tel, WireMessage invite)
    {
        var uri = (SipUri)invite.Sip.RequestUri.Value!;
        var subscriber = tel.Text[(tel.Scheme.Length + 1)..];
        return Finding.That(
            WireUri.Parse($"tel:{uri.User}").Value is TelUri converted && converted.IsEquivalentTo(tel),
            $"{subscriber} as the user part",
            uri.Text,
            $"write {uri.Scheme}:{subscriber}@{uri.Host};user=phone",
            invite.RequestUri());
    }

    private sealed record Formed(WireUri Address, WireMessage Invite);
}
