using System.Net;
using System.Security.Cryptography.X509Certificates;
using Conformance.Harness.Core.Network;

namespace Conformance.Harness.Core.Control;

/// <summary>
/// The ports of one core on which the clients of many subscribers arrive: each datagram, and each connection once it has
/// shown whose it is, goes to the network of its subscriber. Used from its event loop.
/// </summary>
internal sealed class SharedPorts : IDisposable
{
    /// <summary>What a connection may send without its being seen whose it is.</summary>
    private const int MostAnonymousOctets = 256 * 1024;

    private readonly EventLoop _loop;
    private readonly INetwork _network;
    private readonly List<SubscriberNetwork> _subscribers = [];
    private readonly List<IDisposable> _ports = [];
    private readonly IDatagramPort _datagrams;

    /// <exception cref="AddressUnavailableException">A port is taken, or the address cannot be bound.</exception>
    public SharedPorts(EventLoop loop, INetwork network, PortPlan plan, TestAuthority authority)
    {
        _loop = loop;
        _network = network;
        try
        {
            var sip = network.Listen(new IPEndPoint(plan.Address, plan.Sip), it => Accept(it, Bound!.Sip));
            _ports.Add(sip);
            _datagrams = network.BindDatagram(sip.Local, Receive);
            _ports.Add(_datagrams);
            var secureSip = Listen(plan.SipOverTls, isSecure: true);
            var msrp = Listen(plan.Msrp, isSecure: false);
            var secureMsrp = Listen(plan.MsrpOverTls, isSecure: true);
            Bound = new PortPlan(plan.Address, sip.Local.Port, secureSip, msrp, secureMsrp);
        }
        catch (AddressUnavailableException)
        {
            Dispose();
            throw;
        }

        int Listen(int port, bool isSecure)
        {
            IStreamListener listener = null!;
            listener = network.Listen(new IPEndPoint(plan.Address, port), it => Accept(it, listener.Local.Port), isSecure ? authority.Server : null);
            _ports.Add(listener);
            return listener.Local.Port;
        }
    }

    /// <summary>Where it listens.</summary>
    public PortPlan Bound { get; }

    /// <summary>How many messages were for no subscriber.</summary>
    public long Unattributed { get; private set; }

    /// <summary>The network of a new subscriber, whose core runs on that loop; from then on it is given what is its own.</summary>
    public SubscriberNetwork Add(EventLoop loop, SubscriberIdentity identity, Translation? translation)
    {
        var network = new SubscriberNetwork(loop, _loop, _datagrams, ConnectAsync, identity, translation);
        _subscribers.Add(network);
        return network;
    }

    public void Remove(SubscriberNetwork network) => _subscribers.Remove(network);

    public void Dispose() => _ports.ForEach(it => it.Dispose());

    /// <summary>Opens a connection to a client. From any thread.</summary>
    private Task<EarlyOctets> ConnectAsync(IPEndPoint remote, X509Certificate2? authority)
    {
        var opened = new TaskCompletionSource<EarlyOctets>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(Open);
        return opened.Task;

        async void Open()
        {
            try
            {
                var early = new EarlyOctets(await _network.ConnectAsync(remote, CancellationToken.None, authority));
                early.Connection.Start(early.Receive, early.End);
                opened.SetResult(early);
            }
            catch (IOException refused)
            {
                opened.SetException(refused);
            }
        }
    }

    private void Receive(IPEndPoint remote, ReadOnlyMemory<byte> octets)
    {
        var signs = new Signs(octets);
        if (Attribution.Of(signs, remote, _subscribers) is { } subscriber)
        {
            subscriber.Receive(remote, signs);
        }
        else
        {
            Unattributed++;
        }
    }

    /// <summary>A connection is given away with what it has sent until then; while one subscriber only is served, at once.</summary>
    private void Accept(IStreamConnection connection, int port)
    {
        var early = new EarlyOctets(connection);
        if (_subscribers is [var only])
        {
            only.Accept(port, early);
        }

        connection.Start(octets => Arrived(early, port, octets), early.End);
    }

    private void Arrived(EarlyOctets early, int port, ReadOnlyMemory<byte> octets)
    {
        early.Receive(octets);
        if (early.IsTaken)
        {
            return;
        }

        if (Attribution.Of(new Signs(early.Octets), early.Connection.Remote, _subscribers) is { } subscriber)
        {
            subscriber.Accept(port, early);
        }
        else if (early.Octets.Length > MostAnonymousOctets)
        {
            Unattributed++;
            early.Connection.Abort();
        }
    }
}
