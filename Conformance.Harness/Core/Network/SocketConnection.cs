using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Conformance.Harness.Core.Network;

/// <summary>
/// A TCP connection, or TLS over one. Sends are queued and never block. Closing in order sends what is queued, then FIN, and goes on
/// reading (and discarding) for a while: a socket closed with unread octets would send a reset, which can destroy what the
/// other side has not read yet.
/// </summary>
internal sealed class SocketConnection : IStreamConnection
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);
    private readonly EventLoop _loop;
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly CancellationTokenSource _reading = new();
    private Action<ReadOnlyMemory<byte>> _received = _ => { };
    private Action<CloseReason> _closed = _ => { };
    private Task _sending = Task.CompletedTask;
    private TaskCompletionSource? _delivered;
    private bool _started;
    private volatile bool _ended;

    /// <param name="loop">Where what arrives is posted.</param>
    /// <param name="socket">The connected socket.</param>
    /// <param name="tls">TLS over it, shaken hands; null for none.</param>
    public SocketConnection(EventLoop loop, Socket socket, SslStream? tls = null)
    {
        _loop = loop;
        _socket = socket;
        _stream = tls ?? (Stream)new NetworkStream(socket, ownsSocket: false);
        IsSecure = tls is not null;
        _socket.NoDelay = true;
        Local = SocketNetwork.Plain(socket.LocalEndPoint);
        Remote = SocketNetwork.Plain(socket.RemoteEndPoint);
    }

    public IPEndPoint Local { get; }

    public IPEndPoint Remote { get; }

    public bool IsSecure { get; }

    public void Start(Action<ReadOnlyMemory<byte>> received, Action<CloseReason> closed)
    {
        _received = received;
        _closed = closed;
        Read();
    }

    public void Send(ReadOnlyMemory<byte> octets)
    {
        if (!_ended)
        {
            _sending = SendAfterAsync(_sending, octets);
        }
    }

    public void Close()
    {
        if (!_ended)
        {
            End(CloseReason.Here);
            _reading.CancelAfter(Linger);
            _sending = FinishAfterAsync(_sending);
            Read();
        }
    }

    public void Abort()
    {
        if (!_ended)
        {
            End(CloseReason.Here);
            try
            {
                _socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // It is gone already.
            }

            _socket.Dispose();
        }
    }

    public void Dispose() => Close();

    private async Task SendAfterAsync(Task previous, ReadOnlyMemory<byte> octets)
    {
        await previous.ConfigureAwait(false);
        try
        {
            await _stream.WriteAsync(octets).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Reading finds out how the connection ended.
        }
    }

    private async Task FinishAfterAsync(Task previous)
    {
        await previous.ConfigureAwait(false);
        try
        {
            if (_stream is SslStream tls)
            {
                await tls.ShutdownAsync().ConfigureAwait(false);
            }

            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It is gone already.
        }
    }

    private async void Read()
    {
        if (_started)
        {
            return;
        }

        _started = true;
        var reason = await ReadToEndAsync().ConfigureAwait(false);
        if (_ended)
        {
            _socket.Dispose();
        }
        else
        {
            _loop.Post(() => EndByPeer(reason));
        }
    }

    /// <summary>What arrived before the end may have been answered in the meantime; that still goes out.</summary>
    private async void EndByPeer(CloseReason reason)
    {
        End(reason);
        await _sending.ConfigureAwait(false);
        _socket.Dispose();
    }

    private async Task<CloseReason> ReadToEndAsync()
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await _stream.ReadAsync(buffer, _reading.Token).ConfigureAwait(false) is > 0 and var count)
            {
                var octets = buffer.AsSpan(0, count).ToArray();
                var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Interlocked.Exchange(ref _delivered, delivered);
                _loop.Post(() =>
                {
                    Deliver(octets);
                    delivered.TrySetResult();
                });
                // Whoever sends faster than it is read waits, as TCP has it; what is read would fill the memory. Nothing is delivered any more once it has ended.
                if (!_ended)
                {
                    await delivered.Task.ConfigureAwait(false);
                }
            }

            return CloseReason.ByPeer;
        }
        catch (Exception failure) when (_ended || failure is OperationCanceledException or ObjectDisposedException)
        {
            return CloseReason.Here;
        }
        catch (IOException)
        {
            return CloseReason.Reset;
        }
    }

    private void Deliver(byte[] octets)
    {
        if (!_ended)
        {
            _received(octets);
        }
    }

    private void End(CloseReason reason)
    {
        if (!_ended)
        {
            _ended = true;
            Interlocked.MemoryBarrier();
            _delivered?.TrySetResult();
            var closed = _closed;
            _loop.Post(() => closed(reason));
        }
    }
}
