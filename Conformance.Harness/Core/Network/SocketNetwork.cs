using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Harness.Core.Network;

/// <summary>
/// UDP, TCP and TLS of the operating system, IPv4 and IPv6; bound to the IPv6 "any" address, both. What arrives is posted to
/// the event loop.
/// </summary>
public sealed class SocketNetwork(EventLoop loop) : INetwork
{
    /// <summary>
    /// Octets of datagrams that may wait for us; the system may allow less. Its usual 208 KiB overflow when 200 clients send at the
    /// same time, and what is lost then looks as if a client had not sent it.
    /// </summary>
    private const int WaitingDatagrams = 4 << 20;

    public IDatagramPort BindDatagram(IPEndPoint local, Action<IPEndPoint, ReadOnlyMemory<byte>> received)
    {
        var socket = Bound(local, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ReceiveBufferSize = WaitingDatagrams;
        }
        catch (SocketException)
        {
            // Some systems refuse so much instead of giving less; the usual room has to do.
        }

        var port = new SocketDatagramPort(loop, socket, received);
        port.Start();
        return port;
    }

    public IStreamListener Listen(IPEndPoint local, Action<IStreamConnection> accepted, X509Certificate2? certificate = null)
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

        var listener = new SocketListener(loop, socket, certificate, accepted);
        listener.Start();
        return listener;
    }

    public async Task<IStreamConnection> ConnectAsync(IPEndPoint remote, CancellationToken cancellation, X509Certificate2? authority = null)
    {
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(remote, cancellation);
            return new SocketConnection(loop, socket, authority is null ? null : await ShakeHandsAsync(socket, remote, authority, cancellation));
        }
        catch (Exception failure) when (failure is SocketException or AuthenticationException or IOException)
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

    private static async Task<SslStream> ShakeHandsAsync(Socket socket, IPEndPoint remote, X509Certificate2 authority, CancellationToken cancellation)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(authority);
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = remote.Address.ToString(), CertificateChainPolicy = trust }, cancellation);
        return tls;
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
