using System.Text;

namespace Conformance.Harness.Tracing;

/// <summary>Writes the blocks of a pcapng file (draft-ietf-opsawg-pcapng): one section, one interface of raw IP packets.</summary>
internal sealed class PcapngBlocks : IDisposable
{
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const ushort LinkTypeRaw = 101;
    private const ushort OptionEnd = 0;
    private const ushort OptionComment = 1;
    private const ushort OptionUserApplication = 4;

    private readonly BinaryWriter _writer;

    public PcapngBlocks(Stream stream, string comment)
    {
        _writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        WriteBlock(SectionHeader, body =>
        {
            body.Write(ByteOrderMagic);
            body.Write((ushort)1);
            body.Write((ushort)0);
            body.Write(-1L); // section length: not given
            WriteOption(body, OptionComment, comment);
            WriteOption(body, OptionUserApplication, "sip-im-conformance");
            WriteOption(body, OptionEnd, "");
        });

        // Without the option if_tsresol, time stamps count microseconds.
        WriteBlock(InterfaceDescription, body =>
        {
            body.Write(LinkTypeRaw);
            body.Write((ushort)0);
            body.Write(0); // snapshot length: no limit
        });
    }

    public void Packet(DateTimeOffset at, ReadOnlyMemory<byte> packet, string comment) => WriteBlock(EnhancedPacket, body =>
    {
        var microseconds = (ulong)((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        body.Write(0); // interface
        body.Write((uint)(microseconds >> 32));
        body.Write((uint)microseconds);
        body.Write(packet.Length);
        body.Write(packet.Length);
        body.Write(packet.Span);
        Pad(body);
        WriteOption(body, OptionComment, comment);
        WriteOption(body, OptionEnd, "");
    });

    public void Dispose() => _writer.Dispose();

    private void WriteBlock(uint type, Action<BinaryWriter> write)
    {
        using var body = new MemoryStream();
        using var writer = new BinaryWriter(body);
        write(writer);

        var length = (uint)body.Length + 12;
        _writer.Write(type);
        _writer.Write(length);
        _writer.Write(body.GetBuffer().AsSpan(0, (int)body.Length));
        _writer.Write(length);
    }

    private static void WriteOption(BinaryWriter body, ushort code, string value)
    {
        var octets = Encoding.UTF8.GetBytes(value);
        body.Write(code);
        body.Write((ushort)octets.Length);
        body.Write(octets);
        Pad(body);
    }

    /// <summary>Every field of variable length ends on a boundary of 32 bits.</summary>
    private static void Pad(BinaryWriter body)
    {
        while (body.BaseStream.Position % 4 != 0)
        {
            body.Write((byte)0);
        }
    }
}
