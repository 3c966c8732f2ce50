using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>endChat before the answer (RFC 3261 section 9.1).</summary>
public sealed class CancelTests
{
    [Test]
    public void Cancel_waits_for_the_first_provisional_response() => Bench.RunRegistered(async bench =>
    {
        (SipMessage Message, Hop Hop)? invite = null;
        bench.Peer.OnInvite = (request, hop) => invite = (request, hop);
        bench.Peer.OnCancel = (_, _) => bench.Peer.Reply(invite!.Value.Message, invite.Value.Hop, 487, "Request Terminated");
        await bench.StartChat(Bench.Bob);
        await bench.EndChat();
        await bench.Pass(5);
        var before = bench.Peer.Requests("CANCEL").Count();
        bench.Peer.Reply(invite!.Value.Message, invite.Value.Hop, 180, "Ringing");
        await bench.Notification("chatEnded");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Zero);
            Assert.That(bench.Peer.Requests("CANCEL").Count(), Is.EqualTo(1));
            Assert.That(bench.Notices, Is.Empty);
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("ended"));
        }
    });

    [Test]
    public void Cancel_after_a_provisional_response_names_the_invite_and_requires_nothing() => Bench.RunRegistered(async bench =>
    {
        (SipMessage Message, Hop Hop)? invite = null;
        bench.Peer.OnInvite = (request, hop) =>
        {
            invite = (request, hop);
            bench.Peer.Reply(request, hop, 180, "Ringing");
        };
        bench.Peer.OnCancel = (_, _) => bench.Peer.Reply(invite!.Value.Message, invite.Value.Hop, 487, "Request Terminated");
        await bench.StartChat(Bench.Bob, Bench.Carol);
        await bench.Until(() => invite is not null);
        await bench.Pass(1);
        await bench.EndChat();
        await bench.Notification("chatEnded");
        await bench.Until(() => bench.Peer.Requests("ACK").Any());

        var (sent, cancel) = (invite!.Value.Message, bench.Peer.Requests("CANCEL").Single());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cancel.RequestUriSpan.Text(cancel.Octets), Is.EqualTo(sent.RequestUriSpan.Text(sent.Octets)));
            Assert.That(cancel.ElementTexts("Via"), Is.EqualTo(sent.ElementTexts("Via")));
            Assert.That(cancel.ElementTexts("Route"), Is.EqualTo(sent.ElementTexts("Route")));
            Assert.That(cancel.Header("To")!.Value, Is.EqualTo(sent.Header("To")!.Value));
            Assert.That(cancel.CSeq!.Value!.Number, Is.EqualTo(sent.CSeq!.Value!.Number));
            Assert.That(cancel.Header("Require"), Is.Null);
            Assert.That(bench.Peer.HopOf("CANCEL"), Is.EqualTo(invite.Value.Hop));
        }
    });

    [Test]
    public void Ok_that_crosses_the_cancel_is_acknowledged_and_ended() => Bench.RunRegistered(async bench =>
    {
        (SipMessage Message, Hop Hop)? invite = null;
        bench.Peer.OnInvite = (request, hop) =>
        {
            invite = (request, hop);
            bench.Peer.Reply(request, hop, 180, "Ringing");
        };
        bench.Peer.OnCancel = (_, _) => bench.Peer.Accept(invite!.Value.Message, invite.Value.Hop);
        await bench.StartChat(Bench.Bob);
        await bench.Until(() => invite is not null);
        await bench.Pass(1);
        await bench.EndChat();
        await bench.Notification("chatEnded");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                bench.Peer.Sip.Select(it => it.Message.Method).Where(it => it is "CANCEL" or "ACK" or "BYE"),
                Is.EqualTo(["CANCEL", "ACK", "BYE"]));
            Assert.That(bench.Notifications("chatEstablished"), Is.Empty);
            Assert.That(bench.Peer.Msrp, Is.Empty);
        }
    });

    [Test]
    public void Chat_that_is_ended_while_msrp_connects_sends_no_msrp() => Bench.RunRegistered(async bench =>
    {
        await bench.StartChat(Bench.Bob);
        await bench.Until(() => bench.Peer.Requests("ACK").Any());
        await bench.EndChat();
        await bench.Notification("chatEnded");
        await bench.Pass(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.Requests("BYE").Count(), Is.EqualTo(1));
            Assert.That(bench.Peer.Msrp, Is.Empty);
            Assert.That(bench.Notifications("chatEstablished"), Is.Empty);
        }
    });

    [TestCase(true)]
    [TestCase(false)]
    public void Cancelled_invitation_that_nobody_ends_is_given_up(bool isProceeding) => Bench.RunRegistered(async bench =>
    {
        var hasInvite = false;
        bench.Peer.OnInvite = (request, hop) =>
        {
            hasInvite = true;
            if (isProceeding)
            {
                bench.Peer.Reply(request, hop, 180, "Ringing");
            }
        };
        await bench.StartChat(Bench.Bob);
        await bench.Until(() => hasInvite);
        await bench.EndChat();
        await bench.Notification("chatEnded");

        Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("ended"));
    });
}
