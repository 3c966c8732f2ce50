using System.Net;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Tracing;

/// <summary>One thing that happened in a scenario. Numbers count from 1 over all kinds; At is the time since the scenario began.</summary>
public abstract record TraceEvent(int Number, TimeSpan At);

/// <summary>What the user (played by the suite) asked the client to do, recorded before it is handed over.</summary>
public sealed record UserAction(int Number, TimeSpan At, UserRequest Request) : TraceEvent(Number, At);

/// <summary>What the client said of itself: an answer to a user action, or a notification.</summary>
public sealed record ClientReport(int Number, TimeSpan At, Report Report) : TraceEvent(Number, At);

public enum ConnectionChange
{
    Opened,
    Closed,
    Reset,
    Refused,
}

/// <summary>A stream connection between client and core came up, failed to, or ended.</summary>
public sealed record Connection(
    int Number,
    TimeSpan At,
    ConnectionChange Change,
    Direction Initiator,
    Transport Transport,
    int ConnectionId,
    IPEndPoint Client,
    IPEndPoint Core) : TraceEvent(Number, At);

public enum Direction
{
    FromClient,
    ToClient,
}

/// <summary>
/// One message on the wire: a datagram, or what the framer cut from a connection. ConnectionId is 0 for datagrams.
/// </summary>
public sealed record WireMessage(
    int Number,
    TimeSpan At,
    Direction Direction,
    WireProtocol Protocol,
    Transport Transport,
    int ConnectionId,
    IPEndPoint Client,
    IPEndPoint Core,
    ReadOnlyMemory<byte> Octets) : TraceEvent(Number, At)
{
    private SipMessage? _sip;
    private MsrpMessage? _msrp;

    public bool IsSip => Protocol == WireProtocol.Sip;

    public bool IsMsrp => Protocol == WireProtocol.Msrp;

    public bool IsFromClient => Direction == Direction.FromClient;

    /// <summary>The octets read as SIP; read once.</summary>
    public SipMessage Sip => _sip ??= SipMessage.Parse(Octets, Transport);

    /// <summary>The octets read as MSRP; read once.</summary>
    public MsrpMessage Msrp => _msrp ??= MsrpMessage.Parse(Octets);

    public bool IsRequest(string method) => IsSip && Sip.IsRequest && Sip.Method == method;
}
