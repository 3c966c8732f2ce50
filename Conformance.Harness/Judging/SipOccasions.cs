using System.Buffers.Binary;
using System.Text;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Judging;

/// <summary>
/// What the client sent over SIP, as occasions of rules on the form of messages. A retransmission repeats its first
/// copy octet by octet and is judged once with it; what keeps a flow alive (CRLF, RFC 5626 section 3.5.1, or STUN)
/// is no SIP message.
/// </summary>
public static class SipOccasions
{
    private const int StunHeader = 20;

    private static readonly Remembered<Trace, IReadOnlyList<WireMessage>> Messages = new(trace =>
        [.. trace.SipFromClient().Where(it => !IsKeepAlive(it)).DistinctBy(OctetsOf)]);

    private static readonly Remembered<Trace, IReadOnlyList<WireMessage>> Requests = new(trace =>
        [.. trace.ClientSip().Where(it => !StartLineOf(it).StartsWith("SIP/", StringComparison.OrdinalIgnoreCase))]);

    /// <summary>Requests and responses.</summary>
    public static IEnumerable<WireMessage> ClientSip(this Trace trace) => Messages.Of(trace);

    /// <summary>What the client sent that is no response, a broken start line included.</summary>
    public static IEnumerable<WireMessage> ClientRequests(this Trace trace) => Requests.Of(trace);

    public static IEnumerable<WireMessage> ClientRequests(this Trace trace, string method) =>
        trace.ClientRequests().Where(it => it.Sip.Method == method);

    /// <summary>
    /// Requests outside a dialog: REGISTER, and what was sent before the peer named a tag of its own under this Call-ID.
    /// ACK and CANCEL belong to their INVITE.
    /// </summary>
    public static IEnumerable<WireMessage> ClientRequestsOutsideDialogs(this Trace trace) => trace.ClientRequests()
        .Where(it => it.Sip.Method is not ("ACK" or "CANCEL") && (it.Sip.Method == "REGISTER" || !trace.IsInDialog(it)));

    /// <summary>INVITEs outside a dialog, each attempt of the user and each retry of it.</summary>
    public static IEnumerable<WireMessage> ClientInvites(this Trace trace) =>
        trace.ClientRequestsOutsideDialogs().Where(it => it.Sip.Method == "INVITE");

    /// <summary>The octets as a key: equal for copies.</summary>
    public static string OctetsOf(WireMessage message) => Encoding.Latin1.GetString(message.Octets.Span);

    public static string StartLineOf(WireMessage message) => message.Sip.StartLine.Text(message.Octets);

    public static Evidence StartLine(this WireMessage message) => message.At(message.Sip.StartLine, "start line");

    /// <summary>The first field of that name, or the head that was searched for it.</summary>
    public static Evidence Field(this WireMessage message, string name) => message.Sip.Header(name) is { } header
        ? message.At(header.Span, name)
        : message.At(message.Sip.Head, $"searched for {name}");

    /// <summary>The top Via; null when there is none that can be read.</summary>
    public static Via? TopVia(this WireMessage message) => message.Sip.Vias.Count > 0 ? message.Sip.Vias[0].Value : null;

    private static bool IsKeepAlive(WireMessage message)
    {
        var octets = message.Octets.Span;
        return IsStun(octets) || octets.IndexOfAnyExcept("\r\n\0"u8) < 0;
    }

    /// <summary>The header of RFC 5389 section 6: two zero bits, a type, and the length of what follows the 20 octets.</summary>
    private static bool IsStun(ReadOnlySpan<byte> octets) => octets.Length >= StunHeader
        && octets[0] < 0x40
        && BinaryPrimitives.ReadUInt16BigEndian(octets[2..]) == octets.Length - StunHeader;
}
