using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;

namespace Conformance.Tests.Mutants;

/// <summary>The same messages otherwise carried.</summary>
internal static class LegalTransports
{
    public static readonly IReadOnlyList<LegalVariant> Variants =
    [
        new("everything-over-tcp", "RFC 3261 section 18.1.1", () => Tamper.None) { Transport = "tcp" },
        new("double-crlf-before-each-message", "RFC 5626 section 3.5.1", () => KeepAlive("\r\n\r\n")),
        new("double-crlf-before-each-message-over-tcp", "RFC 5626 section 3.5.1", () => KeepAlive("\r\n\r\n")) { Transport = "tcp" },
        new("one-crlf-before-each-message-over-tcp", "RFC 3261 section 7.5", () => KeepAlive("\r\n")) { Transport = "tcp" },
        new("empty-datagrams", "RFC 5626 section 3.5", () => KeepAlive("")),
        new("sends-each-request-in-two-copies", "RFC 3261 section 17.1.2.2", Mutant.SendsSip("", it => it.IsRequest && it.Method is not "ACK", Twice).Create),
        new("sends-each-ack-in-two-copies", "RFC 3261 section 13.2.2.4", Mutant.SendsSip("", it => it.Method == "ACK", Twice).Create),
    ];

    /// <summary>A datagram may be repeated; over a stream nothing is.</summary>
    private static IEnumerable<Outgoing> Twice(Outgoing message) => message.Transport == Transport.Udp ? [message, message] : [message];

    private static Tamper KeepAlive(string octets) => new()
    {
        Send = it => it.Protocol == WireProtocol.Sip ? [it with { Octets = System.Text.Encoding.ASCII.GetBytes(octets) }, it] : [it],
    };
}
