using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Tests.Harness.Core;

internal sealed class ConferenceFactoryTests
{
    [Test]
    public void Invite_with_a_list_begins_a_conference() => CoreRig.Run(async rig =>
    {
        await rig.Send(Invite(rig, List("sip:bob@im.example", "tel:+358501234567")));
        var ringing = await rig.Next(180);
        var success = await rig.Next(200);

        var contact = success.Contacts.Single().Value!;
        Assert.That(contact.Uri.Text, Does.Match("^sip:conf-[a-z0-9]+@192.0.2.1:5060$"));
        Assert.That(contact.Parameters.Named("isfocus"), Is.Not.Null);
        Assert.That(contact.Uri.Text, Is.EqualTo(ringing.Contacts.Single().Value!.Uri.Text));
    });

    [Test]
    public void Conference_is_each_time_another() => CoreRig.Run(async rig =>
    {
        var first = await Begin(rig, "call-1");
        var second = await Begin(rig, "call-2");

        Assert.That(first.Contacts[0].Value!.Uri.Text, Is.Not.EqualTo(second.Contacts[0].Value!.Uri.Text));
    });

    [TestCase("<?xml version=\"1.0\"?><resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list/></resource-lists>", 400)]
    [TestCase("<resource-lists", 400)]
    [TestCase(null, 488)]
    public void Invite_without_anybody_is_refused_with_a_warning(string? list, int status) => CoreRig.Run(async rig =>
    {
        var refusal = await rig.Ask(Invite(rig, list is null ? null : Encoding.UTF8.GetBytes(list)), status);

        Assert.That(refusal.Header("Warning")?.Value, Does.StartWith("399 192.0.2.1:5060 "));
    });

    [Test]
    public void Factory_is_found_by_the_rules_for_URIs() => CoreRig.Run(async rig =>
    {
        await rig.Send(Invite(rig, List("sip:bob@im.example"), "sip:im-factory@IM.Example"));
        await rig.Next(180);

        Assert.That((await rig.Next(200)).Contacts[0].Value!.Uri.Text, Does.Contain("conf-"));
    });

    [Test]
    public void Conference_can_be_joined_while_it_lasts() => CoreRig.Run(async rig =>
    {
        var success = await Begin(rig, "call-1");
        var uri = success.Contacts[0].Value!.Uri.Text;

        await rig.Send(rig.Invite(uri, "call-2").Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer())).Write());
        await rig.Next(180);
        var joined = await rig.Next(200);
        await rig.Send(rig.InDialog("ACK", joined, 1).Write());
        Assert.That(joined.Contacts[0].Value!.Uri.Text, Is.EqualTo(uri));

        await rig.Ask(rig.InDialog("BYE", success, 2).Write(), 200);
        await rig.Ask(rig.InDialog("BYE", joined, 2).Write(), 200);
        await rig.Ask(rig.Invite(uri, "call-3").Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer())).Write(), 404);
    });

    [Test]
    public void Subscription_to_another_package_is_refused_with_489() => CoreRig.Run(async rig =>
    {
        var success = await Begin(rig, "call-1");

        var refusal = await rig.Ask(rig.Request("SUBSCRIBE", success.Contacts[0].Value!.Uri.Text, "call-9").Header("Event", "presence").Write(), 489);

        Assert.That(refusal.ElementTexts("Allow-Events"), Is.EqualTo(["conference"]));
    });

    private static byte[] List(params string[] members) => ResourceLists.Write(members.Select(it => (it, (string?)null)));

    private static SipMessage Invite(CoreRig rig, byte[]? list, string uri = CoreRig.Factory, string callId = "call-1")
    {
        var body = new MultipartWriter("b1").Part(Encoding.UTF8.GetBytes(CoreRig.Offer()), "Content-Type: application/sdp");
        if (list is not null)
        {
            body.Part(list, "Content-Type: application/resource-lists+xml", "Content-Disposition: recipient-list");
        }

        return rig.Invite(uri, callId)
            .Header("Require", "recipient-list-invite")
            .Body("multipart/mixed;boundary=b1", body.Write())
            .Write();
    }

    /// <summary>Begins a conference with bob and carol, or with those named, and gives the 200.</summary>
    internal static async Task<SipMessage> Begin(CoreRig rig, string callId, params string[] members)
    {
        await rig.Send(Invite(rig, List(members.Length > 0 ? members : ["sip:bob@im.example", "sip:carol@im.example"]), callId: callId));
        await rig.Next(180);
        var success = await rig.Next(200);
        await rig.Send(rig.InDialog("ACK", success, 1).Write());
        return success;
    }
}
