using System.Text;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Tests.Harness.Core;

/// <summary>The focus as notifier (RFC 4575, RFC 6665 section 4.2).</summary>
internal sealed class ConferenceSubscriptionTests
{
    [Test]
    public void Subscription_is_granted_and_notified_of_all_members() => Run(Behaviours.Usual, async (rig, conference) =>
    {
        var granted = await rig.Ask(Subscribe(rig, conference, 1).Write(), 200);
        var notify = await Notified(rig);

        Assert.That(granted.Number("Expires"), Is.EqualTo(600));
        Assert.That((notify.CallId, notify.To!.Value!.Tag, notify.From!.Value!.Tag), Is.EqualTo(("sub-1", "from-1", granted.To!.Value!.Tag)));
        Assert.That(notify.Header("Subscription-State")!.Value, Is.EqualTo("active"));
        Assert.That((Document(notify).State, Document(notify).Version), Is.EqualTo((InfoState.Full, (long?)1)));
        Assert.That(Document(notify).Users!.Select(it => it.Entity), Is.EqualTo(["sip:alice@im.example", "sip:bob@im.example", "sip:carol@im.example"]));
    });

    [Test]
    public void Renewal_is_granted_and_notified_and_the_end_too() => Run(Behaviours.Usual, async (rig, conference) =>
    {
        var granted = await rig.Ask(Subscribe(rig, conference, 1).Write(), 200);
        await Notified(rig);

        await rig.Ask(Subscribe(rig, conference, 2, granted.Header("To")!.Value).Write(), 200);
        Assert.That(Document(await Notified(rig)).Version, Is.EqualTo(2));
        await rig.Ask(Subscribe(rig, conference, 3, granted.Header("To")!.Value, 0).Write(), 200);
        Assert.That((await Notified(rig)).Header("Subscription-State")!.Value, Does.StartWith("terminated"));
        await rig.Ask(Subscribe(rig, conference, 4, granted.Header("To")!.Value).Write(), 481);
    });

    [Test]
    public void Subscription_ends_with_its_time() => Run(Behaviours.ConferenceShort, async (rig, conference) =>
    {
        var granted = await rig.Ask(Subscribe(rig, conference, 1).Write(), 200);
        await Notified(rig);
        var last = await Notified(rig);

        Assert.That(granted.Number("Expires"), Is.EqualTo(8));
        Assert.That(last.Header("Subscription-State")!.Value, Is.EqualTo("terminated;reason=timeout"));
    });

    [Test]
    public void Notification_may_come_first() => Run(Behaviours.ConferenceNotifiesFirst, async (rig, conference) =>
    {
        await rig.Send(Subscribe(rig, conference, 1).Write());

        Assert.That((await Notified(rig)).Method, Is.EqualTo("NOTIFY"));
        await rig.Next(200);
    });

    [Test]
    public void Versions_rise_repeat_and_skip_as_planned() => Run(Behaviours.ConferenceRepeats, async (rig, conference) =>
    {
        await rig.Ask(Subscribe(rig, conference, 1).Write(), 200);
        var versions = new List<long?>();
        for (var i = 0; i < 4; i++)
        {
            versions.Add(Document(await Notified(rig)).Version);
        }

        Assert.That(versions, Is.EqualTo(new long?[] { 1, 2, 2, 1 }));
    });

    [Test]
    public void Strays_have_another_tag_on_one_side() => Run(Behaviours.ConferenceStrays, async (rig, conference) =>
    {
        var granted = await rig.Ask(Subscribe(rig, conference, 1).Write(), 200);
        await Notified(rig);
        var (forNobody, forked) = (await Notified(rig), await Notified(rig));

        Assert.That((forNobody.To!.Value!.Tag, forNobody.From!.Value!.Tag), Is.EqualTo(("nobodyfrom-1", granted.To!.Value!.Tag)));
        Assert.That(forked.To!.Value!.Tag, Is.EqualTo("from-1"));
        Assert.That(forked.From!.Value!.Tag, Is.Not.EqualTo(granted.To.Value.Tag));
    });

    [TestCase("sip:conf-none@192.0.2.1:5060", "conference", 404)]
    public void Conference_that_there_is_not_is_not_found(string uri, string package, int status) => CoreRig.Run(async rig =>
        await rig.Ask(rig.Request("SUBSCRIBE", uri, "sub-1").Header("Event", package).Header("Contact", $"<sip:alice@{rig.Client}>").Write(), status));

    private static void Run(Behaviour behaviour, Func<CoreRig, string, Task> script) => CoreRig.Run(
        async rig =>
        {
            var body = new MultipartWriter("b1")
                .Part(Encoding.UTF8.GetBytes(CoreRig.Offer()), "Content-Type: application/sdp")
                .Part(ResourceLists.Write([("sip:bob@im.example", null), ("sip:carol@im.example", null)]), "Content-Type: application/resource-lists+xml", "Content-Disposition: recipient-list");
            await rig.Send(rig.Invite(CoreRig.Factory).Header("Require", "recipient-list-invite").Body("multipart/mixed;boundary=b1", body.Write()).Write());
            await rig.Next(180);
            var success = await rig.Next(200);
            await rig.Send(rig.InDialog("ACK", success, 1).Write());
            await script(rig, success.Contacts[0].Value!.Uri.Text);
        },
        behaviour);

    private static SipWriter Subscribe(CoreRig rig, string conference, int sequence, string? to = null, int seconds = 600) =>
        rig.Request("SUBSCRIBE", conference, "sub-1", sequence, to ?? $"<{conference}>")
            .Header("Contact", $"<sip:alice@{rig.Client}>").Header("Event", "conference").Header("Expires", $"{seconds}");

    /// <summary>The next NOTIFY, answered.</summary>
    private static async Task<SipMessage> Notified(CoreRig rig)
    {
        var notify = await rig.Next();
        Assert.That(notify.Method, Is.EqualTo("NOTIFY"));
        await rig.Send(SipReply.To(notify, rig.ToCore, 200, "OK", null).Write());
        return notify;
    }

    private static ConferenceInfo Document(SipMessage notify) => ConferenceInfo.Parse(notify.Octets.Slice(notify.Body.Offset, notify.Body.Length))!;
}
