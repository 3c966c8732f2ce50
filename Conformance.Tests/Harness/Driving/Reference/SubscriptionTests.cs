using System.Text.Json.Nodes;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>The state of a conference that the reference client subscribes to.</summary>
public sealed class SubscriptionTests
{
    private const string Dave = "sip:dave@im.example";
    private const string Conference = "sip:conf-1@192.0.2.1:5060";

    [Test]
    public void Subscribe_goes_to_the_conference_in_a_dialog_of_its_own() => Run(async (bench, _) =>
    {
        await bench.Until(() => bench.Peer.Requests("SUBSCRIBE").Any());
        var subscribe = bench.Peer.Requests("SUBSCRIBE").First();
        var invite = bench.Peer.Requests("INVITE").First();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(subscribe.RequestUri.Value!.Text, Is.EqualTo(Conference));
            Assert.That(subscribe.CallId, Is.Not.EqualTo(invite.CallId));
            Assert.That(subscribe.From!.Value!.Tag, Is.Not.EqualTo(invite.From!.Value!.Tag));
            Assert.That(subscribe.To!.Value!.Tag, Is.Null);
            Assert.That(Fields(subscribe, "Event", "Accept", "Expires"), Is.EqualTo(["conference", "application/conference-info+xml", "3600"]));
            Assert.That(subscribe.ElementTexts("Allow"), Does.Contain("NOTIFY"));
            Assert.That(subscribe.Inspect(), Is.Empty);
        }
    });

    [Test]
    public void Members_are_who_the_conference_says_is_connected() => Run(async (bench, focus) =>
    {
        Assert.That(await Members(bench), Is.EqualTo([Bench.Alice]));

        await focus.Tell(InfoState.Full, 0, ConferenceUser.With(Bench.Bob, "connected"), ConferenceUser.With(Bench.Carol, "pending"));
        Assert.That(await Members(bench), Is.EqualTo([Bench.Bob]));

        await focus.Tell(InfoState.Partial, 1, ConferenceUser.With(Bench.Carol, "connected"), new ConferenceUser(Bench.Bob, InfoState.Deleted, []));
        await focus.Tell(InfoState.Full, 1);
        Assert.That(await Members(bench), Is.EqualTo([Bench.Carol]));
    });

    [Test]
    public void Notify_before_the_200_is_taken() => Run(
        async (bench, focus) =>
        {
            await focus.Tell(InfoState.Full, 1, ConferenceUser.With(Bench.Bob, "connected"));
            Assert.That(await Members(bench), Is.EqualTo([Bench.Bob]));

            focus.Grant(focus.Subscribe, focus.Hop);
            await focus.Tell(InfoState.Partial, 2, ConferenceUser.With(Dave, "connected"));
            Assert.That(await Members(bench), Is.EquivalentTo([Bench.Bob, Dave]));
        },
        focus => focus.OnSubscribe = (_, _) => { });

    [TestCase("nosuchtag", null, null)]
    [TestCase(null, "another-focus", null)]
    [TestCase(null, null, "presence")]
    public void Notify_of_another_subscription_gets_481(string? toTag, string? fromTag, string? package) => Run(async (bench, focus) =>
    {
        await focus.Tell(InfoState.Full, 1, ConferenceUser.With(Bench.Bob, "connected"));
        var answer = await focus.Notify(Document(InfoState.Full, 2), toTag: toTag, fromTag: fromTag, package: package);

        Assert.That(answer.StatusCode, Is.EqualTo(481));
        Assert.That(await Members(bench), Is.EqualTo([Bench.Bob]));
    });

    [Test]
    public void Notify_with_a_lower_number_gets_500() => Run(async (bench, focus) =>
    {
        await focus.Tell(InfoState.Full, 1, ConferenceUser.With(Bench.Bob, "connected"));
        var answer = await focus.Notify(Document(InfoState.Full, 2), sequence: 1);

        Assert.That(answer.StatusCode, Is.EqualTo(500));
        Assert.That(await Members(bench), Is.EqualTo([Bench.Bob]));
    });

    [Test]
    public void Gap_in_the_versions_makes_it_ask_for_all() => Run(async (bench, focus) =>
    {
        await focus.Tell(InfoState.Full, 1, ConferenceUser.With(Bench.Bob, "connected"));
        await focus.Tell(InfoState.Partial, 3, ConferenceUser.With(Dave, "connected"));
        await bench.Until(() => focus.Subscribes.Count == 2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(focus.Subscribes[1].To!.Value!.Tag, Is.EqualTo(Focus.Tag));
            Assert.That(focus.Subscribes[1].CallId, Is.EqualTo(focus.Subscribe.CallId));
            Assert.That(focus.Subscribes[1].Number("Expires"), Is.EqualTo(3600));
            Assert.That(await Members(bench), Is.EqualTo([Bench.Bob]));
        }
    });

    [Test]
    public void Deleted_conference_makes_it_end_the_subscription() => Run(async (bench, focus) =>
    {
        await focus.Tell(InfoState.Full, 1, ConferenceUser.With(Bench.Bob, "connected"));
        await focus.Notify(new ConferenceInfo(Conference, InfoState.Deleted, 2, null));
        await bench.Until(() => focus.Subscribes.Count == 2);
        var last = await focus.Notify(null, state: "terminated;reason=timeout");

        Assert.That(focus.Subscribes[1].Number("Expires"), Is.Zero);
        Assert.That(last.StatusCode, Is.EqualTo(200));
    });

    [Test]
    public void Leaving_ends_the_subscription_and_the_last_notify_is_taken() => Run(async (bench, focus) =>
    {
        await focus.Tell(InfoState.Full, 1, ConferenceUser.With(Bench.Bob, "connected"));
        await bench.EndChat();
        await bench.Until(() => focus.Subscribes.Count == 2);
        var last = await focus.Notify(null, state: "terminated;reason=timeout");
        var later = await focus.Notify(null);
        await bench.Pass(4000);

        Assert.That(focus.Subscribes.Select(it => it.Number("Expires")), Is.EqualTo([3600, 0]));
        Assert.That((last.StatusCode, later.StatusCode), Is.EqualTo((200, 481)));
    });

    [TestCase("100", 68)]
    [TestCase("8", 4)]
    [TestCase(null, 3568)]
    public void Subscription_is_renewed_before_its_time_is_over(string? granted, double due) => Run(
        async (bench, focus) =>
        {
            await focus.Tell(InfoState.Full, 1);
            await bench.Pass(due - 0.5);
            Assert.That(focus.Subscribes, Has.Count.EqualTo(1));

            await bench.Pass(1);
            Assert.That(focus.Subscribes, Has.Count.EqualTo(2));
        },
        focus => focus.Granted = granted);

    [Test]
    public void Renewal_that_finds_nothing_is_followed_by_another_subscription() => Run(
        async (bench, focus) =>
        {
            await focus.Tell(InfoState.Full, 1);
            focus.OnSubscribe = (request, hop) =>
            {
                if (request.To!.Value!.Tag is not null)
                {
                    bench.Peer.Reply(request, hop, 481, "Subscription Does Not Exist");
                }
            };
            await bench.Until(() => focus.Subscribes.Count == 3);

            Assert.That(focus.Subscribes[2].To!.Value!.Tag, Is.Null);
            Assert.That(focus.Subscribes[2].CallId, Is.Not.EqualTo(focus.Subscribes[0].CallId));
            Assert.That(focus.Subscribes[2].From!.Value!.Tag, Is.Not.EqualTo(focus.Subscribes[0].From!.Value!.Tag));
        },
        focus => focus.Granted = "8");

    [TestCase("rejected", null)]
    [TestCase("noresource", null)]
    [TestCase("probation", null)]
    [TestCase("deactivated", 0.0)]
    [TestCase("timeout", 0.0)]
    [TestCase("probation;retry-after=5", 5.0)]
    [TestCase("giveup;retry-after=5", 5.0)]
    public void Subscription_that_is_ended_is_made_again_as_its_reason_has_it(string reason, double? after) => Run(async (bench, focus) =>
    {
        await focus.Tell(InfoState.Full, 1);
        await focus.Notify(null, state: $"terminated;reason={reason}");
        await bench.Pass(Math.Max(0, (after ?? 60) - 0.5));
        Assert.That(focus.Subscribes, Has.Count.EqualTo(after is 0 ? 2 : 1));

        await bench.Pass(1);
        Assert.That(focus.Subscribes, Has.Count.EqualTo(after is null ? 1 : 2));
    });

    [Test]
    public void Subscription_without_a_notify_fails_after_64_times_T1() => Run(async (bench, focus) =>
    {
        await bench.Pass(31.5);
        Assert.That(bench.Notices, Is.Empty);

        await bench.Pass(1);
        Assert.That(bench.Notices, Is.EqualTo(["subscriptionFailed"]));
        Assert.That((await focus.Notify(Document(InfoState.Full, 1))).StatusCode, Is.EqualTo(481));
        Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("up"));
    });

    [TestCase(403)]
    [TestCase(489)]
    public void Subscription_that_is_refused_leaves_the_chat_up(int status) => Run(
        async (bench, _) =>
        {
            await bench.Until(() => bench.Notices.Any());

            Assert.That(bench.Notices, Is.EqualTo(["subscriptionFailed"]));
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("up"));
        },
        focus => focus.OnSubscribe = (request, hop) => focus.Bench.Peer.Reply(request, hop, status, "Refused"));

    [Test]
    public void Chat_that_is_no_conference_cannot_be_asked_about() => Bench.RunChat(async bench =>
    {
        var answer = await bench.Ask("subscribeConference", new JsonObject { ["chat"] = "chat-1" });

        Assert.That(Bench.ErrorCode(answer), Is.EqualTo(-32000));
        Assert.That(bench.Peer.Requests("SUBSCRIBE"), Is.Empty);
    });

    /// <summary>A group chat is up, and the user has asked who is there.</summary>
    private static void Run(Func<Bench, Focus, Task> scenario, Action<Focus>? setUp = null) => Bench.RunRegistered(async bench =>
    {
        bench.Peer.InviteHeaders = [("Contact", $"<{Conference}>;isfocus")];
        var focus = new Focus(bench);
        setUp?.Invoke(focus);
        await bench.StartChat(Bench.Bob, Bench.Carol);
        await bench.Notification("chatEstablished");
        await bench.Ask("subscribeConference", new JsonObject { ["chat"] = "chat-1" });
        await bench.Until(() => focus.Subscribes.Count > 0);
        await scenario(bench, focus);
    });

    private static ConferenceInfo Document(InfoState state, int version, params IReadOnlyList<ConferenceUser> users) => new(Conference, state, version, users);

    private static async Task<IEnumerable<string>> Members(Bench bench) => (await bench.Describe())["members"]!.AsArray().Select(it => it!.GetValue<string>());

    private static IEnumerable<string> Fields(SipMessage message, params IReadOnlyList<string> names) => names.Select(it => message.Header(it)!.Value);

    /// <summary>The other side of the subscription: grants what is asked, and notifies when it is told to.</summary>
    private sealed class Focus
    {
        private int _sequence = 1;

        public Focus(Bench bench)
        {
            Bench = bench;
            OnSubscribe = Grant;
            bench.Peer.OnSubscribe = (request, hop) =>
            {
                Subscribes.Add(request);
                Hop = hop;
                OnSubscribe(request, hop);
            };
        }

        public Bench Bench { get; }

        public List<SipMessage> Subscribes { get; } = [];

        public SipMessage Subscribe => Subscribes[0];

        public Hop Hop { get; private set; }

        public static string Tag => "peertag";

        /// <summary>The Expires of the 200; null for what was asked for.</summary>
        public string? Granted { get; set; }

        public Action<SipMessage, Hop> OnSubscribe { get; set; }

        public void Grant(SipMessage request, Hop hop) => Bench.Peer.Reply(request, hop, 200, "OK", ("Contact", $"<{Conference}>"), ("Expires", Granted ?? request.Header("Expires")!.Value));

        /// <summary>A document that the client takes.</summary>
        public async Task Tell(InfoState state, int version, params IReadOnlyList<ConferenceUser> users) =>
            Assert.That((await Notify(Document(state, version, users))).StatusCode, Is.EqualTo(200));

        /// <summary>A NOTIFY of the first subscription, and the client's answer to it.</summary>
        public async Task<SipMessage> Notify(ConferenceInfo? document, string state = "active", string? toTag = null, string? fromTag = null, string? package = null, int? sequence = null)
        {
            var branch = $"notify{++_sequence}";
            var writer = SipWriter.Request("NOTIFY", Subscribe.Contacts[0].Value!.Uri.Text)
                .Header("Via", $"SIP/2.0/UDP {Bench.Peer.Address};branch=z9hG4bK{branch};rport")
                .Header("Max-Forwards", "70")
                .Header("From", $"<{Conference}>;tag={fromTag ?? Tag}")
                .Header("To", $"<{Conformance.Tests.Harness.Driving.Reference.Bench.Alice}>;tag={toTag ?? Subscribe.From!.Value!.Tag}")
                .Header("Call-ID", Subscribe.CallId!)
                .Header("CSeq", $"{sequence ?? _sequence} NOTIFY")
                .Header("Contact", $"<{Conference}>")
                .Header("Event", package ?? "conference")
                .Header("Subscription-State", state);
            Bench.Peer.Send((document is null ? writer : writer.Body(ConferenceInfo.MediaType, document.Write())).Write(), Hop with { Transport = Transport.Udp });
            await Bench.Until(() => Bench.Peer.ResponseTo(branch) is not null);
            return Bench.Peer.ResponseTo(branch)!;
        }
    }
}
