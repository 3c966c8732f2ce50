using System.Net;

namespace Conformance.Harness.Tracing;

/// <summary>
/// The segments of one TCP connection as they would have been on the wire: sequence and acknowledgement numbers are
/// those of the recorded octets, on initial numbers that differ from connection to connection.
/// </summary>
internal sealed class TcpConversation(IPEndPoint client, IPEndPoint core, uint initial)
{
    /// <summary>An Ethernet's maximum segment size over IPv4.</summary>
    private const int SegmentSize = 1460;

    /// <summary>So many segments stay below the advertised window of 65,535 octets.</summary>
    private const int SegmentsBeforeAcknowledgement = 40;

    private uint _clientNext = initial;
    private uint _coreNext = initial + 0x4000_0000;

    public IEnumerable<byte[]> Open(Direction initiator)
    {
        yield return Send(initiator, TcpFlags.Syn);
        yield return Send(Opposite(initiator), TcpFlags.Syn | TcpFlags.Ack);
        yield return Send(initiator, TcpFlags.Ack);
    }

    public IEnumerable<byte[]> Refuse(Direction initiator)
    {
        yield return Send(initiator, TcpFlags.Syn);
        yield return Send(Opposite(initiator), TcpFlags.Rst | TcpFlags.Ack);
    }

    public IEnumerable<byte[]> Data(Direction direction, ReadOnlyMemory<byte> octets)
    {
        for (var count = 1; !octets.IsEmpty; count++)
        {
            var part = octets[..Math.Min(SegmentSize, octets.Length)];
            octets = octets[part.Length..];
            yield return Send(direction, octets.IsEmpty ? TcpFlags.Psh | TcpFlags.Ack : TcpFlags.Ack, part.Span);
            if (octets.IsEmpty || count % SegmentsBeforeAcknowledgement == 0)
            {
                yield return Send(Opposite(direction), TcpFlags.Ack);
            }
        }
    }

    public IEnumerable<byte[]> Close(Direction initiator)
    {
        yield return Send(initiator, TcpFlags.Fin | TcpFlags.Ack);
        yield return Send(Opposite(initiator), TcpFlags.Fin | TcpFlags.Ack);
        yield return Send(initiator, TcpFlags.Ack);
    }

    public IEnumerable<byte[]> Reset(Direction initiator)
    {
        yield return Send(initiator, TcpFlags.Rst | TcpFlags.Ack);
    }

    private static Direction Opposite(Direction direction) =>
        direction == Direction.FromClient ? Direction.ToClient : Direction.FromClient;

    private byte[] Send(Direction direction, TcpFlags flags, ReadOnlySpan<byte> payload = default)
    {
        var isFromClient = direction == Direction.FromClient;
        var (own, peer) = isFromClient ? (_clientNext, _coreNext) : (_coreNext, _clientNext);
        var packet = IpPacket.Segment(
            isFromClient ? client : core,
            isFromClient ? core : client,
            own,
            flags.HasFlag(TcpFlags.Ack) ? peer : 0,
            flags,
            payload);

        // SYN and FIN count as an octet each (RFC 9293 section 3.4).
        var consumed = (uint)payload.Length + ((flags & (TcpFlags.Syn | TcpFlags.Fin)) != 0 ? 1u : 0u);
        _clientNext += isFromClient ? consumed : 0;
        _coreNext += isFromClient ? 0 : consumed;
        return packet;
    }
}
