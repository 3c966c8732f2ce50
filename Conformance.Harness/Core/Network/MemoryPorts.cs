using System.Net;

namespace Conformance.Harness.Core.Network;

/// <summary>A datagram port of a <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryDatagramPort(MemoryNetwork network, IPEndPoint local, Action<IPEndPoint, ReadOnlyMemory<byte>> received) : IDatagramPort
{
    private bool _disposed;

    public IPEndPoint Local { get; } = local;

    public void Send(IPEndPoint remote, ReadOnlyMemory<byte> octets)
    {
        if (!_disposed)
        {
            network.Datagram(Local, remote, octets.ToArray());
        }
    }

    public void Receive(IPEndPoint from, byte[] octets) => received(from, octets);

    public void Dispose()
    {
        _disposed = true;
        network.Release(this);
    }
}

/// <summary>A listener of a <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryListener(MemoryNetwork network, IPEndPoint local, Action<IStreamConnection> accepted, bool isSecure) : IStreamListener
{
    public bool IsSecure => isSecure;

    public IPEndPoint Local { get; } = local;

    public void Accept(MemoryConnection connection) => accepted(connection);

    public void Dispose() => network.Release(this);
}
