using System.Text;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>The ports at which a mutant takes hold of the client.</summary>
public sealed class TamperTests
{
    [Test]
    public void Send_port_rewrites_sip_and_leaves_what_the_client_does_with_it() => Bench.RunRegistered(
        async bench =>
        {
            await bench.StartChat(Bench.Bob);
            await bench.Notification("chatEstablished");

            Assert.That(bench.Peer.Requests("INVITE").Single().Header("Allow"), Is.Null);
        },
        Mutant.Rewrites("no-allow", "INVITE", invite => invite.Without("Allow")).Create());

    [Test]
    public void Send_port_drops_and_the_client_repeats() => Bench.RunRegistered(
        async bench =>
        {
            await bench.StartChat(Bench.Bob);
            await bench.Notification("chatEnded");

            using (Assert.EnterMultipleScope())
            {
                Assert.That(bench.Peer.Requests("INVITE"), Is.Empty);
                Assert.That(bench.Notices, Is.EqualTo(["chatFailed"]));
            }
        },
        Mutant.Drops("no-invite", "INVITE").Create());

    [Test]
    public void Send_port_that_names_another_transport_is_followed() => Bench.RunRegistered(
        async bench =>
        {
            await bench.StartChat(Bench.Bob);
            await bench.Until(() => bench.Peer.Requests("INVITE").Any());

            Assert.That(bench.Peer.HopOf("INVITE").Transport, Is.EqualTo(Transport.Tcp));
        },
        Mutant.SendsSip("by-tcp", it => it.Method == "INVITE", it => [it with { Transport = Transport.Tcp }]).Create());

    [Test]
    public void Send_port_sees_what_would_go_over_tcp_and_can_keep_it_on_udp() => Bench.RunRegistered(
        async bench =>
        {
            await bench.StartChat($"sip:bob@im.example;maddr={new string('a', 600)}");
            await bench.Until(() => bench.Peer.Requests("INVITE").Any());

            Assert.That(bench.Peer.HopOf("INVITE").Transport, Is.EqualTo(Transport.Udp));
        },
        Mutant.SendsSip("large-by-udp", it => it.Method == "INVITE", it => [it with { Transport = Transport.Udp }]).Create());

    [Test]
    public void Send_port_that_puts_msrp_beside_sip_reaches_the_session_of_the_chat() => Bench.RunChat(
        async bench =>
        {
            await bench.EndChat();
            await bench.Notification("chatEnded");

            var last = bench.Peer.Sends.Last();
            Assert.That(last.Body.Text(last.Octets), Is.EqualTo("after the end"));
        },
        Mutant.SendsSip("speaks-after-bye", it => it.Method == "BYE", it =>
        [
            it,
            new Outgoing(WireProtocol.Msrp, Transport.Tcp, MsrpWriter
                .Request("t1234567", "SEND", "msrp://192.0.2.1:2855/peersession01;tcp", "msrp://192.0.2.2:1/x;tcp")
                .Header("Message-ID", "m1234567")
                .Body("text/plain", Encoding.UTF8.GetBytes("after the end"))
                .Write().Octets),
        ]).Create());

    [Test]
    public void Send_port_rewrites_msrp() => Bench.RunChat(
        bench =>
        {
            Assert.That(bench.Peer.Sends.Single().MessageId, Is.Null);
            return Task.CompletedTask;
        },
        Mutant.RewritesMsrp("no-message-id", it => it.Method == "SEND", it => it.Without("Message-ID")).Create());

    [Test]
    public void Receive_port_lets_the_client_hear_something_else() => Bench.RunChat(
        async bench => Assert.That((await bench.Describe())["supportedMethods"], Is.Null),
        Mutant.Mishears("deaf-to-allow", it => it.StatusCode == 200, it => it.Without("Allow")).Create());

    [Test]
    public void Receive_port_that_drops_msrp_leaves_the_peer_without_answer() => Bench.RunChat(
        async bench =>
        {
            bench.Peer.SendMessage("t1234567", "m1234567", "hi");
            await bench.Pass(1);

            Assert.That(bench.Peer.MsrpResponseTo("t1234567"), Is.Null);
        },
        Mutant.Receives("deaf-to-msrp", (protocol, octets) => protocol == WireProtocol.Msrp ? [] : [octets]).Create());

    [Test]
    public void Connect_port_that_opens_nothing_leaves_the_client_unaware() => Bench.RunRegistered(
        async bench =>
        {
            await bench.StartChat(Bench.Bob);
            await bench.Notification("chatEstablished");
            await bench.SendMessage("hello");
            await bench.Pass(1);

            Assert.That(bench.Peer.Msrp, Is.Empty);
        },
        new Tamper { Connect = _ => null });

    [Test]
    public void Connect_port_that_goes_elsewhere_is_followed() => Bench.RunRegistered(
        async bench =>
        {
            await bench.StartChat(Bench.Bob);
            await bench.Notification("chatEnded");

            Assert.That(bench.Notices, Is.EqualTo(["chatFailed"]));
        },
        new Tamper { Connect = target => new(target.Address, 9) });
}
