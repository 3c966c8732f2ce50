using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

internal sealed class AnsweringPeerTests
{
    [TestCase(Transport.Udp)]
    [TestCase(Transport.Tcp)]
    public void Invite_with_a_chat_is_answered_with_180_and_200(Transport transport) => CoreRig.Run(async rig =>
    {
        await rig.Send(Invite(rig, CoreRig.Offer()));

        var ringing = await rig.Next(180);
        var success = await rig.Next(200);

        Assert.That(success.To?.Value?.Tag, Is.Not.Null.And.EqualTo(ringing.To?.Value?.Tag));
        Assert.That(success.Contacts.Single().Value!.Uri.Text, Does.StartWith("sip:bob@192.0.2.1:5060"));
        Assert.That(success.ElementTexts("Allow"), Is.EquivalentTo(["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "UPDATE"]));
    }, transport: transport);

    private static SipMessage Invite(CoreRig rig, string offer) =>
        rig.Invite().Body("application/sdp", Encoding.UTF8.GetBytes(offer)).Write();
}
