using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Harness.Core.Network;

/// <summary>One host of a <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryHost(MemoryNetwork network, IPAddress address) : INetwork
{
    public IDatagramPort BindDatagram(IPEndPoint local, Action<IPEndPoint, ReadOnlyMemory<byte>> received) =>
        network.BindDatagram(Here(local), received);

    public IStreamListener Listen(IPEndPoint local, Action<IStreamConnection> accepted, X509Certificate2? certificate = null) =>
        network.Listen(Here(local), accepted, certificate is not null);

    public Task<IStreamConnection> ConnectAsync(IPEndPoint remote, CancellationToken cancellation, X509Certificate2? authority = null) =>
        network.ConnectAsync(new IPEndPoint(address, network.NextPort()), Here(remote), authority is not null).WaitAsync(cancellation);

    private IPEndPoint Here(IPEndPoint point) =>
        IPAddress.Any.Equals(point.Address) || IPAddress.IPv6Any.Equals(point.Address) || IPAddress.IsLoopback(point.Address)
            ? new IPEndPoint(address, point.Port)
            : point;
}
