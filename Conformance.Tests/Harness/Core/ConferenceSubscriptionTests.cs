using Conformance.Harness.Core;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Tests.Harness.Core;

/// <summary>The focus as the notifier of its conference's state.</summary>
internal sealed class ConferenceSubscriptionTests
{
    private const string Alice = "sip:alice@im.example";
    private const string Bob = "sip:bob@im.example";
    private const string Carol = "sip:carol@im.example";
    private const string Newcomer = "sip:newcomer@im.example";

    [Test]
    public void Subscription_is_granted_and_told_who_is_there() => Run(Behaviours.Usual, async (rig, uri) =>
    {
        var granted = await rig.Ask(Subscribe(rig, uri), 200);
        var notify = await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);

        Assert.Multiple(() =>
        {
            Assert.That((granted.Number("Expires"), granted.Contacts[0].Value!.Uri.Text), Is.EqualTo((600, uri)));
            Assert.That((notify.CallId, notify.To!.Value!.Tag, notify.From!.Value!.Tag), Is.EqualTo(("sub-1", "from-1", granted.To!.Value!.Tag)));
            Assert.That((notify.Header("Event")!.Value, notify.Header("Subscription-State")!.Value), Is.EqualTo(("conference;id=7", "active;expires=600")));
        });
    });

    [Test]
    public void Renewal_is_told_all_again_and_the_end_the_last_word() => Run(Behaviours.Usual, async (rig, uri) =>
    {
        var granted = await rig.Ask(Subscribe(rig, uri), 200);
        await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);

        await rig.Ask(Within(rig, granted, 2, 300), 200);
        await Told(rig, InfoState.Full, 2, Alice, Bob, Carol);
        await rig.Ask(Within(rig, granted, 3, 0), 200);
        var last = await Told(rig, InfoState.Full, 3, Alice, Bob, Carol);
        await rig.Ask(Within(rig, granted, 4, 300), 481);

        Assert.That(last.Header("Subscription-State")!.Value, Is.EqualTo("terminated;reason=timeout"));
    });

    [Test]
    public void Subscription_that_only_asks_is_answered_and_over() => Run(Behaviours.Usual, async (rig, uri) =>
    {
        var granted = await rig.Ask(Subscribe(rig, uri, expires: 0), 200);
        var notify = await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);
        await rig.Ask(Within(rig, granted, 2, 300), 481);

        Assert.That(notify.Header("Subscription-State")!.Value, Is.EqualTo("terminated;reason=timeout"));
    });

    [Test]
    public void Subscription_that_is_not_renewed_ends() => Run(Behaviours.ConferenceShort, async (rig, uri) =>
    {
        var granted = await rig.Ask(Subscribe(rig, uri), 200);
        await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);
        await rig.Wait(10.9);
        Assert.That(rig.Unread, Is.Empty);

        var last = await Told(rig, InfoState.Full, 2, Alice, Bob, Carol);
        Assert.That((granted.Number("Expires"), last.Header("Subscription-State")!.Value), Is.EqualTo((8, "terminated;reason=timeout")));
    });

    [TestCase("presence", 489)]
    [TestCase(null, 489)]
    public void Other_package_is_refused(string? package, int status) => Run(Behaviours.Usual, async (rig, uri) =>
    {
        var subscribe = Subscribe(rig, uri);
        var refusal = await rig.Ask(package is null ? subscribe.Without("Event") : subscribe.With("Event", package), status);

        Assert.That(refusal.Header("Allow-Events")!.Value, Is.EqualTo("conference"));
    });

    [Test]
    public void Conference_that_there_is_not_is_not_found() => Run(Behaviours.Usual, async (rig, _) => await rig.Ask(Subscribe(rig, "sip:conf-none@192.0.2.1"), 404));

    [Test]
    public void Changes_come_as_they_happen_and_a_later_full_document_holds_them() => Run(Behaviours.ConferenceChanges, async (rig, uri) =>
    {
        var granted = await rig.Ask(Subscribe(rig, uri), 200);
        await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);
        await Told(rig, InfoState.Partial, 2, Newcomer);
        await Told(rig, InfoState.Partial, 3, Carol);
        await Told(rig, InfoState.Partial, 4, "sip:pending@im.example", "sip:dialing@im.example", "sip:gone@im.example");
        await rig.Ask(Within(rig, granted, 2, 300), 200);
        var all = await Next(rig);

        var roster = new ConferenceRoster();
        roster.Apply(Document(all));
        Assert.That(roster.Joined, Is.EquivalentTo([Alice, Bob, Newcomer]));
    });

    [Test]
    public void Stale_documents_have_versions_that_were_there() => Run(Behaviours.ConferenceRepeats, async (rig, uri) =>
    {
        await rig.Ask(Subscribe(rig, uri), 200);
        await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);
        await Told(rig, InfoState.Partial, 2, Newcomer);
        await Told(rig, InfoState.Full, 2, Alice);
        await Told(rig, InfoState.Partial, 1, Carol);
    });

    [Test]
    public void Document_behind_a_gap_leaves_out_what_a_renewal_tells() => Run(Behaviours.ConferenceGap, async (rig, uri) =>
    {
        var granted = await rig.Ask(Subscribe(rig, uri), 200);
        await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);
        await Told(rig, InfoState.Partial, 3, Newcomer);
        await rig.Ask(Within(rig, granted, 2, 300), 200);
        await Told(rig, InfoState.Full, 4, Alice, Bob, Newcomer);
    });

    [Test]
    public void Devices_and_whole_lists_can_change() => Run(Behaviours.ConferenceLists, async (rig, uri) =>
    {
        await rig.Ask(Subscribe(rig, uri), 200);
        await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);

        Assert.That(Document(await Told(rig, InfoState.Partial, 2, Alice, Bob, Newcomer)).UsersState, Is.EqualTo(InfoState.Full));
    });

    [Test]
    public void Conference_that_is_deleted_tells_of_nobody() => Run(Behaviours.ConferenceDeleted, async (rig, uri) =>
    {
        await rig.Ask(Subscribe(rig, uri), 200);
        await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);
        await Told(rig, InfoState.Deleted, 2);
    });

    [TestCase("conference-rejected", "terminated;reason=rejected")]
    [TestCase("conference-noresource", "terminated;reason=noresource")]
    [TestCase("conference-deactivated", "terminated;reason=deactivated")]
    [TestCase("conference-probation", "terminated;reason=probation;retry-after=2")]
    [TestCase("conference-giveup", "terminated;reason=giveup;retry-after=2")]
    public void Subscription_is_ended_for_a_reason_once(string behaviour, string state) => Run(Behaviours.All.Single(it => it.Name == behaviour), async (rig, uri) =>
    {
        await rig.Ask(Subscribe(rig, uri), 200);
        await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);
        var last = await Told(rig, InfoState.Full, 2, Alice, Bob, Carol);
        await rig.Ask(Subscribe(rig, uri, "sub-2"), 200);
        await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);
        await rig.Wait(2);

        Assert.That(last.Header("Subscription-State")!.Value, Is.EqualTo(state));
        Assert.That(rig.Unread, Is.Empty);
    });

    [Test]
    public void Notification_comes_before_the_200() => Run(Behaviours.ConferenceNotifiesFirst, async (rig, uri) =>
    {
        await rig.Send(Subscribe(rig, uri));
        var notify = await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);
        var granted = await rig.Next(200);

        Assert.That(granted.To!.Value!.Tag, Is.EqualTo(notify.From!.Value!.Tag));
    });

    [Test]
    public void Strays_are_for_nobody_and_from_another_notifier() => Run(Behaviours.ConferenceStrays, async (rig, uri) =>
    {
        await rig.Ask(Subscribe(rig, uri), 200);
        var own = await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);
        var stray = await Next(rig, 481);
        var forked = await Next(rig, 481);

        Assert.Multiple(() =>
        {
            Assert.That(stray.To!.Value!.Tag, Is.EqualTo("nobodyfrom-1"));
            Assert.That(stray.From!.Value!.Tag, Is.EqualTo(own.From!.Value!.Tag));
            Assert.That(forked.To!.Value!.Tag, Is.EqualTo("from-1"));
            Assert.That(forked.From!.Value!.Tag, Is.Not.EqualTo(own.From!.Value!.Tag));
        });
    });

    [Test]
    public void Silence_is_kept_to_the_end() => Run(Behaviours.ConferenceSilent, async (rig, uri) =>
    {
        await rig.Ask(Subscribe(rig, uri), 200);
        await rig.Wait(100);

        Assert.That(rig.Unread, Is.Empty);
    });

    [Test]
    public void Renewal_can_find_the_subscription_lost() => Run(Behaviours.ConferenceShort, async (rig, uri) =>
    {
        var granted = await rig.Ask(Subscribe(rig, uri), 200);
        await Told(rig, InfoState.Full, 1, Alice, Bob, Carol);
        await rig.Ask(Within(rig, granted, 2, 600), 200);
        await Told(rig, InfoState.Full, 2, Alice, Bob, Carol);
        await rig.Ask(Within(rig, granted, 3, 600), 481);
        await rig.Wait(20);

        Assert.That(rig.Unread, Is.Empty);
    });

    [Test]
    public void Client_that_knows_no_subscription_is_told_no_more() => Run(Behaviours.ConferenceChanges, async (rig, uri) =>
    {
        var granted = await rig.Ask(Subscribe(rig, uri), 200);
        await Next(rig, 481);
        await rig.Wait(2);
        await rig.Ask(Within(rig, granted, 2, 300), 481);
    });

    private static void Run(Behaviour behaviour, Func<CoreRig, string, Task> script) => CoreRig.Run(
        async rig =>
        {
            var success = await ConferenceFactoryTests.Begin(rig, "call-1");
            await script(rig, success.Contacts[0].Value!.Uri.Text);
        },
        behaviour);

    private static SipMessage Subscribe(CoreRig rig, string uri, string callId = "sub-1", int expires = 600) =>
        Completed(rig, rig.Request("SUBSCRIBE", uri, callId, to: $"<{uri}>"), expires);

    private static SipMessage Within(CoreRig rig, SipMessage granted, int sequence, int expires) =>
        Completed(rig, rig.InDialog("SUBSCRIBE", granted, sequence), expires);

    private static SipMessage Completed(CoreRig rig, SipWriter subscribe, int expires) => subscribe
        .Header("Contact", $"<sip:alice@{rig.Client}>")
        .Header("Event", "conference;id=7")
        .Header("Expires", $"{expires}")
        .Write();

    /// <summary>The next message, a NOTIFY with that document, which is taken.</summary>
    private static async Task<SipMessage> Told(CoreRig rig, InfoState state, int version, params string[] users)
    {
        var notify = await Next(rig);
        var document = Document(notify);
        Assert.That((document.State, document.Version), Is.EqualTo((state, (long)version)));
        Assert.That(document.Users?.Select(it => it.Entity) ?? [], Is.EquivalentTo(users));
        return notify;
    }

    private static async Task<SipMessage> Next(CoreRig rig, int status = 200)
    {
        var notify = await rig.Next();
        Assert.That(notify.Method, Is.EqualTo("NOTIFY"));
        await rig.Send(SipReply.To(notify, rig.ToCore, status, "Answered", null).Write());
        return notify;
    }

    private static ConferenceInfo Document(SipMessage notify)
    {
        var content = notify.BodyPart(ConferenceInfo.MediaType)!.Content;
        return ConferenceInfo.Parse(notify.Octets.Slice(content.Offset, content.Length))!;
    }
}
