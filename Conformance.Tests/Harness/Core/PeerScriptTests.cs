using System.Text;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

/// <summary>What the peer asks in a dialog of its own accord.</summary>
internal sealed class PeerScriptTests
{
    [Test]
    public void Requests_come_one_after_the_other_in_the_dialog() => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            var numbers = new List<uint>();
            foreach (var method in Behaviours.PeerAsks.Dialog.Requests.Select(it => it.Method))
            {
                var request = await rig.Next();
                await rig.Wait(0.4);
                Assert.That(rig.Unread, Is.Empty);
                Assert.That((request.Method, request.CallId, request.To!.Value!.Tag), Is.EqualTo((method, "call-1", "from-1")));
                Assert.That(request.From!.Value!.Tag, Is.EqualTo(success.To!.Value!.Tag));
                numbers.Add(request.CSeq!.Value!.Number);
                await Answer(rig, request, 405);
            }

            Assert.That(numbers, Is.EqualTo(Enumerable.Range((int)numbers[0], numbers.Count)));
            await AssertAcknowledged(rig, numbers[^1]);
        },
        Behaviours.PeerAsks);

    [Test]
    public void Stale_request_has_the_number_before_and_one_for_nobody_another_tag() => CoreRig.Run(
        async rig =>
        {
            await rig.Chat();
            var options = await rig.Next();
            await Answer(rig, options, 200);
            var stale = await rig.Next();
            await Answer(rig, stale, 500);
            await AssertAcknowledged(rig, stale.CSeq!.Value!.Number);
            var bye = await rig.Next();

            Assert.That(stale.CSeq.Value.Number, Is.EqualTo(options.CSeq!.Value!.Number - 1));
            Assert.That((bye.Method, bye.To!.Value!.Tag), Is.EqualTo(("BYE", "nobodyfrom-1")));
            await Answer(rig, bye, 481);
        },
        Behaviours.PeerErrs);

    [Test]
    public void Accepted_offer_is_acknowledged_for_each_copy_and_moves_the_chat() => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            var invite = await rig.Next();
            var answer = SipReply.To(invite, rig.ToCore, 200, "OK", null).Header("Contact", $"<sip:alice@{rig.Client}>").Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer())).Write();

            await rig.Send(answer);
            await AssertAcknowledged(rig, invite.CSeq!.Value!.Number);
            await rig.Send(answer);
            await AssertAcknowledged(rig, invite.CSeq.Value.Number);

            Assert.That(CoreRig.Path(invite), Is.Not.EqualTo(CoreRig.Path(success)));
        },
        Behaviours.PeerMoves);

    [Test]
    public void Refused_offer_leaves_the_description_as_it_was() => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            var invite = await rig.Next();
            await Answer(rig, invite, 488);
            await AssertAcknowledged(rig, invite.CSeq!.Value!.Number);

            var again = await rig.Ask(rig.InDialog("INVITE", success, 2).Header("Contact", $"<sip:alice@{rig.Client}>").Write(), 200);

            Assert.That(CoreRig.Path(again), Is.EqualTo(CoreRig.Path(success)));
        },
        Behaviours.PeerMoves);

    [Test]
    public void Offer_that_the_client_is_asked_for_is_answered_in_the_ACK() => CoreRig.Run(
        async rig =>
        {
            await rig.Chat();
            foreach (var request in Behaviours.PeerReoffers.Dialog.Requests.TakeWhile(it => it.Offers is not null))
            {
                var invite = await rig.Next();
                Assert.That(Sdp(invite), Is.Not.Null, $"{request}");
                await Answer(rig, invite, 488);
                await rig.Next();
            }

            var asking = await rig.Next();
            await rig.Send(SipReply.To(asking, rig.ToCore, 200, "OK", null).Header("Contact", $"<sip:alice@{rig.Client}>").Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer("m=audio 0 RTP/AVP 0\r\n"))).Write());
            var ack = await rig.Next();

            Assert.That((Sdp(asking), ack.Method), Is.EqualTo(((string?)null, "ACK")));
            Assert.That(Sdp(ack), Does.Contain("m=message").And.Contain("m=audio 0 RTP/AVP 0"));
        },
        Behaviours.PeerReoffers);

    [Test]
    public void Invite_of_the_client_while_one_of_the_peer_is_open_gets_491() => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            var invite = await rig.Next();

            await rig.Ask(rig.InDialog("INVITE", success, 2).Header("Contact", $"<sip:alice@{rig.Client}>").Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer())).Write(), 491);

            await Answer(rig, invite, 491);
        },
        Behaviours.PeerMoves);

    [Test]
    public void Dialog_that_ends_ends_the_script() => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            await rig.Ask(rig.InDialog("BYE", success, 2).Write(), 200);
            await rig.Wait(5);

            Assert.That(rig.Unread, Is.Empty);
        },
        Behaviours.PeerAsks);

    private static Task Answer(CoreRig rig, SipMessage request, int statusCode) =>
        rig.Send(SipReply.To(request, rig.ToCore, statusCode, "Answer", null).Write());

    private static async Task AssertAcknowledged(CoreRig rig, uint number)
    {
        var ack = await rig.Next();
        Assert.That((ack.Method, ack.CSeq!.Value!.Number), Is.EqualTo(("ACK", number)));
    }

    private static string? Sdp(SipMessage message) => message.BodyPart("application/sdp")?.Content.Text(message.Octets);
}
