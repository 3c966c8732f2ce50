using System.Net;
using System.Text;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

internal sealed class FakeCoreTests
{
    [Test]
    public void Everything_that_passes_is_recorded_in_order_with_its_addresses() => CoreRig.Run(async rig =>
    {
        var success = await rig.Chat();
        var (connection, path) = await rig.Connect(success);
        rig.Send(connection, MsrpWriter.Request("tran1", "SEND", path, "msrp://192.0.2.2:7394/client;tcp").Header("Message-ID", "mess1").Write());
        await rig.NextMsrp();
        await rig.Ask(rig.InDialog("BYE", success, 2).Write(), 200);

        Assert.That(rig.Recorder.Events.Select(Line), Is.EqualTo([
            "> Udp 0 INVITE",
            "< Udp 0 180",
            "< Udp 0 200",
            "> Udp 0 ACK",
            "Opened FromClient 1",
            "> Tcp 1 SEND",
            "< Tcp 1 200",
            "> Udp 0 BYE",
            "< Udp 0 200",
        ]));
        Assert.That(rig.Recorded.Where(it => it.IsSip).Select(it => ($"{it.Client}", $"{it.Core}")), Is.All.EqualTo(("192.0.2.2:5070", "192.0.2.1:5060")));
        Assert.That(rig.Recorded.Where(it => it.IsMsrp).Select(it => $"{it.Core}"), Is.All.EqualTo(path["msrp://".Length..path.LastIndexOf('/')]));
    });

