using System.Net;
using System.Security.Cryptography.X509Certificates;
using Conformance.Harness.Core.Network;

namespace Conformance.Harness.Core.Control;

/// <summary>What published ports make of addresses.</summary>
/// <param name="Core">Where the client reaches the core.</param>
/// <param name="Client">Where the client is, which is seen at another address; null where it is seen as it is.</param>
internal sealed record Translation(IPAddress Core, IPAddress? Client);

/// <summary>
/// The network as the core of one subscriber sees it: shared ports that seem to be its own. Where the client is seen at
/// another address than its own (ports that a container engine publishes), it stands here at its own, and what is sent to it
/// goes back where its datagrams came from, since nothing else reaches it.
/// </summary>
/// <param name="loop">That of the subscriber's core.</param>
/// <param name="portLoop">That of the shared ports.</param>
/// <param name="datagrams">The shared port for datagrams.</param>
/// <param name="connect">Opens a connection from the address of the shared ports.</param>
/// <param name="identity">What its traffic is known by.</param>
/// <param name="translation">What published ports make of addresses; null where there are none.</param>
internal sealed class SubscriberNetwork(
    EventLoop loop,
    EventLoop portLoop,
    IDatagramPort datagrams,
    Func<IPEndPoint, X509Certificate2?, Task<EarlyOctets>> connect,
    SubscriberIdentity identity,
    Translation? translation) : INetwork
{
    private readonly Dictionary<int, Action<IStreamConnection>> _listeners = [];
    private readonly Dictionary<IPEndPoint, IPEndPoint> _seenAs = [];
    private Action<IPEndPoint, ReadOnlyMemory<byte>> _received = (_, _) => { };
    private IPEndPoint? _lastSeen;
    private bool _isTranslated;

    public SubscriberIdentity Identity => identity;

    /// <summary>Gives its core a datagram. On the loop of the shared ports.</summary>
    public void Receive(IPEndPoint remote, Signs signs)
    {
        identity.Learn(signs, remote);
        loop.Post(() =>
        {
            See(remote);
            _lastSeen = remote;
            _seenAs[Own(remote)] = remote;
            _received(Own(remote), signs.Octets);
        });
    }

    /// <summary>Gives its core a connection to one of the shared ports. On the loop of the shared ports.</summary>
    public void Accept(int port, EarlyOctets early)
    {
        var connection = new SubscriberConnection(loop, portLoop, early, identity, CoreSide(early), Own(early.Connection.Remote));
        connection.Begin();
        loop.Post(() =>
        {
            See(early.Connection.Remote);
            if (_listeners.TryGetValue(port, out var accepted))
            {
                accepted(connection);
            }
        });
    }

    public IDatagramPort BindDatagram(IPEndPoint local, Action<IPEndPoint, ReadOnlyMemory<byte>> received)
    {
        _received = received;
        return new Datagrams(this);
    }

    public IStreamListener Listen(IPEndPoint local, Action<IStreamConnection> accepted, X509Certificate2? certificate = null)
    {
        _listeners[local.Port] = accepted;
        return new Listener(this, local);
    }

    public async Task<IStreamConnection> ConnectAsync(IPEndPoint remote, CancellationToken cancellation, X509Certificate2? authority = null)
    {
        if (_isTranslated)
        {
            throw new IOException($"no connection to {remote}: it is behind published ports");
        }

        var early = await connect(remote, authority);
        var connection = new SubscriberConnection(loop, portLoop, early, identity, CoreSide(early), remote);
        portLoop.Post(connection.Begin);
        return connection;
    }

    private IPEndPoint Own(IPEndPoint seen) => translation?.Client is { } client ? new IPEndPoint(client, seen.Port) : seen;

    private IPEndPoint CoreSide(EarlyOctets early) =>
        translation is null ? early.Connection.Local : new IPEndPoint(translation.Core, early.Connection.Local.Port);

    private IPEndPoint Target(IPEndPoint own) => _isTranslated && _lastSeen is not null ? _seenAs.GetValueOrDefault(own, _lastSeen) : own;

    private void See(IPEndPoint remote) => _isTranslated |= translation?.Client is { } client && !client.Equals(remote.Address);

    private sealed class Datagrams(SubscriberNetwork network) : IDatagramPort
    {
        public IPEndPoint Local => network.DatagramPort.Local;

        public void Send(IPEndPoint remote, ReadOnlyMemory<byte> octets)
        {
            network.Note(octets);
            network.DatagramPort.Send(network.Target(remote), octets);
        }

        public void Dispose() => network._received = (_, _) => { };
    }

    private IDatagramPort DatagramPort => datagrams;

    /// <summary>Before the client can react to it, what is sent is known.</summary>
    private void Note(ReadOnlyMemory<byte> octets) => portLoop.Post(() => identity.Learn(new Signs(octets), null));

    private sealed class Listener(SubscriberNetwork network, IPEndPoint local) : IStreamListener
    {
        public IPEndPoint Local => local;

        public void Dispose() => network._listeners.Remove(local.Port);
    }
}
