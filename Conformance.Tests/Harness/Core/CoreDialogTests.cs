using System.Text;
using Conformance.Harness.Core;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

internal sealed class CoreDialogTests
{
    [Test]
    public void Bye_of_the_client_ends_the_dialog() => CoreRig.Run(async rig =>
    {
        var success = await rig.Chat();

        await rig.Ask(rig.InDialog("BYE", success, 2).Write(), 200);
        await rig.Ask(rig.InDialog("BYE", success, 3).Write(), 481);
    });

    [TestCase("OPTIONS", 200)]
    [TestCase("UPDATE", 200)]
    [TestCase("INFO", 405)]
    [TestCase("MESSAGE", 405)]
    [TestCase("SUBSCRIBE", 489)]
    public void Request_in_the_dialog_is_answered_and_leaves_it_up(string method, int status) => CoreRig.Run(async rig =>
    {
        var success = await rig.Chat();

        await rig.Ask(rig.InDialog(method, success, 2).Write(), status);
        await rig.Ask(rig.InDialog("BYE", success, 3).Write(), 200);
    });

    [Test]
    public void Request_with_a_lower_sequence_number_is_refused_with_500() => CoreRig.Run(async rig =>
    {
        var success = await rig.Chat();
        await rig.Ask(rig.InDialog("OPTIONS", success, 5).Write(), 200);

        await rig.Ask(rig.InDialog("OPTIONS", success, 4).Write(), 500);
    });

    [Test]
    public void Same_offer_again_gets_the_same_answer_and_a_changed_one_a_higher_version() => CoreRig.Run(async rig =>
    {
        var success = await rig.Chat();
        var first = Answer(success);

        var same = await Offer(rig, success, 2, CoreRig.Offer());
        var changed = await Offer(rig, success, 3, CoreRig.Offer().Replace("sendrecv", "sendonly", StringComparison.Ordinal));

        Assert.That(Answer(same), Is.EqualTo(first));
        Assert.That(Version(changed), Is.EqualTo(Version(success) + 1));
        Assert.That(CoreRig.Path(changed), Is.EqualTo(CoreRig.Path(success)));
    });

    [Test]
    public void Offer_without_a_chat_is_refused_and_leaves_the_dialog_up() => CoreRig.Run(async rig =>
    {
        var success = await rig.Chat();
        var offer = Encoding.UTF8.GetBytes("v=0\r\no=- 1 2 IN IP4 192.0.2.2\r\ns=-\r\nt=0 0\r\nm=audio 4 RTP/AVP 0\r\n");

        await rig.Ask(rig.InDialog("UPDATE", success, 2).Body("application/sdp", offer).Write(), 488);
        await rig.Ask(rig.InDialog("BYE", success, 3).Write(), 200);
    });

    [TestCase(Transport.Udp)]
    [TestCase(Transport.Tcp)]
    public void HangUp_sends_a_BYE_in_the_dialog(Transport transport) => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            await rig.Wait(0.1);

            rig.Core.HangUp();
            var bye = await rig.Next();

            Assert.That(bye.Method, Is.EqualTo("BYE"));
            Assert.That(bye.RequestUri.Value!.Text, Does.StartWith("sip:alice@192.0.2.2:5070"));
            Assert.That(bye.CallId, Is.EqualTo("call-1"));
            Assert.That(bye.From!.Value!.Tag, Is.EqualTo(success.To!.Value!.Tag));
            Assert.That(bye.To!.Value!.Tag, Is.EqualTo("from-1"));
            await Answer(rig, bye);
            await rig.Ask(rig.InDialog("OPTIONS", success, 2).Write(), 481);
        },
        transport: transport);

    [Test]
    public void HangUp_over_a_connection_uses_the_one_that_the_client_opened() => CoreRig.Run(
        async rig =>
        {
            await rig.Chat();
            await rig.Wait(0.1);
            rig.Core.HangUp();
            await Answer(rig, await rig.Next());

            Assert.That(rig.Recorder.Events.OfType<Connection>().Select(it => (it.Change, it.Initiator, it.ConnectionId)), Is.EqualTo([
                (ConnectionChange.Opened, Direction.FromClient, 1)]));
            Assert.That(rig.Recorded.Select(it => it.ConnectionId), Is.All.EqualTo(1));
        },
        transport: Transport.Tcp);

    [TestCase("<sip:alice@192.0.2.2:5070>")]
    [TestCase("<sip:alice@192.0.2.2:5070;transport=udp>")]
    [TestCase("<sip:alice@im.example;gr=urn:uuid:1>")]
    [TestCase("<sip:alice@10.0.0.1:9>")]
    public void HangUp_reaches_the_client_whatever_its_Contact(string contact) => CoreRig.Run(async rig =>
    {
        await rig.Send(rig.Invite().Write().With("Contact", contact).WithAdded("Content-Type", "application/sdp").WithBody(Encoding.UTF8.GetBytes(CoreRig.Offer())));
        await rig.Next(180);
        await rig.Send(rig.InDialog("ACK", await rig.Next(200), 1).Write());
        await rig.Wait(0.1);

        rig.Core.HangUp();
        var bye = await rig.Next();

        Assert.That(bye.Method, Is.EqualTo("BYE"));
        Assert.That($"<{bye.RequestUri.Value!.Text}>", Is.EqualTo(contact));
    });

    [Test]
    public void HangUp_before_the_ACK_waits_for_it() => CoreRig.Run(async rig =>
    {
        await rig.Send(rig.Invite().Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer())).Write());
        await rig.Next(180);
        var success = await rig.Next(200);

        rig.Core.HangUp();
        await rig.Wait(0.3);
        Assert.That(rig.Unread, Is.Empty);
        await rig.Send(rig.InDialog("ACK", success, 1).Write());

        Assert.That((await rig.Next()).Method, Is.EqualTo("BYE"));
    });

    [Test]
    public void HangUp_without_a_chat_sends_nothing() => CoreRig.Run(async rig =>
    {
        rig.Core.HangUp();
        await rig.Wait(1);

        Assert.That(rig.Unread, Is.Empty);
    });

    private static Task Answer(CoreRig rig, SipMessage bye) =>
        rig.Send(SipReply.To(bye, rig.ToCore, 200, "OK", null).Write());

    private static async Task<SipMessage> Offer(CoreRig rig, SipMessage success, int sequence, string offer)
    {
        var invite = rig.InDialog("INVITE", success, sequence).Header("Contact", $"<sip:alice@{rig.Client}>");
        var answer = await rig.Ask(invite.Body("application/sdp", Encoding.UTF8.GetBytes(offer)).Write(), 200);
        await rig.Send(rig.InDialog("ACK", success, sequence).Write());
        return answer;
    }

    private static string Answer(SipMessage success) => success.BodyPart("application/sdp")!.Content.Text(success.Octets);

    private static int Version(SipMessage success) =>
        int.Parse(Answer(success).Split("\r\n")[1].Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
}
