using System.Net;
using Conformance.Harness.Wire;

namespace Conformance.Harness.Core.Transactions;

/// <summary>Where a message goes, or came from. ConnectionId is 0 for datagrams, and for "open or reuse one" on sending.</summary>
public readonly record struct Hop(Transport Transport, IPEndPoint Address, int ConnectionId = 0);

/// <summary>Sends SIP octets; below it are the ports, above it the transactions.</summary>
public interface ISipSender
{
    /// <summary>Sends towards the hop; the task fails with an IOException when no connection can be made.</summary>
    Task SendAsync(ReadOnlyMemory<byte> octets, Hop hop);
}
