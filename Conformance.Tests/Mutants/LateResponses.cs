using System.Net;
using System.Security.Cryptography.X509Certificates;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Mutants;

/// <summary>The network of a client that takes its time with each MSRP response; RFC 4975 section 7.1.1 has a sender wait for 30 seconds.</summary>
internal sealed class LateResponses(EventLoop loop, INetwork network, TimeSpan delay) : INetwork
{
    public static ScenarioEnvironment By(TimeSpan delay)
    {
        var at = ScenarioEnvironment.Memory();
        return at with { ClientNetwork = new LateResponses(at.Loop, at.ClientNetwork, delay) };
    }

    public IDatagramPort BindDatagram(IPEndPoint local, Action<IPEndPoint, ReadOnlyMemory<byte>> received) => network.BindDatagram(local, received);

    public IStreamListener Listen(IPEndPoint local, Action<IStreamConnection> accepted, X509Certificate2? certificate = null) =>
        network.Listen(local, it => accepted(new Connection(loop, it, delay)), certificate);

    public async Task<IStreamConnection> ConnectAsync(IPEndPoint remote, CancellationToken cancellation, X509Certificate2? authority = null) =>
        new Connection(loop, await network.ConnectAsync(remote, cancellation, authority), delay);

    private sealed class Connection(EventLoop loop, IStreamConnection inner, TimeSpan delay) : IStreamConnection
    {
        public IPEndPoint Local => inner.Local;

        public IPEndPoint Remote => inner.Remote;

        public bool IsSecure => inner.IsSecure;

        public void Start(Action<ReadOnlyMemory<byte>> received, Action<CloseReason> closed) => inner.Start(received, closed);

        public void Send(ReadOnlyMemory<byte> octets)
        {
            if (MsrpMessage.Parse(octets) is { IsRequest: false, StatusCode: > 0 })
            {
                loop.After(delay, () => inner.Send(octets));
                return;
            }

            inner.Send(octets);
        }

        public void Close() => inner.Close();

        public void Abort() => inner.Abort();

        public void Dispose() => inner.Dispose();
    }
}
