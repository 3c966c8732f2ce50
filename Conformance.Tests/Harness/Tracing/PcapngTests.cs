using System.Net;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Harness.Tracing;

internal sealed class PcapngTests
{
    private const int Fin = 0x01;
    private const int Syn = 0x02;
    private const int Rst = 0x04;
    private const int Ack = 0x10;

    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Test]
    public void Datagram_is_one_packet_between_its_ends()
    {
        var octets = SampleTrace.Sip("OPTIONS sip:im.example SIP/2.0");
        var packet = Capture(SampleTrace.Udp(7, Direction.FromClient, octets)).Single();

        Assert.Multiple(() =>
        {
            Assert.That((packet.Source, packet.Destination), Is.EqualTo((SampleTrace.Client, SampleTrace.Core)));
            Assert.That(packet.IsTcp, Is.False);
            Assert.That(packet.Payload, Is.EqualTo(octets));
            Assert.That(packet.At, Is.EqualTo(Start.AddMilliseconds(7)));
            Assert.That(packet.Comment, Is.EqualTo("trace event 7"));
        });
    }

    [Test]
    public void Everything_recorded_has_right_checksums()
    {
        var packets = Capture([.. SampleTrace.Whole.Events]);

        Assert.That(packets.Where(it => !it.HasRightChecksums), Is.Empty);
        Assert.That(packets.Select(it => it.Source.AddressFamily).Distinct().Count(), Is.EqualTo(2));
    }

    // Payloads of every small length, so that odd ones and a sum of zero occur.
    [Test]
    public void Checksum_is_right_for_any_payload()
    {
        var messages = Enumerable.Range(0, 300).SelectMany(it => (TraceEvent[])
        [
            SampleTrace.Udp(1, Direction.ToClient, new byte[it]),
            SampleTrace.Udp(1, Direction.FromClient, Enumerable.Repeat((byte)it, it).ToArray()),
            SampleTrace.SipOverTcp(1, 5, Direction.ToClient, Enumerable.Repeat((byte)(255 - it), it).ToArray()),
        ]);

        Assert.That(Capture([.. messages]).Where(it => !it.HasRightChecksums), Is.Empty);
    }

    [Test]
    public void Connection_is_opened_used_and_closed()
    {
        var packets = Capture(
            SampleTrace.Connection(1, ConnectionChange.Opened),
            SampleTrace.Msrp(2, Direction.FromClient, "abc"u8.ToArray()),
            SampleTrace.Msrp(3, Direction.ToClient, "de"u8.ToArray()),
            SampleTrace.Connection(4, ConnectionChange.Closed));

        Assert.That(
            packets.Select(it => (it.Flags & (Fin | Syn | Rst | Ack), it.Payload.Length, IsFromClient(it))),
            Is.EqualTo(((int, int, bool)[])
            [
                (Syn, 0, true), (Syn | Ack, 0, false), (Ack, 0, true),
                (Ack, 3, true), (Ack, 0, false),
                (Ack, 2, false), (Ack, 0, true),
                (Fin | Ack, 0, true), (Fin | Ack, 0, false), (Ack, 0, true),
            ]));
        AssertNumbersFollow(packets);
    }

    [TestCase(ConnectionChange.Refused, new[] { Syn, Rst | Ack })]
    [TestCase(ConnectionChange.Reset, new[] { Syn, Syn | Ack, Ack, Rst | Ack })]
    [TestCase(ConnectionChange.Closed, new[] { Syn, Syn | Ack, Ack, Fin | Ack, Fin | Ack, Ack })]
    public void End_without_recorded_beginning_has_its_handshake(ConnectionChange change, int[] flags)
    {
        var packets = Capture(SampleTrace.Connection(1, change));

        Assert.That(packets.Select(it => it.Flags), Is.EqualTo(flags));
        AssertNumbersFollow(packets);
    }

    [Test]
    public void Connection_that_was_not_recorded_is_opened_by_whoever_speaks_first()
    {
        var packets = Capture(
            SampleTrace.SipOverTcp(1, 4, Direction.ToClient, "abc"u8.ToArray()),
            SampleTrace.SipOverTcp(2, 4, Direction.FromClient, "de"u8.ToArray()));

        Assert.Multiple(() =>
        {
            Assert.That(packets.Count(it => (it.Flags & Syn) != 0), Is.EqualTo(2));
            Assert.That(packets[0].Source, Is.EqualTo(SampleTrace.Core));
            Assert.That(packets.Select(it => it.Comment).Distinct(), Is.EqualTo((string[])["trace event 1", "trace event 2"]));
        });
        AssertNumbersFollow(packets);
    }

    [Test]
    public void Long_message_is_cut_into_segments_that_give_it_again()
    {
        var octets = Enumerable.Range(0, 200_001).Select(it => (byte)(it % 251)).ToArray();

        var packets = Capture(SampleTrace.SipOverTcp(1, 4, Direction.FromClient, octets));

        Assert.Multiple(() =>
        {
            Assert.That(packets.SelectMany(it => it.Payload), Is.EqualTo(octets));
            Assert.That(packets.Max(it => it.Payload.Length), Is.EqualTo(1460));
        });
        AssertNumbersFollow(packets);
    }

    [Test]
    public void Largest_datagram_stays_whole()
    {
        var octets = new byte[65_507];

        Assert.That(Capture(SampleTrace.Udp(1, Direction.FromClient, octets)).Single().Payload, Is.EqualTo(octets));
    }

    [Test]
    public void Ends_of_two_address_families_share_one()
    {
        var message = SampleTrace.Udp(1, Direction.FromClient, "x"u8.ToArray());

        var mapped = Capture(message with { Client = IPEndPoint.Parse("[::ffff:192.0.2.10]:5070") }).Single();
        var mixed = Capture(message with { Client = SampleTrace.ClientMsrp }).Single();

        Assert.Multiple(() =>
        {
            Assert.That(mapped.Source, Is.EqualTo(SampleTrace.Client));
            Assert.That(mixed.Source, Is.EqualTo(SampleTrace.ClientMsrp));
            Assert.That(mixed.Destination.Address, Is.EqualTo(SampleTrace.Core.Address.MapToIPv6()));
        });
    }

    [Test]
    public void Actions_and_reports_have_no_packets() =>
        Assert.That(Capture(new UserAction(1, default, new Register()), new ClientReport(2, default, new Done(1))), Is.Empty);

    private static bool IsFromClient(CapturedPacket packet) =>
        packet.Source.Equals(SampleTrace.ClientMsrp) || packet.Source.Equals(SampleTrace.Client);

    /// <summary>Each side's numbers go on where its last packet ended, and acknowledge all that the other has sent.</summary>
    private static void AssertNumbersFollow(List<CapturedPacket> packets)
    {
        var next = new Dictionary<IPEndPoint, uint>();
        foreach (var packet in packets)
        {
            if (next.TryGetValue(packet.Source, out var sequence))
            {
                Assert.That(packet.Sequence, Is.EqualTo(sequence));
            }

            if ((packet.Flags & Ack) != 0)
            {
                Assert.That(packet.Acknowledgement, Is.EqualTo(next[packet.Destination]));
            }

            next[packet.Source] = packet.Sequence + (uint)packet.Payload.Length + ((packet.Flags & (Syn | Fin)) != 0 ? 1u : 0u);
        }
    }

    private static List<CapturedPacket> Capture(params TraceEvent[] events)
    {
        using var stream = new MemoryStream();
        Pcapng.Write(stream, SampleTrace.Of("scenario", events), Start);
        return CaptureReader.Read(stream.ToArray());
    }
}
