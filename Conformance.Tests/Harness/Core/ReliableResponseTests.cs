using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

/// <summary>Provisional responses that the core sends reliably (RFC 3262 section 3).</summary>
internal sealed class ReliableResponseTests
{
    [TestCase("Supported", "timer, 100REL")]
    [TestCase("Require", "100rel")]
    public void Reliable_response_waits_for_its_prack(string header, string tags) => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig, header, tags));
            var ringing = await rig.Next(180);
            await rig.Wait(0.4);
            Assert.That(rig.Unread, Is.Empty);

            await rig.Ask(Prack(rig, ringing, 2), 200);
            await rig.Next(200);
            await rig.Ask(Prack(rig, ringing, 3), 481);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(ringing.IsReliable(), Is.True);
                Assert.That(ringing.RSeq(), Is.GreaterThan(0).And.LessThan(int.MaxValue));
            }
        },
        Behaviours.ReliableRinging);

    [Test]
    public void Response_is_repeated_in_intervals_that_double_and_given_up_in_the_end() => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig));
            SipMessage response;
            do
            {
                response = await rig.Next();
            }
            while (response.StatusCode < 200);

            Assert.That(response.StatusCode, Is.EqualTo(504));
            var times = rig.Recorded.Where(it => it.IsSip && it.Sip.StatusCode is 183 or 504).Select(it => it.At.TotalSeconds).ToList();
            Assert.That(times.Select(it => Math.Round(it - times[0], 1)), Is.EqualTo([0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 32]));
        },
        Behaviours.ReliableAnswer);

    [Test]
    public void Without_100rel_in_the_invite_nothing_is_reliable() => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig, "Supported", "timer"));
            var ringing = await rig.Next(180);
            var success = await rig.Next(200);

            Assert.That((ringing.Header("Require"), ringing.Header("RSeq")), Is.EqualTo(((SipHeader?)null, (SipHeader?)null)));
            Assert.That(success.BodyPart("application/sdp"), Is.Not.Null);
        },
        Behaviours.ReliableAnswer);

    [Test]
    public void What_is_required_to_be_reliable_goes_out_one_by_one() => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig, "Require", "100rel"));
            var first = await rig.Next(170);
            await rig.Wait(0.4);
            Assert.That(rig.Unread, Is.Empty);

            await rig.Ask(Prack(rig, first, 2), 200);
            var second = await rig.Next(198);
            await rig.Next(200);
            await rig.Ask(Prack(rig, second, 3), 200);

            Assert.That(second.RSeq(), Is.EqualTo(first.RSeq() + 1));
        },
        Behaviours.UnknownProvisionals);

    [TestCase("1 1 INVITE")]
    [TestCase("{0} 2 INVITE")]
    [TestCase("{0} 1 BYE")]
    [TestCase("{0} 1")]
    public void Prack_that_matches_nothing_is_refused(string rack) => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig));
            var ringing = await rig.Next(180);

            await rig.Ask(rig.InDialog("PRACK", ringing, 2).Header("RAck", rack.Replace("{0}", $"{ringing.RSeq()}", StringComparison.Ordinal)).Write(), 481);
        },
        Behaviours.ReliableRinging);

    [Test]
    public void Offer_in_a_prack_is_answered_in_its_200() => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig));
            var progress = await rig.Next(183);

            var response = await rig.Ask(Prack(rig, progress, 2).With("Content-Type", "application/sdp").WithBody(Encoding.UTF8.GetBytes(CoreRig.Offer())), 200);

            Assert.That(response.BodyPart("application/sdp"), Is.Not.Null);
            Assert.That((await rig.Next(200)).BodyPart("application/sdp"), Is.Null);
        },
        Behaviours.ReliableAnswer);

    [Test]
    public void Gap_is_two_after_the_one_that_was_confirmed() => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig));
            var first = await rig.Next(183);
            await rig.Ask(Prack(rig, first, 2), 200);
            var second = await rig.Next(183);

            Assert.That(second.RSeq(), Is.EqualTo(first.RSeq() + 2));
        },
        Behaviours.ReliableGap);

    [Test]
    public void Cancelled_invitation_is_repeated_no_more() => CoreRig.Run(
        async rig =>
        {
            var invite = Invite(rig);
            await rig.Send(invite);
            await rig.Next(180);
            await rig.Ask(invite.WithStartLine("CANCEL sip:bob@im.example SIP/2.0").With("CSeq", "1 CANCEL").Without("Content-Type").WithBody([]), 200);
            await rig.Next(487);
            await rig.Send(rig.Request("ACK", "sip:bob@im.example").Write().With("Via", invite.Header("Via")!.Value));
            await rig.Wait(40);

            Assert.That(rig.Unread, Is.Empty);
            Assert.That(rig.Core.Held, Is.Zero);
        },
        Behaviours.ReliableRinging);

    [Test]
    public void Copy_of_the_200_has_another_path_and_nothing_else_that_is_new() => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig));
            await rig.Next(180);
            var success = await rig.Next(200);
            await rig.Send(rig.InDialog("ACK", success, 1).Write());
            var copy = await rig.Next(200);

            Assert.That(CoreRig.Path(copy), Is.Not.EqualTo(CoreRig.Path(success)));
            Assert.That(copy.Head.Text(copy.Octets).Split("Content-Length")[0], Is.EqualTo(success.Head.Text(success.Octets).Split("Content-Length")[0]));
        },
        Behaviours.OtherAnswerInCopy);

    private static SipMessage Invite(CoreRig rig, string header = "Supported", string tags = "100rel") =>
        rig.Invite().Header(header, tags).Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer())).Write();

    private static SipMessage Prack(CoreRig rig, SipMessage response, int sequence) =>
        rig.InDialog("PRACK", response, sequence).Header("RAck", $"{response.RSeq()} {response.Header("CSeq")!.Value}").Write();
}
