using System.Net;
using Conformance.Harness.Core.Network;

namespace Conformance.Harness.Core.Control;

/// <summary>A connection of a shared port as the core of its subscriber sees it: the one lives on the loop of the ports, the other on the core's.</summary>
internal sealed class SubscriberConnection(EventLoop loop, EventLoop portLoop, EarlyOctets early, SubscriberIdentity identity, IPEndPoint local, IPEndPoint remote) : IStreamConnection
{
    private readonly Queue<ReadOnlyMemory<byte>> _waiting = new();
    private Action<ReadOnlyMemory<byte>>? _received;
    private Action<CloseReason> _closed = _ => { };
    private CloseReason? _end;

    public IPEndPoint Local => local;

    public IPEndPoint Remote => remote;

    public bool IsSecure => early.Connection.IsSecure;

    /// <summary>Takes the connection over. On the loop of the ports.</summary>
    public void Begin() => early.TakeOver(
        octets =>
        {
            identity.Learn(new Signs(octets), early.Connection.Remote);
            loop.Post(() => Deliver(octets));
        },
        reason => loop.Post(() => End(reason)));

    public void Start(Action<ReadOnlyMemory<byte>> received, Action<CloseReason> closed)
    {
        (_received, _closed) = (received, closed);
        while (_waiting.TryDequeue(out var octets))
        {
            received(octets);
        }

        if (_end is { } reason)
        {
            closed(reason);
        }
    }

    public void Send(ReadOnlyMemory<byte> octets) => portLoop.Post(() =>
    {
        identity.Learn(new Signs(octets), null);
        early.Connection.Send(octets);
    });

    public void Close() => portLoop.Post(early.Connection.Close);

    public void Abort() => portLoop.Post(early.Connection.Abort);

    public void Dispose() => Close();

    private void Deliver(ReadOnlyMemory<byte> octets)
    {
        if (_received is { } received)
        {
            received(octets);
        }
        else
        {
            _waiting.Enqueue(octets);
        }
    }

    private void End(CloseReason reason)
    {
        _end = reason;
        if (_received is not null)
        {
            _closed(reason);
        }
    }
}
