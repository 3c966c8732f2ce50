using System.Net;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;

namespace Conformance.Harness.Core;

/// <summary>Writes what passes a port of the core into the trace; the far end is the client.</summary>
internal sealed class PortRecorder(TraceRecorder recorder, WireProtocol protocol, IPAddress ownAddress)
{
    public void Received(ReadOnlyMemory<byte> octets, Hop source, IPEndPoint local) =>
        recorder.Message(Direction.FromClient, protocol, source.Transport, source.ConnectionId, source.Address, Own(local), octets);

    public void Sending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local) =>
        recorder.Message(Direction.ToClient, protocol, target.Transport, target.ConnectionId, target.Address, Own(local), octets);

    public void Changed(StreamChange it) =>
        recorder.Connection(it.Change, it.IsOpenedHere ? Direction.ToClient : Direction.FromClient, it.Transport, it.ConnectionId, it.Remote, Own(it.Local));

    private IPEndPoint Own(IPEndPoint local) =>
        IPAddress.Any.Equals(local.Address) || IPAddress.IPv6Any.Equals(local.Address) ? new IPEndPoint(ownAddress, local.Port) : local;
}
