using System.Net;
using System.Security.Cryptography.X509Certificates;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core;

/// <summary>
/// One port number for SIP over UDP and over TCP, and another for TLS (RFC 3261 section 18): takes messages in, sends them
/// out, opens connections and uses them again.
/// </summary>
public sealed class SipPort : ISipSender, IDisposable
{
    private const int Attempts = 50;
    private readonly IPortUser<SipMessage> _user;
    private readonly Streams<SipMessage> _streams;
    private readonly IStreamListener _listener;
    private readonly IDatagramPort _datagrams;
    private readonly IStreamListener? _secureListener;
    private readonly TlsSettings _tls;
    private bool _disposed;

    /// <param name="network">What it stands on.</param>
    /// <param name="listen">The address; port 0 takes a number that is free for both transports.</param>
    /// <param name="numbers">Numbers its connections.</param>
    /// <param name="user">Its owner.</param>
    /// <param name="tls">What it has for TLS; null for nothing.</param>
    /// <exception cref="AddressInUseException">A port is taken.</exception>
    public SipPort(INetwork network, IPEndPoint listen, ConnectionNumbers numbers, IPortUser<SipMessage> user, TlsSettings? tls = null)
    {
        _user = user;
        _tls = tls ?? TlsSettings.None;
        _streams = new Streams<SipMessage>(network, numbers, user, NewFraming);
        (_listener, _datagrams) = Bind(network, listen);
        Local = _listener.Local;
        try
        {
            _secureListener = _tls.Certificate is { } certificate
                ? network.Listen(new IPEndPoint(listen.Address, _tls.Port), _streams.Accept, certificate)
                : null;
        }
        catch (AddressUnavailableException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where it listens, on UDP and TCP.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Where it listens for TLS; null where it does not.</summary>
    public IPEndPoint? SecureLocal => _secureListener?.Local;

    /// <summary>
    /// Sends. Over TCP and TLS it takes the connection of the hop, else one that is open to the hop's address, else a new one; over
    /// TLS that is an IOException where it trusts nobody. Once the port is disposed nothing is sent: timers of transactions outlive it.
    /// </summary>
    public async Task SendAsync(ReadOnlyMemory<byte> octets, Hop hop)
    {
        if (_disposed)
        {
            return;
        }

        switch (hop.Transport)
        {
            case Transport.Udp:
                _user.OnSending(octets, hop with { ConnectionId = 0 }, Local);
                _datagrams.Send(hop.Address, octets);
                break;
            case var _ when _streams.IsOpen(hop.ConnectionId):
                _streams.Send(hop.ConnectionId, octets);
                break;
            case Transport.Tcp:
                _streams.Send(_streams.Towards(hop.Address, isSecure: false) ?? await _streams.ConnectAsync(hop.Address), octets);
                break;
            default:
                _streams.Send(_streams.Towards(hop.Address, isSecure: true) ?? await _streams.ConnectAsync(hop.Address, AuthorityFor(hop)), octets);
                break;
        }
    }

    /// <summary>Closes one of its connections in order.</summary>
    public void Close(int connectionId) => _streams.Close(connectionId);

    /// <summary>Gives its owner the messages that have begun on open connections, as fragments.</summary>
    public void Flush() => _streams.Flush();

    public void Dispose()
    {
        _disposed = true;
        _datagrams.Dispose();
        _listener.Dispose();
        _secureListener?.Dispose();
        _streams.Dispose();
    }

    private X509Certificate2 AuthorityFor(Hop hop) =>
        _tls.Authority ?? throw new IOException($"no connection to {hop.Address}: no authority is trusted for TLS");

    private (IStreamListener Listener, IDatagramPort Datagrams) Bind(INetwork network, IPEndPoint listen)
    {
        for (var attempt = 1; ; attempt++)
        {
            var listener = network.Listen(listen, _streams.Accept);
            try
            {
                return (listener, network.BindDatagram(listener.Local, Receive));
            }
            catch (AddressInUseException) when (listen.Port == 0 && attempt < Attempts)
            {
                listener.Dispose();
            }
            catch (AddressUnavailableException)
            {
                listener.Dispose();
                throw;
            }
        }
    }

    private void Receive(IPEndPoint remote, ReadOnlyMemory<byte> octets)
    {
        if (!IsKeepAlive(octets.Span))
        {
            _user.OnMessage(SipMessage.Parse(octets), new Hop(Transport.Udp, remote), Local);
        }
    }

    /// <summary>Empty lines before a start line are no message (RFC 3261 section 7.5); clients send them, or NULs, to keep a NAT open.</summary>
    private static bool IsKeepAlive(ReadOnlySpan<byte> octets) => octets.IndexOfAnyExcept("\r\n\0"u8) < 0;

    private static Framing<SipMessage> NewFraming()
    {
        var framer = new SipFramer();
        return new Framing<SipMessage>(framer.Feed, () => framer.Pending);
    }
}
