using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sdp;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>
/// RFC 6135: who connects is negotiated. It is younger than the draft and binds whoever uses it; what it forbids was no
/// fault before, so that a breach is advice.
/// </summary>
public static class Rfc6135
{
    /// <summary>Sections 4.2.1 and 4.2.2. Who writes it once negotiates in this way, and writes it always.</summary>
    public static readonly Requirement OffersToConnect = Should(
        id: "RFC6135-4.2.2-1",
        quote: "A client that negotiates who connects writes a=setup with each MSRP stream, never holdconn, and in an offer actpass or active.",
        when: Negotiated,
        then: it => it.Stream.Attribute("setup") is { } setup
            ? Finding.That(
                it.Sdp.Message.IsRequest("INVITE") ? setup.Value is "actpass" or "active" : setup.Value != "holdconn",
                it.Sdp.Message.IsRequest("INVITE") ? "a=setup:actpass or a=setup:active in an offer" : "any a=setup but holdconn",
                $"a=setup:{setup.Value}",
                "offer a=setup:actpass, and answer with active or passive",
                it.Sdp.At(setup))
            : Finding.Fails("a=setup with each MSRP stream", "none, but one before", "write a=setup", it.Sdp.At(ExpectSdp.SpanOf(it.Stream), "searched for a=setup")),
        mutants:
        [
            Mutant.Rewrites("offers-to-wait", "INVITE", it => it.WithSdp(sdp => sdp + "a=setup:passive\r\n")),
            Mutant.RewritesSip("answers-that-nobody-connects", it => it.Method == "INVITE" || it.StatusCode == 200, it => it.WithSdp(sdp => sdp + (it.IsRequest ? "a=setup:actpass\r\n" : "a=setup:holdconn\r\n"))),
            new Mutant("negotiates-the-first-time-only", NegotiatesOnce),
        ],
        conditional: true);

    public static readonly Requirement SaysNothingOfConnections = Should(
        id: "RFC6135-4.4-1",
        quote: "a=connection is not used for MSRP.",
        when: Negotiated,
        then: it => Finding.That(
            it.Stream.Attribute("connection") is null,
            "no a=connection for an MSRP stream",
            it.Stream.Attribute("connection") is { } attribute ? $"a=connection:{attribute.Value}" : "none",
            "remove a=connection",
            it.Stream.Attribute("connection") is { } connection ? it.Sdp.At(connection) : it.Sdp.At(ExpectSdp.SpanOf(it.Stream), "searched for a=connection")),
        mutants: [Mutant.Rewrites("offers-a-new-connection", "INVITE", it => it.WithSdp(sdp => sdp + "a=setup:actpass\r\na=connection:new\r\n"))],
        conditional: true);

    /// <summary>The MSRP streams that the client describes, once it has written a=setup with one.</summary>
    private static IEnumerable<(TracedSdp Sdp, SdpMedia Stream)> Negotiated(Trace trace) =>
        trace.ClientMessageMedia().SkipWhile(it => it.Media.Attribute("setup") is null);

    private static Tamper NegotiatesOnce()
    {
        var hasOffered = false;
        return new Tamper
        {
            Send = it =>
            {
                if (hasOffered || it.Protocol != WireProtocol.Sip || it.Sip.Method != "INVITE")
                {
                    return [it];
                }

                hasOffered = true;
                return [it with { Octets = it.Sip.WithSdp(sdp => sdp + "a=setup:actpass\r\n").Octets }];
            },
        };
    }
}
