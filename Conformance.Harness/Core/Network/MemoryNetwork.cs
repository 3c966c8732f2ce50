using System.Net;

namespace Conformance.Harness.Core.Network;

/// <summary>
/// A network inside the process: hosts by IP address, every message delivered through the event loop after the same
/// latency, so that a run repeats exactly. Nothing is lost and nothing is reordered. Each host sees it through its own
/// <see cref="Host"/>. TLS is a mark on a connection: nothing is encrypted here and nobody's certificate is looked at.
/// </summary>
public sealed class MemoryNetwork(EventLoop loop, TimeSpan latency = default)
{
    private const int FirstDynamicPort = 49152;
    private readonly Dictionary<IPEndPoint, MemoryDatagramPort> _datagramPorts = [];
    private readonly Dictionary<IPEndPoint, MemoryListener> _listeners = [];
    private int _ports;

    /// <summary>The network as the host with this address uses it: "any" and loopback addresses mean this one.</summary>
    public INetwork Host(IPAddress address) => new MemoryHost(this, address);

    internal MemoryDatagramPort BindDatagram(IPEndPoint local, Action<IPEndPoint, ReadOnlyMemory<byte>> received)
    {
        var port = new MemoryDatagramPort(this, Claimed(local, _datagramPorts.ContainsKey), received);
        _datagramPorts.Add(port.Local, port);
        return port;
    }

    internal MemoryListener Listen(IPEndPoint local, Action<IStreamConnection> accepted, bool isSecure)
    {
        var listener = new MemoryListener(this, Claimed(local, _listeners.ContainsKey), accepted, isSecure);
        _listeners.Add(listener.Local, listener);
        return listener;
    }

    internal void Release(MemoryDatagramPort port) => _datagramPorts.Remove(port.Local);

    internal void Release(MemoryListener listener) => _listeners.Remove(listener.Local);

    internal void Datagram(IPEndPoint from, IPEndPoint to, byte[] octets) => Deliver(() =>
    {
        if (_datagramPorts.TryGetValue(to, out var port))
        {
            port.Receive(from, octets);
        }
    });

    /// <summary>Asks for a connection; the answer comes one round trip later.</summary>
    internal Task<IStreamConnection> ConnectAsync(IPEndPoint from, IPEndPoint to, bool isSecure)
    {
        var answer = new TaskCompletionSource<IStreamConnection>();
        Deliver(() =>
        {
            if (_listeners.TryGetValue(to, out var listener) && listener.IsSecure == isSecure)
            {
                var (near, far) = MemoryConnection.Pair(this, from, to, isSecure);
                Deliver(() => answer.SetResult(near));
                listener.Accept(far);
            }
            else
            {
                Deliver(() => answer.SetException(new IOException($"no connection to {to}: refused")));
            }
        });
        return answer.Task;
    }

    /// <summary>The dynamic ports in turn (RFC 6335 section 6): one that was given back is not given out again at once.</summary>
    internal int NextPort() => FirstDynamicPort + (_ports++ % (IPEndPoint.MaxPort + 1 - FirstDynamicPort));

    internal void Post(Action callback) => loop.Post(callback);

    internal void Deliver(Action arrival)
    {
        if (latency == TimeSpan.Zero)
        {
            loop.Post(arrival);
        }
        else
        {
            loop.After(latency, arrival);
        }
    }

    private IPEndPoint Claimed(IPEndPoint wanted, Func<IPEndPoint, bool> isTaken)
    {
        if (wanted.Port != 0)
        {
            return isTaken(wanted) ? throw new AddressInUseException(wanted) : wanted;
        }

        var free = wanted;
        while (free.Port == 0 || isTaken(free))
        {
            free = new IPEndPoint(wanted.Address, NextPort());
        }

        return free;
    }
}
