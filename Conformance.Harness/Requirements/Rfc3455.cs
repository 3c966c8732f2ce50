using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3455, and RFC 7315 that replaces it: header fields of the 3GPP.</summary>
public static class Rfc3455
{
    private const string AccessNetwork = "P-Access-Network-Info";

    /// <summary>Section 4.4.2.1: nobody has to tell; who does keeps to the grammar of section 5.4, which RFC 7315 section 5.4 widens to a list.</summary>
    public static readonly Requirement AccessNetworkInfo = Shall(
        id: "RFC3455-4.4.2.1-1",
        quote: "P-Access-Network-Info, if it is there at all, is an access type with parameters.",
        when: trace => trace.ClientSip().Where(it => it.Sip.Header(AccessNetwork) is not null),
        then: IsAccessType,
        mutants:
        [
            Mutant.Rewrites("names-no-access-type", "INVITE", it => it.With(AccessNetwork, ";utran-cell-id-3gpp=234151D0FCE11")),
            Mutant.Rewrites("tells-of-its-access-network-in-prose", "INVITE", it => it.With(AccessNetwork, "a wireless network")),
        ],
        conditional: true);

    /// <summary>Section 4.1.2.1. The user may stay anonymous instead (RFC 3323 section 4.1.1.3).</summary>
    public static readonly Requirement AssociatedFrom = Should(
        id: "RFC3455-4.1.2.1-1",
        quote: "From is the registered identity, or one that the registrar has associated with it.",
        when: trace => trace.ClientRequestsOutsideDialogs()
            .Where(it => it.Sip.Method != "REGISTER" && !IsAnonymous(it.Sip.From?.Value) && Rfc3608.GrantBefore(trace, it)?.Sip.Header("P-Associated-URI") is not null)
            .Select(it => (Trace: trace, Request: it)),
        then: it => UserIdentities.AreOwn(it.Trace, it.Request, "From"),
        mutants: [Mutant.Rewrites("calls-as-somebody-else", "INVITE", it => it.With("From", $"<sip:mallory@elsewhere.example>;tag={it.From?.Value?.Tag}"))],
        given: it => it.Ims);

    private static Finding IsAccessType(WireMessage message)
    {
        const string Expected = "an access type, and parameters behind semicolons";
        const string Mend = "write it like IEEE-802.11;i-wlan-node-id=001122334455";
        var elements = message.Sip.Elements(AccessNetwork);
        return elements.Count == 0
            ? Finding.Fails(Expected, "nothing", Mend, message.Field(AccessNetwork))
            : Finding.All(elements.Select(it => message.HasNone(TokenValue.Parse(message.Octets, it).Defects, it, Expected, Mend)));
    }

    private static bool IsAnonymous(NameAddr? from) => from?.Uri is SipUri { Host: var host } && host.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase);
}
