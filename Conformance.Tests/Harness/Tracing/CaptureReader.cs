using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Conformance.Tests.Harness.Tracing;

/// <summary>One packet of a capture, with the checksums that its octets ought to carry recomputed.</summary>
internal sealed record CapturedPacket(
    DateTimeOffset At,
    string Comment,
    bool IsTcp,
    IPEndPoint Source,
    IPEndPoint Destination,
    uint Sequence,
    uint Acknowledgement,
    int Flags,
    byte[] Payload,
    bool HasRightChecksums);

/// <summary>
/// Reads what the suite's captures consist of, independently of how they are written: every length is checked on the way.
/// </summary>
internal static class CaptureReader
{
    public static List<CapturedPacket> Read(byte[] file)
    {
        var packets = new List<CapturedPacket>();
        var types = new List<uint>();
        for (var rest = file.AsSpan(); !rest.IsEmpty;)
        {
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            Assert.That(length % 4, Is.Zero, "block length");
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(rest[(length - 4)..]), Is.EqualTo(length), "trailing block length");
            types.Add(BinaryPrimitives.ReadUInt32LittleEndian(rest));
            var body = rest[8..(length - 4)];
            switch (types[^1])
            {
                case 0x0A0D0D0A:
                    Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(body), Is.EqualTo(0x1A2B3C4Du), "byte order");
                    Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(body[4..]), Is.EqualTo(1u), "version 1.0");
                    break;
                case 1:
                    Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(body), Is.EqualTo(101), "LINKTYPE_RAW");
                    break;
                case 6:
                    packets.Add(ReadPacket(body));
                    break;
                default:
                    Assert.Fail($"block type {types[^1]}");
                    break;
            }

            rest = rest[length..];
        }

        Assert.That(types.Take(2), Is.EqualTo((uint[])[0x0A0D0D0A, 1]), "section header, then interface");
        return packets;
    }

    private static CapturedPacket ReadPacket(ReadOnlySpan<byte> body)
    {
        var ticks = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(body[4..]) << 32) + BinaryPrimitives.ReadUInt32LittleEndian(body[8..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(body[12..]);
        Assert.That(BinaryPrimitives.ReadInt32LittleEndian(body[16..]), Is.EqualTo(length), "original length");
        var options = body[(20 + (length + 3) / 4 * 4)..];
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(options), Is.EqualTo(1), "opt_comment");
        var comment = Encoding.UTF8.GetString(options.Slice(4, BinaryPrimitives.ReadUInt16LittleEndian(options[2..])));
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(options[^4..]), Is.Zero, "opt_endofopt");
        return ReadIp(body.Slice(20, length), DateTimeOffset.UnixEpoch.AddTicks((long)ticks * 10), comment);
    }

    private static CapturedPacket ReadIp(ReadOnlySpan<byte> packet, DateTimeOffset at, string comment)
    {
        var isIpv4 = packet[0] == 0x45;
        Assert.That(isIpv4 || packet[0] == 0x60, Is.True, "IP version");
        var (addresses, size, header) = isIpv4 ? (12, 4, 20) : (8, 16, 40);
        var stated = isIpv4 ? BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) : BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) + 40;
        Assert.That(stated, Is.EqualTo(packet.Length), "IP length");
        var protocol = packet[isIpv4 ? 9 : 6];
        var segment = packet[header..];
        var isTcp = protocol == 6;
        if (!isTcp)
        {
            Assert.That(protocol, Is.EqualTo(17), "protocol");
            Assert.That(BinaryPrimitives.ReadUInt16BigEndian(segment[4..]), Is.EqualTo(segment.Length), "UDP length");
        }

        // With its own checksum in it, a right sum is all ones (RFC 1071).
        byte[] pseudoHeader = [.. packet.Slice(addresses, 2 * size), 0, protocol, (byte)(segment.Length >> 8), (byte)segment.Length];
        var isRight = SumOf([.. pseudoHeader, .. segment]) == 0xFFFF && (!isIpv4 || SumOf(packet[..20]) == 0xFFFF);
        return new CapturedPacket(
            at,
            comment,
            isTcp,
            new IPEndPoint(new IPAddress(packet.Slice(addresses, size)), BinaryPrimitives.ReadUInt16BigEndian(segment)),
            new IPEndPoint(new IPAddress(packet.Slice(addresses + size, size)), BinaryPrimitives.ReadUInt16BigEndian(segment[2..])),
            isTcp ? BinaryPrimitives.ReadUInt32BigEndian(segment[4..]) : 0,
            isTcp ? BinaryPrimitives.ReadUInt32BigEndian(segment[8..]) : 0,
            isTcp ? segment[13] : 0,
            segment[(isTcp ? segment[12] / 16 * 4 : 8)..].ToArray(),
            isRight);
    }

    private static long SumOf(ReadOnlySpan<byte> octets)
    {
        var sum = 0L;
        for (var at = 0; at < octets.Length; at++)
        {
            sum += at % 2 == 0 ? octets[at] << 8 : octets[at];
        }

        while (sum > 0xFFFF)
        {
            sum = sum % 0x10000 + sum / 0x10000;
        }

        return sum;
    }
}
