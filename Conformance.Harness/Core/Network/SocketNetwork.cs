using System.Net;
using System.Net.Sockets;

namespace Conformance.Harness.Core.Network;

/// <summary>
/// UDP and TCP of the operating system, IPv4 and IPv6; bound to the IPv6 "any" address, both. What arrives is posted to
/// the event loop.
/// </summary>
public sealed class SocketNetwork(EventLoop loop) : INetwork
{
    public IDatagramPort BindDatagram(IPEndPoint local, Action<IPEndPoint, ReadOnlyMemory<byte>> received)
    {
        var port = new SocketDatagramPort(loop, Bound(local, SocketType.Dgram, ProtocolType.Udp), received);
        port.Start();
        return port;
    }

    public IStreamListener Listen(IPEndPoint local, Action<IStreamConnection> accepted)
    {
        var socket = Bound(local, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Listen();
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw new AddressInUseException(local);
        }

        var listener = new SocketListener(loop, socket, accepted);
        listener.Start();
        return listener;
    }

    public async Task<IStreamConnection> ConnectAsync(IPEndPoint remote, CancellationToken cancellation)
    {
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(remote, cancellation);
            return new SocketConnection(loop, socket);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new IOException($"no connection to {remote}: {failure.Message}", failure);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>An IPv4 address that came in over a socket of both families, as IPv4.</summary>
    internal static IPEndPoint Plain(EndPoint? address) => address is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
        ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port)
        : (IPEndPoint)address!;

    private static Socket Bound(IPEndPoint local, SocketType type, ProtocolType protocol)
    {
        var socket = new Socket(local.AddressFamily, type, protocol);
        try
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = local.Address.Equals(IPAddress.IPv6Any);
            }

            socket.Bind(local);
            return socket;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw failure.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? new AddressInUseException(local)
                : new AddressUnavailableException(local, $"cannot be bound: {failure.Message}");
        }
    }
}
