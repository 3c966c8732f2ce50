using System.Net;
using System.Net.Sockets;

namespace Conformance.Harness.Core.Network;

/// <summary>A UDP socket whose datagrams are posted to the event loop.</summary>
internal sealed class SocketDatagramPort(EventLoop loop, Socket socket, Action<IPEndPoint, ReadOnlyMemory<byte>> received) : IDatagramPort
{
    private const int LargestDatagram = 65535;
    private volatile bool _disposed;

    public IPEndPoint Local { get; } = SocketNetwork.Plain(socket.LocalEndPoint);

    /// <exception cref="IOException">The system takes no datagram of this size, or has no route.</exception>
    public void Send(IPEndPoint remote, ReadOnlyMemory<byte> octets)
    {
        if (_disposed)
        {
            return;
        }

        var target = socket.AddressFamily == remote.AddressFamily ? remote : new IPEndPoint(remote.Address.MapToIPv6(), remote.Port);
        try
        {
            socket.SendTo(octets.Span, SocketFlags.None, target);
        }
        catch (SocketException failure) when (IsEchoOfAnEarlierSend(failure))
        {
            socket.SendTo(octets.Span, SocketFlags.None, target);
        }
        catch (SocketException failure)
        {
            throw new IOException($"no datagram to {remote}: {failure.Message}", failure);
        }
    }

    public async void Start()
    {
        var buffer = new byte[LargestDatagram];
        var anyone = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!_disposed)
        {
            try
            {
                var datagram = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anyone).ConfigureAwait(false);
                var octets = buffer.AsSpan(0, datagram.ReceivedBytes).ToArray();
                loop.Post(() => Deliver(SocketNetwork.Plain(datagram.RemoteEndPoint), octets));
            }
            catch (SocketException failure) when (_disposed || IsEchoOfAnEarlierSend(failure))
            {
                // Closed, or an ICMP answer to a datagram sent before: the port itself is well.
            }
            catch (SocketException failure)
            {
                loop.Post(() => throw new IOException($"the port {Local} failed: {failure.Message}", failure));
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _disposed = true;
        socket.Dispose();
    }

    /// <summary>"Nobody listens there" comes back on the next call, whichever that is.</summary>
    private static bool IsEchoOfAnEarlierSend(SocketException failure) => failure.SocketErrorCode
        is SocketError.ConnectionReset or SocketError.ConnectionRefused or SocketError.NetworkReset
        or SocketError.HostUnreachable or SocketError.NetworkUnreachable;

    private void Deliver(IPEndPoint remote, byte[] octets)
    {
        if (!_disposed)
        {
            received(remote, octets);
        }
    }
}
