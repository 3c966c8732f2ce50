using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Conformance.Harness.Tracing;

/// <summary>Builds IPv4 (RFC 791) and IPv6 (RFC 8200) packets around UDP (RFC 768) and TCP (RFC 9293), with right checksums.</summary>
internal static class IpPacket
{
    private const byte Tcp = 6;
    private const byte Udp = 17;
    private const int Ipv4Header = 20;
    private const int Ipv6Header = 40;
    private const int UdpHeader = 8;
    private const int TcpHeader = 20;

    /// <summary>What one UDP datagram can hold over either IP version.</summary>
    public const int LargestDatagram = ushort.MaxValue - Ipv4Header - UdpHeader;

    public static byte[] Datagram(IPEndPoint source, IPEndPoint destination, ReadOnlySpan<byte> payload)
    {
        var segment = new byte[UdpHeader + payload.Length];
        WritePorts(segment, source, destination);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(4), (ushort)segment.Length);
        payload.CopyTo(segment.AsSpan(UdpHeader));

        // Zero would say that there is no checksum (RFC 768).
        var checksum = TransportChecksum(source.Address, destination.Address, Udp, segment);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(6), checksum == 0 ? ushort.MaxValue : checksum);
        return Wrap(source.Address, destination.Address, Udp, segment);
    }

    public static byte[] Segment(IPEndPoint source, IPEndPoint destination, uint sequence, uint acknowledgement, TcpFlags flags, ReadOnlySpan<byte> payload)
    {
        var segment = new byte[TcpHeader + payload.Length];
        WritePorts(segment, source, destination);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(8), acknowledgement);
        segment[12] = TcpHeader / 4 << 4;
        segment[13] = (byte)flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(14), ushort.MaxValue);
        payload.CopyTo(segment.AsSpan(TcpHeader));
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(16), TransportChecksum(source.Address, destination.Address, Tcp, segment));
        return Wrap(source.Address, destination.Address, Tcp, segment);
    }

    private static void WritePorts(Span<byte> segment, IPEndPoint source, IPEndPoint destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(segment, (ushort)source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(segment[2..], (ushort)destination.Port);
    }

    private static byte[] Wrap(IPAddress source, IPAddress destination, byte protocol, ReadOnlySpan<byte> segment) =>
        source.AddressFamily == AddressFamily.InterNetwork
            ? WrapIpv4(source, destination, protocol, segment)
            : WrapIpv6(source, destination, protocol, segment);

    private static byte[] WrapIpv4(IPAddress source, IPAddress destination, byte protocol, ReadOnlySpan<byte> segment)
    {
        var packet = new byte[Ipv4Header + segment.Length];
        packet[0] = 4 << 4 | Ipv4Header / 4;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[6] = 0x40; // don't fragment: the identification may then be zero (RFC 6864)
        packet[8] = 64;
        packet[9] = protocol;
        source.TryWriteBytes(packet.AsSpan(12), out _);
        destination.TryWriteBytes(packet.AsSpan(16), out _);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Checksum(Sum(packet.AsSpan(0, Ipv4Header), 0)));
        segment.CopyTo(packet.AsSpan(Ipv4Header));
        return packet;
    }

    private static byte[] WrapIpv6(IPAddress source, IPAddress destination, byte protocol, ReadOnlySpan<byte> segment)
    {
        var packet = new byte[Ipv6Header + segment.Length];
        packet[0] = 6 << 4;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)segment.Length);
        packet[6] = protocol;
        packet[7] = 64;
        source.TryWriteBytes(packet.AsSpan(8), out _);
        destination.TryWriteBytes(packet.AsSpan(24), out _);
        segment.CopyTo(packet.AsSpan(Ipv6Header));
        return packet;
    }

    /// <summary>Over the pseudo-header and the segment, whose checksum field is zero.</summary>
    private static ushort TransportChecksum(IPAddress source, IPAddress destination, byte protocol, ReadOnlySpan<byte> segment)
    {
        var sum = Sum(source.GetAddressBytes(), Sum(destination.GetAddressBytes(), (uint)(protocol + segment.Length)));
        return Checksum(Sum(segment, sum));
    }

    /// <summary>RFC 1071. A packet has at most 65,535 octets, so 32 bits cannot overflow.</summary>
    private static uint Sum(ReadOnlySpan<byte> octets, uint sum)
    {
        for (; octets.Length > 1; octets = octets[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
        }

        return octets.IsEmpty ? sum : sum + ((uint)octets[0] << 8);
    }

    private static ushort Checksum(uint sum)
    {
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~(sum + (sum >> 16));
    }
}

[Flags]
internal enum TcpFlags : byte
{
    None = 0,
    Fin = 0x01,
    Syn = 0x02,
    Rst = 0x04,
    Psh = 0x08,
    Ack = 0x10,
}