    [Test]
    public void Several_chats_are_up_at_once_and_leave_nothing_behind() => CoreRig.Run(async rig =>
    {
        var chats = new List<(SipMessage Success, int Connection, string Path)>();
        foreach (var i in Enumerable.Range(1, 20))
        {
            var success = await rig.Chat($"call-{i}");
            var (connection, path) = await rig.Connect(success);
            chats.Add((success, connection, path));
        }

        foreach (var (_, connection, path) in chats)
        {
            rig.Send(connection, MsrpWriter.Request("tran1", "SEND", path, "msrp://192.0.2.2:7394/client;tcp").Header("Message-ID", "mess1").Body("text/plain", Encoding.UTF8.GetBytes(path)).Write());
            Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(200));
            var echo = await rig.NextMsrp();
            Assert.That(echo.Body.Text(echo.Octets), Is.EqualTo($"echo: {path}"));
        }

        foreach (var (success, _, _) in chats)
        {
            await rig.Ask(rig.InDialog("BYE", success, 2).Write(), 200);
        }

        Assert.That(rig.Core.Held, Is.Positive);
        await rig.Wait(65);
        Assert.That(rig.Core.Held, Is.Zero);
    });

    [Test]
    public void Chat_that_failed_or_was_never_acknowledged_leaves_nothing_behind() => CoreRig.Run(
        async rig =>
        {
            foreach (var i in Enumerable.Range(1, 3))
            {
                await rig.Send(rig.Invite(callId: $"call-{i}").Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer())).Write());
            }

            await rig.Wait(200);

            Assert.That(rig.Core.Held, Is.Zero);
        });

    [Test]
    public void Same_seed_gives_the_same_octets()
    {
        static string[] Play()
        {
            var octets = Array.Empty<string>();
            CoreRig.Run(async rig =>
            {
                await rig.Chat();
                rig.Core.HangUp();
                await rig.Wait(1);
                octets = [.. rig.Recorded.Select(it => Convert.ToHexString(it.Octets.Span))];
            });
            return octets;
        }

        var first = Play();

        Assert.That(first, Is.Not.Empty);
        Assert.That(Play(), Is.EqualTo(first));
    }

    [TestCase("udp", "sip:192.0.2.1:5060;transport=udp;lr")]
    [TestCase("tcp", "sip:192.0.2.1:5060;transport=tcp;lr")]
    public void OutboundProxy_is_a_loose_route_to_the_core(string transport, string expected) => CoreRig.Run(rig =>
    {
        Assert.That(rig.Core.OutboundProxy(transport), Is.EqualTo(expected));
        return Task.CompletedTask;
    });

    [TestCase("127.0.0.1:0", "sip:127.0.0.1:")]
    [TestCase("[::1]:0", "sip:[::1]:")]
    [TestCase("0.0.0.0:0", "sip:127.0.0.1:")]
    public void Core_on_sockets_answers_over_both_transports_at_one_port(string listen, string proxy)
    {
        var loop = new LiveEventLoop();
        var network = new SocketNetwork(loop);
        var options = new CoreOptions(PortPlan.With(IPEndPoint.Parse(listen)), "im.example", CoreRig.Factory, "alice", "secret", 1, Behaviours.Usual);
        using var core = new FakeCore(loop, network, options, new TraceRecorder(loop.Time));
        var inbox = new Answers();
        using var port = new SipPort(network, new IPEndPoint(core.Contact.Address, 0), new ConnectionNumbers(), inbox);

        loop.Run(async () =>
        {
            foreach (var transport in new[] { Transport.Udp, Transport.Tcp })
            {
                var arrived = inbox.Next();
                await port.SendAsync(Options(port.Local, transport).Octets, new Hop(transport, core.Contact));
                Assert.That((await arrived.WaitAsync(TimeSpan.FromSeconds(10), loop.Time)).StatusCode, Is.EqualTo(200));
            }

            return true;
        });

        Assert.That(core.OutboundProxy("udp"), Does.StartWith(proxy));
    }

    [Test]
    public void Core_whose_port_is_taken_says_so()
    {
        var loop = new LiveEventLoop();
        var network = new SocketNetwork(loop);
        using var taken = network.BindDatagram(new IPEndPoint(IPAddress.Loopback, 0), (_, _) => { });
        var options = new CoreOptions(PortPlan.With(taken.Local), "im.example", CoreRig.Factory, "alice", "secret", 1, Behaviours.Usual);

        Assert.Throws<AddressInUseException>(() => new FakeCore(loop, network, options, new TraceRecorder(loop.Time)).Dispose());
    }

    [Test]
    public void Core_that_is_disposed_says_no_more() => CoreRig.Run(async rig =>
    {
        await rig.Send(rig.Invite().Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer())).Write());
        await rig.Next(180);
        await rig.Next(200);
        var recorded = rig.Recorder.Events.Count;

        rig.Core.Dispose();
        await rig.Wait(100);

        Assert.That(rig.Unread, Is.Empty);
        Assert.That(rig.Recorder.Events, Has.Count.EqualTo(recorded));
    });

    private static string Line(TraceEvent happened) => happened switch
    {
        WireMessage it => $"{(it.IsFromClient ? '>' : '<')} {it.Transport} {it.ConnectionId} {What(it)}",
        Connection it => $"{it.Change} {it.Initiator} {it.ConnectionId}",
        _ => "?",
    };

    private static string What(WireMessage it) => it.IsSip
        ? it.Sip.IsRequest ? it.Sip.Method : $"{it.Sip.StatusCode}"
        : it.Msrp.IsRequest ? it.Msrp.Method : $"{it.Msrp.StatusCode}";

    private static SipMessage Options(IPEndPoint local, Transport transport) => SipWriter.Request("OPTIONS", "sip:im.example")
        .Header("Via", $"SIP/2.0/{transport.ToString().ToUpperInvariant()} {local};branch=z9hG4bK{transport};rport")
        .Header("Max-Forwards", "70")
        .Header("From", "<sip:alice@im.example>;tag=1")
        .Header("To", "<sip:im.example>")
        .Header("Call-ID", "1")
        .Header("CSeq", "1 OPTIONS")
        .Write();

    private sealed class Answers : IPortUser<SipMessage>
    {
        private TaskCompletionSource<SipMessage> _next = new();

        public Task<SipMessage> Next() => (_next = new TaskCompletionSource<SipMessage>()).Task;

        public void OnMessage(SipMessage message, Hop source, IPEndPoint local) => _next.TrySetResult(message);

        public void OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local)
        {
        }

        public void OnConnection(StreamChange change)
        {
        }
    }
}
