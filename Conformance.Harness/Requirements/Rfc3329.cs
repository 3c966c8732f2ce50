using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3329: security agreement. Only its syntax: the fake core agrees on nothing.</summary>
public static class Rfc3329
{
    private static readonly string[] Fields = ["Security-Client", "Security-Verify"];

    /// <summary>
    /// Section 2.3.1, grammar of section 2.2. It binds who uses the mechanism; a client with TLS, or with SIP digest without TLS in
    /// an IMS, must not. Mechanisms for the media plane ("mediasec", TS 24.229 section 7.2A.7) need no agreement.
    /// </summary>
    public static readonly Requirement RequiresAgreement = Shall(
        id: "RFC3329-2.3.1-1",
        quote: "A request with Security-Client or Security-Verify lists mechanisms there and names sec-agree in Require and in Proxy-Require.",
        when: trace => trace.ClientRequests().Where(request => Fields.Any(field => request.Sip.Elements(field).Any(it => !IsForMedia(request, it)))),
        then: it => Finding.All([.. Fields.SelectMany(field => ListsMechanisms(it, field)), it.HasElement("Require", "sec-agree"), it.HasElement("Proxy-Require", "sec-agree")]),
        mutants:
        [
            Mutant.RewritesSip("agrees-without-require", Agrees, it => it.Without("Require")),
            Mutant.RewritesSip("agrees-without-proxy-require", Agrees, it => it.Without("Proxy-Require")),
            Mutant.RewritesSip("offers-a-mechanism-without-a-name", Agrees, it => it.With("Security-Client", ";alg=hmac-sha-1-96")),
        ],
        conditional: true);

    private static bool Agrees(SipMessage message) => message.Header("Security-Client") is not null;

    private static bool IsForMedia(WireMessage request, ByteSpan element) =>
        TokenValue.Parse(request.Octets, element).Value?.Parameters.Named("mediasec") is not null;

    private static IEnumerable<Finding> ListsMechanisms(WireMessage request, string field) => request.Sip.Elements(field).Select(it => request.HasNone(
        TokenValue.Parse(request.Octets, it).Defects,
        it,
        $"the name of a mechanism and its parameters in {field}",
        "write mechanism;name=value, as in ipsec-3gpp;alg=hmac-sha-1-96"));
}
