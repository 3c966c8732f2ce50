using System.Net;

namespace Conformance.Harness.Core.Network;

/// <summary>One end of a connection of a <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryConnection : IStreamConnection
{
    private readonly MemoryNetwork _network;
    private readonly Queue<Action> _early = new();
    private MemoryConnection? _other;
    private Action<ReadOnlyMemory<byte>>? _received;
    private Action<CloseReason> _closed = _ => { };
    private bool _ended;

    private MemoryConnection(MemoryNetwork network, IPEndPoint local, IPEndPoint remote, bool isSecure)
    {
        _network = network;
        Local = local;
        Remote = remote;
        IsSecure = isSecure;
    }

    public IPEndPoint Local { get; }

    public IPEndPoint Remote { get; }

    public bool IsSecure { get; }

    public static (MemoryConnection Near, MemoryConnection Far) Pair(MemoryNetwork network, IPEndPoint from, IPEndPoint to, bool isSecure)
    {
        var near = new MemoryConnection(network, from, to, isSecure);
        var far = new MemoryConnection(network, to, from, isSecure) { _other = near };
        near._other = far;
        return (near, far);
    }

    public void Start(Action<ReadOnlyMemory<byte>> received, Action<CloseReason> closed)
    {
        _received = received;
        _closed = closed;
        while (_early.TryDequeue(out var arrival))
        {
            _network.Post(arrival);
        }
    }

    public void Send(ReadOnlyMemory<byte> octets)
    {
        if (!_ended)
        {
            var copy = octets.ToArray();
            ToOther(other => other.Receive(copy));
        }
    }

    public void Close() => EndHere(CloseReason.ByPeer);

    public void Abort() => EndHere(CloseReason.Reset);

    public void Dispose() => Close();

    private void EndHere(CloseReason forOther)
    {
        if (!_ended)
        {
            _ended = true;
            ToOther(other => other.EndByOther(forOther));
            _network.Post(() => _closed(CloseReason.Here));
        }
    }

    private void ToOther(Action<MemoryConnection> arrival) =>
        _network.Deliver(() => _other!.WhenStarted(() => arrival(_other!)));

    private void WhenStarted(Action arrival)
    {
        if (_received is null)
        {
            _early.Enqueue(arrival);
        }
        else
        {
            arrival();
        }
    }

    private void Receive(byte[] octets)
    {
        if (!_ended)
        {
            _received!(octets);
        }
    }

    private void EndByOther(CloseReason reason)
    {
        if (!_ended)
        {
            _ended = true;
            _closed(reason);
        }
    }
}
