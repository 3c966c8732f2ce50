using System.Net;

namespace Conformance.Harness.Core.Network;

/// <summary>One host of a <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryHost(MemoryNetwork network, IPAddress address) : INetwork
{
    /// <summary>The first port that is given out when none is asked for (RFC 6335 section 6).</summary>
    public const int FirstEphemeralPort = 49152;

    private int _connections;

    public IDatagramPort BindDatagram(IPEndPoint local, Action<IPEndPoint, ReadOnlyMemory<byte>> received) =>
        network.BindDatagram(Here(local), received);

    public IStreamListener Listen(IPEndPoint local, Action<IStreamConnection> accepted) =>
        network.Listen(Here(local), accepted);

    public async Task<IStreamConnection> ConnectAsync(IPEndPoint remote, CancellationToken cancellation)
    {
        // From the top, so that listeners with a free port, which count from the bottom, are not met.
        var from = new IPEndPoint(address, IPEndPoint.MaxPort - (_connections++ % (IPEndPoint.MaxPort - FirstEphemeralPort)));
        return await network.ConnectAsync(from, Here(remote)).WaitAsync(cancellation);
    }

    private IPEndPoint Here(IPEndPoint point) =>
        IPAddress.Any.Equals(point.Address) || IPAddress.IPv6Any.Equals(point.Address) || IPAddress.IsLoopback(point.Address)
            ? new IPEndPoint(address, point.Port)
            : point;
}
