using System.Net;
using System.Text.Json.Nodes;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Mutation;

/// <summary>A message at the client's send port: what it is and what carries it.</summary>
public sealed record Outgoing(WireProtocol Protocol, Transport Transport, ReadOnlyMemory<byte> Octets)
{
    public SipMessage Sip => SipMessage.Parse(Octets);

    public MsrpMessage Msrp => MsrpMessage.Parse(Octets);
}

/// <summary>
/// What stands between the reference client and its ports. Each hook gets what passes and gives what goes on: nothing
/// drops it, two repeat it. The default lets everything pass.
/// </summary>
public sealed record Tamper
{
    public static readonly Tamper None = new();

    /// <summary>SIP messages and MSRP messages that leave the client.</summary>
    public Func<Outgoing, IEnumerable<Outgoing>> Send { get; init; } = message => [message];

    /// <summary>Messages that reach the client.</summary>
    public Func<WireProtocol, ReadOnlyMemory<byte>, IEnumerable<ReadOnlyMemory<byte>>> Receive { get; init; } = (_, octets) => [octets];

    /// <summary>MSRP connections that the client opens; null opens none.</summary>
    public Func<IPEndPoint, IPEndPoint?> Connect { get; init; } = target => target;

    /// <summary>Adapter requests on their way to the client (JSON-RPC objects).</summary>
    public Func<JsonObject, JsonObject> Command { get; init; } = line => line;

    /// <summary>Adapter results and notifications on their way from the client.</summary>
    public Func<JsonObject, IEnumerable<JsonObject>> Report { get; init; } = line => [line];
}
