using System.Net;
using System.Text;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Control;
using Conformance.Harness.Core.Network;

namespace Conformance.Tests.Harness.Core.Control;

/// <summary>Several subscribers on one set of ports, in memory: who is given what, and where it goes that is sent to them.</summary>
internal sealed class SharedPortsTests
{
    private static readonly IPEndPoint Sip = IPEndPoint.Parse("192.0.2.1:5060");
    private static readonly IPEndPoint Msrp = IPEndPoint.Parse("192.0.2.1:5062");
    private static readonly IPAddress Seen = IPAddress.Parse("192.0.2.2");
    private static readonly IPAddress Own = IPAddress.Parse("198.51.100.9");

    [Test]
    public void A_datagram_goes_to_its_subscriber_alone() => Run(async rig =>
    {
        var (alice, bob) = (rig.Add("sip:alice@im.example"), rig.Add("sip:bob@im.example"));

        rig.Client.Send(Sip, Octets("REGISTER sip:im.example SIP/2.0\r\nFrom: <sip:bob@im.example>;tag=1\r\n\r\n"));
        rig.Client.Send(Sip, Octets("of nobody"));
        await rig.Settle();

        Assert.That((alice.Datagrams.Count, bob.Datagrams.Count, rig.Ports.Unattributed), Is.EqualTo((0, 2, 0)), "the second by its source");
    });

    [Test]
    public void A_datagram_of_nobody_is_counted() => Run(async rig =>
    {
        rig.Add("sip:alice@im.example");
        rig.Add("sip:bob@im.example");

        rig.Client.Send(Sip, Octets("nonsense"));
        await rig.Settle();

        Assert.That(rig.Ports.Unattributed, Is.EqualTo(1));
    });

    /// <summary>Behind published ports a client is seen at the engine's address: in the trace it stands at its own, and is answered where it is seen.</summary>
    [Test]
    public void A_client_behind_published_ports_stands_at_its_own_address_and_is_answered_where_it_is_seen() => Run(async rig =>
    {
        var alice = rig.Add("sip:alice@im.example", new Translation(IPAddress.Loopback, Own));
        rig.Client.Send(Sip, Octets("OPTIONS sip:x SIP/2.0\r\n\r\n"));
        await rig.Settle();

        alice.Port.Send(new IPEndPoint(Own, 5070), Octets("by its Via"));
        alice.Port.Send(new IPEndPoint(Own, rig.Client.Local.Port), Octets("by its source"));
        await rig.Settle();

        Assert.That(alice.Datagrams.Single().From, Is.EqualTo(new IPEndPoint(Own, rig.Client.Local.Port)));
        Assert.That(rig.AtClient, Is.EqualTo(new[] { "by its Via", "by its source" }));
        Assert.That(async () => await alice.Network.ConnectAsync(new IPEndPoint(Own, 5070), CancellationToken.None), Throws.InstanceOf<IOException>().With.Message.EndsWith("it is behind published ports"));
    });

    /// <summary>A core that advertises a name may be reached without any translation.</summary>
    [Test]
    public void A_client_that_is_seen_where_it_is_can_be_called() => Run(async rig =>
    {
        var alice = rig.Add("sip:alice@im.example", new Translation(IPAddress.Parse("192.0.2.1"), Seen));
        using var listener = rig.ClientHost.Listen(new IPEndPoint(Seen, 5070), far => far.Start(octets => rig.AtClient.Add(Text(octets)), _ => { }));
        rig.Client.Send(Sip, Octets("OPTIONS sip:x SIP/2.0\r\n\r\n"));
        await rig.Settle();

        var connection = await alice.Network.ConnectAsync(new IPEndPoint(Seen, 5070), CancellationToken.None);
        connection.Send(Octets("BYE"));
        await rig.Settle();

        Assert.That(rig.AtClient, Is.EqualTo(new[] { "BYE" }));
    });

