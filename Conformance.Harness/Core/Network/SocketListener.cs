using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Harness.Core.Network;

/// <summary>A listening TCP socket whose connections are posted to the event loop; with a certificate, once TLS has shaken hands.</summary>
internal sealed class SocketListener(EventLoop loop, Socket socket, X509Certificate2? certificate, Action<IStreamConnection> accepted) : IStreamListener
{
    /// <summary>A client that opens a connection and shakes no hands is not waited for any longer.</summary>
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);

    private volatile bool _disposed;

    public IPEndPoint Local { get; } = SocketNetwork.Plain(socket.LocalEndPoint);

    public async void Start()
    {
        while (!_disposed)
        {
            try
            {
                var accepted = await socket.AcceptAsync().ConfigureAwait(false);
                if (certificate is null)
                {
                    Post(new SocketConnection(loop, accepted));
                }
                else
                {
                    ShakeHands(accepted, certificate);
                }
            }
            catch (SocketException failure) when (_disposed || failure.SocketErrorCode is SocketError.ConnectionReset or SocketError.NotConnected)
            {
                // Closed, or the caller was gone before it could be accepted.
            }
            catch (SocketException failure)
            {
                loop.Post(() => throw new IOException($"{Local} accepts no more connections: {failure.Message}", failure));
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

    private async void ShakeHands(Socket accepted, X509Certificate2 certificate)
    {
        var tls = new SslStream(new NetworkStream(accepted, ownsSocket: false));
        using var limit = new CancellationTokenSource(HandshakeLimit, loop.Time);
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, limit.Token).ConfigureAwait(false);
            Post(new SocketConnection(loop, accepted, tls));
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or SocketException or OperationCanceledException)
        {
            // Who cannot or does not want to speak TLS with this core has no connection.
            await tls.DisposeAsync().ConfigureAwait(false);
            accepted.Dispose();
        }
    }

    private void Post(SocketConnection connection) => loop.Post(() => Deliver(connection));

    private void Deliver(SocketConnection connection)
    {
        if (_disposed)
        {
            connection.Dispose();
        }
        else
        {
            accepted(connection);
        }
    }
}
