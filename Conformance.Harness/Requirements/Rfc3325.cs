using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3325: asserted and preferred identity.</summary>
public static class Rfc3325
{
    private static readonly string[] SipSchemes = ["sip", "sips"];

    /// <summary>Section 9.2. Whose identity it is: T24229-24.229_5.1.2A.1.1-1.</summary>
    public static readonly Requirement OneOrTwoPreferred = Shall(
        id: "RFC3325-9.2-1",
        quote: "P-Preferred-Identity has one sip, sips or tel URI, or two: a sip or sips URI and a tel URI.",
        when: trace => trace.ClientRequests().Where(it => it.Sip.Header("P-Preferred-Identity") is not null),
        then: request =>
        {
            List<string> schemes = [.. request.Sip.Addresses("P-Preferred-Identity").Select(it => it.Value?.Uri.Scheme.ToLowerInvariant() ?? "")];
            var sip = schemes.Count(SipSchemes.Contains);
            var tel = schemes.Count(it => it == "tel");
            return Finding.That(
                schemes.Count is 1 or 2 && sip + tel == schemes.Count && sip <= 1 && tel <= 1,
                "one sip, sips or tel URI, or one sip or sips URI and one tel URI",
                $"P-Preferred-Identity: {string.Join(", ", request.Sip.ElementTexts("P-Preferred-Identity"))}",
                "leave one of each kind at most",
                request.Field("P-Preferred-Identity"));
        },
        mutants:
        [
            Mutant.Rewrites("prefers-two-sip-identities", "INVITE", it => it.WithAdded("P-Preferred-Identity", "<sip:alice.work@im.example>")),
            Mutant.Rewrites("prefers-three-identities", "INVITE", it => it.WithAdded("P-Preferred-Identity", "<tel:+15555550100>, <tel:+15555550101>")),
            Mutant.Rewrites("prefers-a-web-page", "INVITE", it => it.With("P-Preferred-Identity", "<http://im.example/alice>")),
        ],
        conditional: true);

    public static readonly Exclusion SentToTrustedProxies = new(
        "RFC3325-6-1",
        "P-Preferred-Identity is sent only to a proxy that the client trusts.",
        ExclusionKind.NotObservable,
        "Outbound proxy, registrar and peer of the fake core stand at one address, and which of them a client trusts is its configuration: nothing on the wire shows a request that went past the trusted proxy.");

    public static readonly Exclusion UsesNoUntrustedAssertion = new(
        "RFC3325-8-1",
        "An identity that an untrusted element has asserted is not used.",
        ExclusionKind.NotObservable,
        "What a client shows as the verified identity of a peer is not part of the adapter contract.");
}
