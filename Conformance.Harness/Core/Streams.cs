using System.Net;
using System.Security.Cryptography.X509Certificates;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;

namespace Conformance.Harness.Core;

/// <summary>Cuts the octets of one stream into messages; Pending is what no message has claimed.</summary>
internal sealed record Framing<TMessage>(
    Func<ReadOnlyMemory<byte>, IEnumerable<TMessage>> Feed,
    Func<ReadOnlyMemory<byte>> Pending);

/// <summary>The open stream connections of one port, accepted and made, by number.</summary>
internal sealed class Streams<TMessage>(
    INetwork network,
    ConnectionNumbers numbers,
    IPortUser<TMessage> user,
    Func<Framing<TMessage>> newFraming) : IDisposable
{
    private readonly Dictionary<int, IStreamConnection> _open = [];
    private readonly Dictionary<int, Action> _flushes = [];
    private readonly HashSet<int> _aborted = [];
    private readonly Dictionary<(IPEndPoint Remote, bool IsSecure), Task<int>> _connecting = [];
    private bool _disposed;

    public bool IsOpen(int id) => _open.ContainsKey(id);

    /// <summary>The number of an open connection to that address; null when there is none.</summary>
    public int? Towards(IPEndPoint remote, bool isSecure) =>
        _open.Where(it => it.Value.Remote.Equals(remote) && it.Value.IsSecure == isSecure).Select(it => (int?)it.Key).FirstOrDefault();

    public void Accept(IStreamConnection connection) => Add(connection, isOpenedHere: false);

    /// <summary>Opens a connection, over TLS where an authority is given; attempts to the same address at the same time are one.</summary>
    /// <exception cref="IOException">It was refused.</exception>
    public async Task<int> ConnectAsync(IPEndPoint remote, X509Certificate2? authority = null)
    {
        var key = (remote, authority is not null);
        if (_connecting.TryGetValue(key, out var attempt))
        {
            return await attempt;
        }

        try
        {
            return await (_connecting[key] = OpenAsync(remote, authority));
        }
        finally
        {
            _connecting.Remove(key);
        }
    }

    /// <summary>Sends, and gives the owner notice before; octets for a connection that is gone are dropped.</summary>
    public void Send(int id, ReadOnlyMemory<byte> octets)
    {
        if (_open.TryGetValue(id, out var connection))
        {
            user.OnSending(octets, new Hop(TransportOf(connection), connection.Remote, id), connection.Local);
            connection.Send(octets);
        }
    }

    /// <summary>Gives the owner, as fragments, what has come on open connections and is no whole message: nothing more will.</summary>
    public void Flush()
    {
        foreach (var flush in _flushes.Values)
        {
            flush();
        }

        _flushes.Clear();
    }

    public void Close(int id)
    {
        if (_open.Remove(id, out var connection))
        {
            connection.Close();
        }
    }

    public void Abort(int id)
    {
        if (_open.Remove(id, out var connection))
        {
            _aborted.Add(id);
            connection.Abort();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        foreach (var connection in _open.Values)
        {
            connection.Dispose();
        }

        _open.Clear();
    }

    private static Transport TransportOf(IStreamConnection connection) => connection.IsSecure ? Transport.Tls : Transport.Tcp;

    private async Task<int> OpenAsync(IPEndPoint remote, X509Certificate2? authority)
    {
        try
        {
            var connection = await network.ConnectAsync(remote, CancellationToken.None, authority);
            return Add(connection, isOpenedHere: true);
        }
        catch (IOException)
        {
            var nowhere = new IPEndPoint(IPAddress.Any, 0);
            user.OnConnection(new StreamChange(ConnectionChange.Refused, true, authority is null ? Transport.Tcp : Transport.Tls, numbers.Next(), nowhere, remote));
            throw;
        }
    }

    private int Add(IStreamConnection connection, bool isOpenedHere)
    {
        var id = numbers.Next();
        if (_disposed)
        {
            connection.Dispose();
            return id;
        }

        _open.Add(id, connection);
        var opened = new StreamChange(ConnectionChange.Opened, isOpenedHere, TransportOf(connection), id, connection.Local, connection.Remote);
        user.OnConnection(opened);
        Read(connection, id, opened);
        return id;
    }

    private void Read(IStreamConnection connection, int id, StreamChange opened)
    {
        var framing = newFraming();
        var source = new Hop(TransportOf(connection), connection.Remote, id);
        _flushes[id] = () =>
        {
            if (framing.Pending() is { IsEmpty: false } fragment)
            {
                user.OnFragment(fragment, source, connection.Local);
            }
        };
        connection.Start(
            octets =>
            {
                foreach (var message in framing.Feed(octets))
                {
                    user.OnMessage(message, source, connection.Local);
                }
            },
            reason =>
            {
                _open.Remove(id);
                if (_flushes.Remove(id, out var flush))
                {
                    flush();
                }

                var change = reason == CloseReason.Reset || _aborted.Remove(id) ? ConnectionChange.Reset : ConnectionChange.Closed;
                user.OnConnection(opened with { Change = change });
            });
    }
}
