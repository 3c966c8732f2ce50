using System.Net;
using System.Security.Cryptography.X509Certificates;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Core;

/// <summary>The MSRP connections of one endpoint, taken and made (RFC 4975 section 5.4).</summary>
public sealed class MsrpPort : IDisposable
{
    private readonly Streams<MsrpMessage> _streams;
    private readonly IStreamListener _listener;
    private readonly IStreamListener? _secureListener;

    /// <exception cref="AddressInUseException">A port is taken.</exception>
    public MsrpPort(INetwork network, IPEndPoint listen, ConnectionNumbers numbers, IPortUser<MsrpMessage> user, TlsSettings? tls = null)
    {
        _streams = new Streams<MsrpMessage>(network, numbers, user, NewFraming);
        _listener = network.Listen(listen, _streams.Accept);
        _secureListener = tls?.Certificate is { } certificate
            ? network.Listen(new IPEndPoint(listen.Address, tls.Port), _streams.Accept, certificate)
            : null;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local => _listener.Local;

    /// <summary>Where it listens for TLS; null where it does not.</summary>
    public IPEndPoint? SecureLocal => _secureListener?.Local;

    /// <summary>Opens a connection, over TLS where an authority is given, and gives its number.</summary>
    /// <exception cref="IOException">It was refused.</exception>
    public Task<int> ConnectAsync(IPEndPoint remote, X509Certificate2? authority = null) => _streams.ConnectAsync(remote, authority);

    public bool IsOpen(int connectionId) => _streams.IsOpen(connectionId);

    /// <summary>Sends over a connection; dropped if that is gone.</summary>
    public void Send(int connectionId, ReadOnlyMemory<byte> octets) => _streams.Send(connectionId, octets);

    /// <summary>Ends a connection in order.</summary>
    public void Close(int connectionId) => _streams.Close(connectionId);

    /// <summary>Ends it with a reset.</summary>
    public void Abort(int connectionId) => _streams.Abort(connectionId);

    /// <summary>Gives its owner the messages that have begun on open connections, as fragments.</summary>
    public void Flush() => _streams.Flush();

    public void Dispose()
    {
        _listener.Dispose();
        _secureListener?.Dispose();
        _streams.Dispose();
    }

    private static Framing<MsrpMessage> NewFraming()
    {
        var framer = new MsrpFramer();
        return new Framing<MsrpMessage>(framer.Feed, () => framer.Pending);
    }
}
