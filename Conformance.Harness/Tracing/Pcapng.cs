using System.Net;
using Conformance.Harness.Wire;

namespace Conformance.Harness.Tracing;

/// <summary>
/// Shows a trace as a capture (pcapng) that Wireshark opens. The trace has messages and connections, not packets: IP, UDP and
/// TCP headers are made up around the recorded octets, and each packet's comment names the trace event it stands for.
/// What went over TLS is shown as it was recorded, without its encryption.
/// </summary>
public static class Pcapng
{
    /// <param name="stream">Where the file is written; stays open.</param>
    /// <param name="trace">The trace; user actions and reports have no packets.</param>
    /// <param name="start">The instant of the scenario's beginning.</param>
    public static void Write(Stream stream, Trace trace, DateTimeOffset start)
    {
        using var blocks = new PcapngBlocks(stream, $"scenario {trace.Scenario}");
        var connections = new Connections();
        foreach (var happened in trace.Events)
        {
            foreach (var packet in connections.Packets(happened))
            {
                blocks.Packet(start + happened.At, packet, $"trace event {happened.Number}");
            }
        }
    }

    /// <summary>The open TCP connections by their ids.</summary>
    private sealed class Connections
    {
        private readonly Dictionary<int, TcpConversation> _open = [];
        private uint _begun;

        public IEnumerable<byte[]> Packets(TraceEvent happened) => happened switch
        {
            WireMessage { Transport: Transport.Udp } message => [Datagram(message)],
            WireMessage message => Message(message),
            Connection connection => Change(connection),
            _ => [],
        };

        /// <summary>
        /// Octets beyond what a datagram can hold, which no socket could have sent, are left out.
        /// </summary>
        private static byte[] Datagram(WireMessage message)
        {
            var (client, core) = SameFamily(message.Client, message.Core);
            var payload = message.Octets.Span[..Math.Min(message.Octets.Length, IpPacket.LargestDatagram)];
            return message.IsFromClient ? IpPacket.Datagram(client, core, payload) : IpPacket.Datagram(core, client, payload);
        }

        /// <summary>A connection whose opening was not recorded is opened by whoever speaks first.</summary>
        private IEnumerable<byte[]> Message(WireMessage message)
        {
            var handshake = Begin(message.ConnectionId, message.Client, message.Core, message.Direction);
            return handshake.Concat(_open[message.ConnectionId].Data(message.Direction, message.Octets));
        }

        private IEnumerable<byte[]> Change(Connection connection)
        {
            if (connection.Change == ConnectionChange.Refused)
            {
                return New(connection.Client, connection.Core).Refuse(connection.Initiator);
            }

            var handshake = Begin(connection.ConnectionId, connection.Client, connection.Core, connection.Initiator);
            if (connection.Change == ConnectionChange.Opened)
            {
                return handshake;
            }

            _open.Remove(connection.ConnectionId, out var conversation);
            return handshake.Concat(connection.Change == ConnectionChange.Closed
                ? conversation!.Close(connection.Initiator)
                : conversation!.Reset(connection.Initiator));
        }

        /// <summary>The handshake of a connection that is not open yet; nothing for one that is.</summary>
        private IEnumerable<byte[]> Begin(int id, IPEndPoint client, IPEndPoint core, Direction initiator)
        {
            if (_open.ContainsKey(id))
            {
                return [];
            }

            var conversation = New(client, core);
            _open.Add(id, conversation);
            return conversation.Open(initiator);
        }

        private TcpConversation New(IPEndPoint client, IPEndPoint core)
        {
            var ends = SameFamily(client, core);
            return new TcpConversation(ends.Client, ends.Core, ++_begun << 16);
        }

        /// <summary>One packet has one IP version: an IPv4 address that stands in IPv6 form is taken out of it, or put into it.</summary>
        private static (IPEndPoint Client, IPEndPoint Core) SameFamily(IPEndPoint client, IPEndPoint core)
        {
            var (one, other) = (Plain(client.Address), Plain(core.Address));
            return one.AddressFamily == other.AddressFamily
                ? (new IPEndPoint(one, client.Port), new IPEndPoint(other, core.Port))
                : (new IPEndPoint(one.MapToIPv6(), client.Port), new IPEndPoint(other.MapToIPv6(), core.Port));
        }

        private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
