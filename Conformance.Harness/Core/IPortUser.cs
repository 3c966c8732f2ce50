using System.Net;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;

namespace Conformance.Harness.Core;

/// <summary>What happened to a stream connection of a port. A refused one has no local port.</summary>
public sealed record StreamChange(
    ConnectionChange Change,
    bool IsOpenedHere,
    Transport Transport,
    int ConnectionId,
    IPEndPoint Local,
    IPEndPoint Remote);

/// <summary>The owner of a <see cref="SipPort"/> or <see cref="MsrpPort"/>: told of all that passes it, on the event loop.</summary>
public interface IPortUser<in TMessage>
{
    /// <summary>A message came in: a datagram, or what was cut from a stream.</summary>
    void OnMessage(TMessage message, Hop source, IPEndPoint local);

    /// <summary>Octets that are about to go out; the hop names the connection that carries them.</summary>
    void OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local);

    void OnConnection(StreamChange change);

    /// <summary>A connection ended in the midst of a message: what there was of it.</summary>
    void OnFragment(ReadOnlyMemory<byte> octets, Hop source, IPEndPoint local)
    {
    }
}

/// <summary>Numbers connections from 1, over all ports that share it.</summary>
public sealed class ConnectionNumbers
{
    private int _last;

    public int Next() => ++_last;
}
