using System.Net;
using System.Security.Cryptography.X509Certificates;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests;

/// <summary>The network of a client that takes its time with some of what it sends, each time the same.</summary>
/// <param name="loop">Runs all of it.</param>
/// <param name="network">What carries it.</param>
/// <param name="isLate">Which messages come late.</param>
/// <param name="delay">How late.</param>
internal sealed class LateNetwork(EventLoop loop, INetwork network, Func<ReadOnlyMemory<byte>, bool> isLate, TimeSpan delay) : INetwork
{
    public static ScenarioEnvironment OfMsrpResponses(TimeSpan delay) => Of(octets => MsrpMessage.Parse(octets) is { IsRequest: false, StatusCode: > 0 }, delay);

    public static ScenarioEnvironment OfInvites(TimeSpan delay) => Of(octets => SipMessage.Parse(octets) is { IsRequest: true, Method: "INVITE" }, delay);

    public IDatagramPort BindDatagram(IPEndPoint local, Action<IPEndPoint, ReadOnlyMemory<byte>> received) => new Port(this, network.BindDatagram(local, received));

    public IStreamListener Listen(IPEndPoint local, Action<IStreamConnection> accepted, X509Certificate2? certificate = null) =>
        network.Listen(local, it => accepted(new Connection(this, it)), certificate);

    public async Task<IStreamConnection> ConnectAsync(IPEndPoint remote, CancellationToken cancellation, X509Certificate2? authority = null) =>
        new Connection(this, await network.ConnectAsync(remote, cancellation, authority));

    private static ScenarioEnvironment Of(Func<ReadOnlyMemory<byte>, bool> isLate, TimeSpan delay)
    {
        var at = ScenarioEnvironment.Memory();
        return at with { ClientNetwork = new LateNetwork(at.Loop, at.ClientNetwork, isLate, delay) };
    }

    private void Send(ReadOnlyMemory<byte> octets, Action<ReadOnlyMemory<byte>> send)
    {
        if (isLate(octets))
        {
            loop.After(delay, () => send(octets));
            return;
        }

        send(octets);
    }

    private sealed class Port(LateNetwork network, IDatagramPort inner) : IDatagramPort
    {
        public IPEndPoint Local => inner.Local;

        public void Send(IPEndPoint remote, ReadOnlyMemory<byte> octets) => network.Send(octets, it => inner.Send(remote, it));

        public void Dispose() => inner.Dispose();
    }

    private sealed class Connection(LateNetwork network, IStreamConnection inner) : IStreamConnection
    {
        public IPEndPoint Local => inner.Local;

        public IPEndPoint Remote => inner.Remote;

        public bool IsSecure => inner.IsSecure;

        public void Start(Action<ReadOnlyMemory<byte>> received, Action<CloseReason> closed) => inner.Start(received, closed);

        public void Send(ReadOnlyMemory<byte> octets) => network.Send(octets, inner.Send);

        public void Close() => inner.Close();

        public void Abort() => inner.Abort();

        public void Dispose() => inner.Dispose();
    }
}
