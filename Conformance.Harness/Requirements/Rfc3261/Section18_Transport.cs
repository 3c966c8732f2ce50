using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 18: transport.</summary>
public static class Section18Transport
{
    /// <summary>Section 18.1.1, for a path MTU that is not known.</summary>
    public static readonly Requirement LargeRequests = Shall(
        id: "RFC3261-18.1.1-1",
        quote: "A request of more than 1300 octets goes over a transport with congestion control, such as TCP.",
        when: trace => trace.ClientRequests().Where(it => it.Octets.Length > LargestDatagram),
        then: request => Finding.That(
            request.Transport != Transport.Udp,
            string.Create(CultureInfo.InvariantCulture, $"TCP or TLS for a {request.Title()} of more than {LargestDatagram} octets"),
            string.Create(CultureInfo.InvariantCulture, $"{request.Octets.Length} octets over {request.Transport}"),
            "send this request over TCP",
            request.At(ByteSpan.Between(LargestDatagram, request.Octets.Length), "octets beyond 1300"),
            request.StartLine()),
        mutants: [Mutant.SendsSip("sends-large-requests-over-udp", it => it.IsRequest && it.Octets.Length > LargestDatagram, it =>
            [(it with { Transport = Transport.Udp }).Replace("SIP/2.0/TCP", "SIP/2.0/UDP")])],
        conditional: true);

    /// <summary>Section 18.1.1.</summary>
    public static readonly Requirement ViaTransport = Shall(
        id: "RFC3261-18.1.1-2",
        quote: "The top Via names the transport that the request is sent over, also after a switch for its size.",
        when: trace => trace.ClientRequests().Where(it => it.TopVia() is not null),
        then: request => Finding.That(
            request.TopVia()!.Transport.Equals(request.Transport.ToString(), StringComparison.OrdinalIgnoreCase),
            $"Via: SIP/2.0/{request.Transport.AsToken()} in a {request.Title()} over {request.Transport.AsToken()}",
            $"Via: {request.TopVia()!.Span.Text(request.Octets)}",
            $"write SIP/2.0/{request.Transport.AsToken()} in the top Via",
            request.At(request.TopVia()!.Span, "top Via")),
        mutants: [Mutant.Rewrites("names-another-transport-in-via", "ACK", it => it.WithEdited("Via", via => via.Contains("/UDP", StringComparison.Ordinal)
            ? via.Replace("/UDP", "/TCP", StringComparison.Ordinal)
            : via.Replace("/TCP", "/UDP", StringComparison.Ordinal).Replace("/TLS", "/TCP", StringComparison.Ordinal)))]);

    /// <summary>Section 18.3.</summary>
    public static readonly Requirement ContentLength = Shall(
        id: "RFC3261-18.3-1",
        quote: "Content-Length is there on a stream, and wherever it is there it is the number of octets of the body.",
        when: trace => trace.ClientSip(),
        then: HasRightLength,
        mutants: [Mutant.SendsSip("leaves-octets-behind-the-body", it => it.Method == "ACK", it =>
            [it.Transport == Transport.Udp ? it with { Octets = (byte[])[.. it.Octets.Span, .. "padding"u8] } : it])]);

    private const int LargestDatagram = 1300;

    private static Finding HasRightLength(WireMessage message)
    {
        var needs = message.Transport != Transport.Udp;
        if (needs && message.Sip.Header("Content-Length") is null)
        {
            return message.HasHeader("Content-Length");
        }

        return message.HasNone(
            message.Sip.Defects.Where(it => it.Kind is DefectKind.MalformedContentLength
                or DefectKind.NumberOutOfRange
                or DefectKind.ConflictingContentLength
                or DefectKind.BodyShorterThanContentLength
                or DefectKind.OctetsAfterBody),
            message.Sip.Header("Content-Length")?.Span ?? message.Sip.Head,
            $"Content-Length of the {message.Title()} equal to the octets of its body",
            "write the number of octets between the empty line and the end of the message");
    }
}
