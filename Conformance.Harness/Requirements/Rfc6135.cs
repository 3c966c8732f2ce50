using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sdp;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>
/// RFC 6135: who connects is negotiated. It is younger than the draft and binds whoever uses it; what it forbids was no
/// fault before, so that a breach is advice.
/// </summary>
public static class Rfc6135
{
    public static readonly Requirement OffersToConnect = Should(
        id: "RFC6135-4.2.2-1",
        quote: "A client that negotiates who connects writes a=setup with each MSRP stream, in an offer with actpass or active.",
        when: trace => Streams(trace).Where(it => it.Stream.Attribute("setup") is not null && it.Sdp.Message.Sip.IsRequest),
        then: it => Finding.That(
            it.Stream.Attribute("setup")!.Value is "actpass" or "active",
            "a=setup:actpass or a=setup:active in an offer",
            $"a=setup:{it.Stream.Attribute("setup")!.Value}",
            "offer a=setup:actpass",
            it.Sdp.At(it.Stream.Attribute("setup")!)),
        mutants: [Mutant.Rewrites("offers-to-wait", "INVITE", it => it.WithSdp(sdp => sdp + "a=setup:passive\r\n"))],
        conditional: true);

    public static readonly Requirement SaysNothingOfConnections = Should(
        id: "RFC6135-4.4-1",
        quote: "a=connection is not used for MSRP.",
        when: trace => Streams(trace).Where(it => it.Stream.Attribute("setup") is not null),
        then: it => Finding.That(
            it.Stream.Attribute("connection") is null,
            "no a=connection for an MSRP stream",
            it.Stream.Attribute("connection") is { } attribute ? $"a=connection:{attribute.Value}" : "none",
            "remove a=connection",
            it.Stream.Attribute("connection") is { } connection ? it.Sdp.At(connection) : it.Sdp.At(ExpectSdp.SpanOf(it.Stream), "searched for a=connection")),
        mutants: [Mutant.Rewrites("offers-a-new-connection", "INVITE", it => it.WithSdp(sdp => sdp + "a=setup:actpass\r\na=connection:new\r\n"))],
        conditional: true);

    private static IEnumerable<(TracedSdp Sdp, SdpMedia Stream)> Streams(Trace trace) => trace.ClientMessageMedia();
}
