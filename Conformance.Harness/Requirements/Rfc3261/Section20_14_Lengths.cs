using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 20.14: Content-Length of a message without a body.</summary>
public static class Section2014Lengths
{
    /// <summary>On a stream the octets behind it would be taken for the body, so that only a datagram shows it.</summary>
    public static readonly Requirement NoneIsZero = Shall(
        id: "RFC3261-20.14-1",
        quote: "Where a message has no body, its Content-Length, if it has one, is 0.",
        when: trace => trace.ClientSip().Where(it => it.Transport == Transport.Udp && it.Sip.Body.IsEmpty && it.Sip.Header("Content-Length") is not null),
        then: message => Finding.That(
            message.Sip.Number("Content-Length") == 0,
            $"Content-Length: 0 in a {message.Title()} without a body",
            $"Content-Length: {message.Sip.Header("Content-Length")!.Value}",
            "write Content-Length: 0",
            message.Field("Content-Length")),
        mutants: [Mutant.SendsSip("gives-an-empty-body-a-length", it => it.Method == "ACK", it =>
            [it.Transport == Transport.Udp ? it with { Octets = it.Sip.With("Content-Length", "5").Octets } : it])],
        conditional: true);
}
