using System.Net;
using System.Net.Sockets;

namespace Conformance.Harness.Core.Network;

/// <summary>A listening TCP socket whose connections are posted to the event loop.</summary>
internal sealed class SocketListener(EventLoop loop, Socket socket, Action<IStreamConnection> accepted) : IStreamListener
{
    private volatile bool _disposed;

    public IPEndPoint Local { get; } = SocketNetwork.Plain(socket.LocalEndPoint);

    public async void Start()
    {
        while (!_disposed)
        {
            try
            {
                var connection = new SocketConnection(loop, await socket.AcceptAsync().ConfigureAwait(false));
                loop.Post(() => Deliver(connection));
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