    [Test]
    public void A_connection_is_given_to_whom_it_shows_itself_with_all_it_has_sent() => Run(async rig =>
    {
        var (alice, bob) = (rig.Add("sip:alice@im.example"), rig.Add("sip:bob@im.example"));
        bob.Network.Identity.Learn(new Signs(Octets("a=path:msrp://192.0.2.1:5062/bobs;tcp")), null);

        var connection = await rig.ClientHost.ConnectAsync(Msrp, CancellationToken.None);
        connection.Send(Octets("MSRP a786hjs2 SE"));
        await rig.Settle();
        var before = alice.Connections.Count + bob.Connections.Count;
        connection.Send(Octets("ND\r\nTo-Path: msrp://192.0.2.1:5062/bobs;tcp\r\n"));
        connection.Close();
        await rig.Settle();

        Assert.That((before, alice.Connections.Count), Is.EqualTo((0, 0)));
        Assert.That(bob.Connections.Single(), Is.EqualTo("MSRP a786hjs2 SEND\r\nTo-Path: msrp://192.0.2.1:5062/bobs;tcp\r\n ended"));
    });

    [Test]
    public void A_connection_is_the_only_subscribers_before_it_says_anything() => Run(async rig =>
    {
        var alice = rig.Add("sip:alice@im.example");

        await rig.ClientHost.ConnectAsync(Msrp, CancellationToken.None);
        await rig.Settle();

        Assert.That(alice.Connections, Has.Count.EqualTo(1));
    });

    [Test]
    public void A_connection_that_goes_on_and_on_and_is_nobodys_is_ended() => Run(async rig =>
    {
        rig.Add("sip:alice@im.example");
        rig.Add("sip:bob@im.example");
        var ended = new TaskCompletionSource<CloseReason>();

        var connection = await rig.ClientHost.ConnectAsync(Msrp, CancellationToken.None);
        connection.Start(_ => { }, ended.SetResult);
        connection.Send(new byte[300 * 1024]);

        Assert.That((await ended.Task, rig.Ports.Unattributed), Is.EqualTo((CloseReason.Reset, 1)));
    });

    private static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);

    private static void Run(Func<Rig, Task> test)
    {
        var loop = new ManualEventLoop();
        using var rig = new Rig(loop);
        loop.Run(async () =>
        {
            rig.Open();
            await test(rig);
            return true;
        });
    }

    private sealed class Rig(ManualEventLoop loop) : IDisposable
    {
        private readonly MemoryNetwork _network = new(loop, TimeSpan.FromMilliseconds(1));
        private readonly TestAuthority _authority = new(TimeProvider.System, "im.example");

        public SharedPorts Ports { get; private set; } = null!;

        public INetwork ClientHost { get; private set; } = null!;

        public IDatagramPort Client { get; private set; } = null!;

        public List<string> AtClient { get; } = [];

        public void Open()
        {
            Ports = new SharedPorts(loop, _network.Host(Sip.Address), PortPlan.From(Sip), _authority);
            ClientHost = _network.Host(Seen);
            Client = ClientHost.BindDatagram(new IPEndPoint(Seen, 0), (_, octets) => AtClient.Add(Text(octets)));
        }

        public Subscriber Add(string address, Translation? translation = null) =>
            new(Ports.Add(loop, new SubscriberIdentity(address, null), translation));

        public Task Settle() => Task.Delay(TimeSpan.FromSeconds(1), loop.Time);

        public void Dispose()
        {
            Ports.Dispose();
            _authority.Dispose();
        }
    }

    /// <summary>What the core of a subscriber would see.</summary>
    private sealed class Subscriber
    {
        public Subscriber(SubscriberNetwork network)
        {
            Network = network;
            Port = network.BindDatagram(Sip, (from, octets) => Datagrams.Add((from, Text(octets))));
            network.Listen(Msrp, Accept);
        }

        public SubscriberNetwork Network { get; }

        public IDatagramPort Port { get; }

        public List<(IPEndPoint From, string Text)> Datagrams { get; } = [];

        /// <summary>What came on each connection.</summary>
        public List<string> Connections { get; } = [];

        private void Accept(IStreamConnection connection)
        {
            var i = Connections.Count;
            Connections.Add("");
            connection.Start(octets => Connections[i] += Text(octets), _ => Connections[i] += " ended");
        }
    }
}
