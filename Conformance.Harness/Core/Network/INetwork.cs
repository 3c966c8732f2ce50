using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Harness.Core.Network;

/// <summary>Where datagrams and connections come from: real sockets, or memory. All callbacks run on the event loop.</summary>
public interface INetwork
{
    /// <summary>Binds a datagram port; port 0 takes a free one.</summary>
    /// <exception cref="AddressInUseException">The port is taken.</exception>
    /// <exception cref="AddressUnavailableException">The address cannot be bound at all.</exception>
    IDatagramPort BindDatagram(IPEndPoint local, Action<IPEndPoint, ReadOnlyMemory<byte>> received);

    /// <summary>Listens for connections, over TLS where a certificate is given; port 0 takes a free one.</summary>
    /// <exception cref="AddressInUseException">The port is taken.</exception>
    /// <exception cref="AddressUnavailableException">The address cannot be bound at all.</exception>
    IStreamListener Listen(IPEndPoint local, Action<IStreamConnection> accepted, X509Certificate2? certificate = null);

    /// <summary>Opens a connection; over TLS to one that this authority vouches for, where it is given.</summary>
    /// <exception cref="IOException">It was refused or could not be routed, or the other side is not trusted.</exception>
    Task<IStreamConnection> ConnectAsync(IPEndPoint remote, CancellationToken cancellation, X509Certificate2? authority = null);
}

public interface IDatagramPort : IDisposable
{
    IPEndPoint Local { get; }

    /// <summary>Sends a datagram; nothing once the port is disposed.</summary>
    /// <exception cref="IOException">The datagram is too long, or there is no route.</exception>
    void Send(IPEndPoint remote, ReadOnlyMemory<byte> octets);
}

public interface IStreamListener : IDisposable
{
    IPEndPoint Local { get; }
}

/// <summary>How a connection ended.</summary>
public enum CloseReason
{
    ByPeer,
    Reset,
    Here,
}

/// <summary>A stream. What arrives before <see cref="Start"/> is called is kept.</summary>
public interface IStreamConnection : IDisposable
{
    IPEndPoint Local { get; }

    IPEndPoint Remote { get; }

    /// <summary>Whether TLS protects it; what it sends and delivers is in clear.</summary>
    bool IsSecure { get; }

    /// <summary>Begins delivery. Closed is called once.</summary>
    void Start(Action<ReadOnlyMemory<byte>> received, Action<CloseReason> closed);

    void Send(ReadOnlyMemory<byte> octets);

    /// <summary>Ends the connection in order; Dispose does the same.</summary>
    void Close();

    /// <summary>Ends it with a reset.</summary>
    void Abort();
}

/// <summary>An address that the run needs is not to be had: it is none of this machine's, or not allowed.</summary>
public class AddressUnavailableException(IPEndPoint address, string why) : IOException($"{address} {why}")
{
    public IPEndPoint Address { get; } = address;
}

/// <summary>A port that the run needs is taken by another process.</summary>
public sealed class AddressInUseException(IPEndPoint address) : AddressUnavailableException(address, "is in use by another process");
