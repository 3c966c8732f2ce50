using System.Net;
using System.Security.Cryptography.X509Certificates;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Driving.Reference;

/// <summary>
/// The client's MSRP endpoint: the port that its offers name, its sessions, and the connect, send and receive ports of
/// MSRP. The client offers and therefore connects (RFC 4975 section 8.5); it listens because a later offer of the peer
/// turns that round.
/// </summary>
internal sealed class MsrpEndpoint : IPortUser<MsrpMessage>, IDisposable
{
    /// <summary>36^20 is more than the 80 random bits that RFC 4975 section 14.1 asks for.</summary>
    private const int SessionIdLength = 20;

    private readonly Identifiers _identifiers;
    private readonly Tamper _tamper;
    private readonly MsrpPort _port;
    private readonly X509Certificate2? _authority;
    private readonly List<MsrpClient> _sessions = [];

    public MsrpEndpoint(INetwork network, IPAddress localAddress, Identifiers identifiers, Tamper tamper, X509Certificate2? authority)
    {
        _authority = authority;
        _identifiers = identifiers;
        _tamper = tamper;
        _port = new MsrpPort(network, new IPEndPoint(localAddress, 0), new ConnectionNumbers(), this);
    }

    public IPEndPoint Local => _port.Local;

    /// <summary>Without a response for so long, a message has failed (RFC 4975 section 7.1.1).</summary>
    public TimeSpan ResponseTimeout { get; init; } = ClientTimers.Usual.MsrpResponse;

    /// <summary>Whether its sessions use TLS (RFC 4975 section 8.1).</summary>
    public bool IsSecure => _authority is not null;

    /// <summary>Where a SIP message goes that stands in the place of an MSRP message.</summary>
    public Action<Outgoing>? SipOutlet { get; set; }

    /// <summary>A URI for one session and no other (RFC 4975 section 8.2).</summary>
    public string NewUri() => $"{(IsSecure ? "msrps" : "msrp")}://{Local}/{_identifiers.Next(SessionIdLength)};tcp";

    public void Add(MsrpClient session) => _sessions.Add(session);

    public void Remove(MsrpClient session) => _sessions.Remove(session);

    /// <summary>Opens a connection and gives its number; null when the connect port opens none.</summary>
    /// <exception cref="IOException">It was refused.</exception>
    public async Task<int?> ConnectAsync(IPEndPoint target) =>
        _tamper.Connect(target) is { } actual ? await _port.ConnectAsync(actual, _authority) : null;

    public void Close(int connectionId) => _port.Close(connectionId);

    /// <summary>Sends a message on the connection that it is meant for; without one it is lost.</summary>
    public void Send(int? connectionId, MsrpMessage message)
    {
        foreach (var instead in _tamper.Send(new Outgoing(WireProtocol.Msrp, Transport.Tcp, message.Octets)))
        {
            if (instead.Protocol == WireProtocol.Sip)
            {
                SipOutlet?.Invoke(instead);
            }
            else if (connectionId is { } id)
            {
                _port.Send(id, instead.Octets);
            }
        }
    }

    /// <summary>An MSRP message that stands in the place of a SIP message: it goes where its paths say, else to the last session.</summary>
    public void SendStray(Outgoing message)
    {
        var uris = message.Msrp.FromPath.Concat(message.Msrp.ToPath).Select(it => it.Value).OfType<MsrpUri>().ToList();
        var session = _sessions.LastOrDefault(it => uris.Any(it.IsNamedBy)) ?? _sessions.LastOrDefault();
        if (session?.ConnectionId is { } id)
        {
            _port.Send(id, message.Octets);
        }
    }

    public void OnMessage(MsrpMessage message, Hop source, IPEndPoint local)
    {
        foreach (var instead in _tamper.Receive(WireProtocol.Msrp, message.Octets))
        {
            Receive(MsrpMessage.Parse(instead), source.ConnectionId);
        }
    }

    public void OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local)
    {
        // What leaves passed the send port already.
    }

    public void OnConnection(StreamChange change)
    {
        if (change.Change is ConnectionChange.Closed or ConnectionChange.Reset)
        {
            _sessions.Find(it => it.ConnectionId == change.ConnectionId)?.ConnectionLost();
        }
    }

    public void Dispose() => _port.Dispose();

    private void Receive(MsrpMessage message, int connectionId)
    {
        if (!message.IsRequest)
        {
            _sessions.Find(it => it.ConnectionId == connectionId)?.OnResponse(message);
        }
        else if (SessionOf(message) is not { } session)
        {
            Refuse(connectionId, message, 481, "No such session");
        }
        else if (session.Owns(connectionId))
        {
            session.OnRequest(message);
        }
        else
        {
            // RFC 4975 section 7.3: the session lives on another connection.
            Refuse(connectionId, message, 506, "Session on another connection");
        }
    }

    private MsrpClient? SessionOf(MsrpMessage message) => message.ToPath.Count > 0 && message.ToPath[0].Value is { } own
        ? _sessions.Find(it => it.Is(own))
        : null;

    private void Refuse(int connectionId, MsrpMessage request, int status, string comment)
    {
        if (MsrpReplies.Response(request, status, comment) is { } response)
        {
            Send(connectionId, response);
        }
    }
}
