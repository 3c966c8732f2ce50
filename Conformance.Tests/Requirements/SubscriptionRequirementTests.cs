using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;
using static Conformance.Tests.Requirements.SubscriptionTrace;

namespace Conformance.Tests.Requirements;

/// <summary>Subscriptions that are right in unusual ways, and such as are clearly wrong, made by hand.</summary>
public class SubscriptionRequirementTests
{
    private const string Dave = "sip:dave@im.example";
    private static readonly ConferenceInfo Gone = new(Conference, InfoState.Deleted, 2, null);

    private static IEnumerable<TestCaseData> Lives =>
    [
        Case("RFC3265-3.1.4.2-1", Verdict.Pass, "renewed in time", Subscribed(60).Notifies().Passes(50).Renews().Grants()),
        Case("RFC3265-3.1.4.2-1", Verdict.Pass, "renewed from far away", Subscribed(60).Notifies().Passes(61.4).Renews().Grants()),
        Case("RFC3265-3.1.4.2-1", Verdict.Fail, "renewed late", Subscribed(60).Notifies().Passes(64).Renews().Grants()),
        Case("RFC3265-3.1.4.2-1", Verdict.Fail, "not renewed", Subscribed(60).Notifies().Passes(64)),
        Case("RFC3265-3.1.4.2-1", Verdict.Fail, "renewed once only", Subscribed(60).Notifies().Passes(50).Renews().Grants(60).Passes(64)),
        Case("RFC3265-3.1.4.2-1", Verdict.None, "asked once", Chat().Asks().Subscribes(expires: 0).Grants(0).Notifies(state: "terminated;reason=timeout").Passes(64)),
        Case("RFC3265-3.1.4.2-1", Verdict.None, "ended by the client", Subscribed(60).Notifies().Renews(0).Grants(0).Passes(64)),
        Case("RFC3265-3.1.4.2-1", Verdict.None, "ended by the conference", Subscribed(60).Notifies(state: "terminated;reason=rejected").Passes(64)),
        Case("RFC3265-3.1.4.2-1", Verdict.None, "left before", Subscribed(60).Notifies().Passes(59).Leaves().Passes(5)),
        Case("RFC3265-3.1.4.2-1", Verdict.None, "replaced before", Subscribed(60).Notifies().Passes(50).Subscribes("2").Grants().Passes(14)),
        Case("RFC3265-3.1.4.2-1", Verdict.None, "no time to see", Subscribed(60).Notifies().Passes(61)),
        Case("RFC3265-3.1.4.2-1", Verdict.Pass, "made again under its own Call-ID", Subscribed().Notifies().Renews().Grants(status: 481).Subscribes("2").Grants()),
        Case("RFC3265-3.1.4.2-1", Verdict.Fail, "made again under the same Call-ID", Subscribed().Notifies().Renews().Grants(status: 481).Subscribes().Grants()),
        Case("RFC3265-3.1.4.3-1", Verdict.Pass, "ended on leaving", Subscribed().Notifies().Leaves().Renews(0).Grants(0).Notifies(state: "terminated;reason=timeout")),
        Case("RFC3265-3.1.4.3-1", Verdict.Pass, "ended before leaving", Subscribed().Notifies().Renews(0).Grants(0).Notifies(state: "terminated;reason=timeout").Leaves()),
        Case("RFC3265-3.1.4.3-1", Verdict.Fail, "left behind", Subscribed().Notifies().Leaves()),
        Case("RFC3265-3.1.4.3-1", Verdict.Fail, "last word refused", Subscribed().Notifies().Leaves().Renews(0).Grants(0).Notifies(state: "terminated;reason=timeout", answer: 481)),
        Case("RFC3265-3.1.4.3-1", Verdict.Pass, "ended before leaving, last word to come", Subscribed().Notifies().Renews(0).Leaves()),
        Case("RFC3265-3.1.4.3-1", Verdict.None, "over already", Subscribed().Notifies(state: "terminated;reason=rejected").Leaves()),
        Case("RFC3265-3.1.4.3-1", Verdict.None, "lapsed already", Subscribed(60).Notifies().Passes(61).Leaves()),
        Case("RFC3265-3.1.4.3-1", Verdict.None, "asked once", Chat().Asks().Subscribes(expires: 0).Grants(0).Notifies().Leaves()),
        Case("RFC3265-3.1.4.4-1", Verdict.Pass, "early and taken", Chat().Asks().Subscribes().Notifies().Grants()),
        Case("RFC3265-3.1.4.4-1", Verdict.Fail, "early and refused", Chat().Asks().Subscribes().Notifies(answer: 481).Grants()),
        Case("RFC3265-3.1.4.4-1", Verdict.Fail, "early and unanswered", Chat().Asks().Subscribes().Notifies(answer: null).Grants().Passes(33)),
        Case("RFC3265-3.1.4.4-1", Verdict.None, "in turn", Subscribed().Notifies()),
        Case("RFC6665-4.1.2.4-1", Verdict.Pass, "given up", Subscribed(60).Passes(64)),
        Case("RFC6665-4.1.2.4-1", Verdict.Pass, "made again", Subscribed(60).Passes(33).Subscribes("2").Grants().Passes(10)),
        Case("RFC6665-4.1.2.4-1", Verdict.Fail, "kept", Subscribed(60).Passes(34).Renews().Grants().Passes(10)),
        Case("RFC6665-4.1.2.4-1", Verdict.None, "no time to see", Subscribed(60).Passes(33)),
        Case("RFC6665-4.1.2.4-1", Verdict.None, "notified in the end", Subscribed(60).Passes(31).Notifies().Passes(10)),
    ];

    private static IEnumerable<TestCaseData> Notifications =>
    [
        Case("RFC3265-3.2.4-1", Verdict.Pass, "own with 200", Subscribed().Notifies()),
        Case("RFC3265-3.2.4-1", Verdict.Pass, "own with 202", Subscribed().Notifies(answer: 202)),
        Case("RFC3265-3.2.4-1", Verdict.Fail, "own with 481", Subscribed().Notifies(answer: 481)),
        Case("RFC3265-3.2.4-1", Verdict.Pass, "for nobody with 481", Subscribed().Notifies(toTag: "nobody", answer: 481)),
        Case("RFC3265-3.2.4-1", Verdict.Fail, "for nobody with 200", Subscribed().Notifies(toTag: "nobody")),
        Case("RFC3265-3.2.4-1", Verdict.None, "late after leaving", Subscribed().Leaves().Notifies(answer: 481)),
        Case("RFC3265-3.2.4-1", Verdict.None, "late after its end", Subscribed().Renews(0).Grants(0).Notifies(answer: 481)),
        Case("RFC3265-3.2.4-1", Verdict.None, "late after its time", Subscribed(60).Passes(61).Notifies(answer: 481)),
        Case("RFC3265-3.2.4-2", Verdict.Pass, "deactivated", Subscribed().Notifies(state: "terminated;reason=deactivated").Subscribes("2")),
        Case("RFC3265-3.2.4-2", Verdict.Fail, "deactivated and left so", Subscribed().Notifies(state: "terminated;reason=deactivated")),
        Case("RFC3265-3.2.4-2", Verdict.Pass, "rejected", Subscribed().Notifies(state: "terminated;reason=rejected").Passes(60)),
        Case("RFC3265-3.2.4-2", Verdict.Fail, "rejected and made again", Subscribed().Notifies(state: "terminated;reason=rejected").Passes(60).Subscribes("2")),
        Case("RFC3265-3.2.4-2", Verdict.Fail, "noresource and made again", Subscribed().Notifies(state: "terminated;reason=noresource").Subscribes("2")),
        Case("RFC3265-3.2.4-2", Verdict.Pass, "probation", Subscribed().Notifies(state: "terminated;reason=probation;retry-after=5").Passes(5).Subscribes("2")),
        Case("RFC3265-3.2.4-2", Verdict.Fail, "probation cut short", Subscribed().Notifies(state: "terminated;reason=probation;retry-after=5").Passes(1).Subscribes("2")),
        Case("RFC3265-3.2.4-2", Verdict.Fail, "giveup cut short", Subscribed().Notifies(state: "terminated;retry-after=5;reason=giveup").Passes(1).Subscribes("2")),
        Case("RFC3265-3.2.4-2", Verdict.Pass, "probation without a time", Subscribed().Notifies(state: "terminated;reason=probation").Subscribes("2")),
        Case("RFC3265-3.2.4-2", Verdict.Pass, "no reason", Subscribed().Notifies(state: "terminated")),
        Case("RFC3265-3.2.4-2", Verdict.None, "ended by the client", Subscribed().Renews(0).Grants(0).Notifies(state: "terminated;reason=deactivated")),
        Case("RFC4575-3.4-1", Verdict.Pass, "no Accept", Subscribed().Tells(InfoState.Full, 1, Bob)),
        Case("RFC4575-3.4-1", Verdict.Pass, "Accept among others, with a parameter", Accepting("application/pidf+xml, Application/Conference-Info+XML;q=0.5")),
        Case("RFC4575-3.4-1", Verdict.Pass, "Accept of anything", Accepting("*/*")),
        Case("RFC4575-3.4-1", Verdict.Fail, "Accept of another type", Accepting("application/pidf+xml")),
        Case("RFC4575-3.4-1", Verdict.Fail, "refused type", Subscribed().Notifies(new ConferenceInfo(Conference, InfoState.Full, 1, []), answer: 415)),
        Case("RFC4575-3.4-1", Verdict.None, "no document", Subscribed().Notifies()),
        Case("RFC4575-3.8-1", Verdict.Pass, "another notifier refused", Subscribed().Notifies().Notifies(fromTag: "fork", answer: 481)),
        Case("RFC4575-3.8-1", Verdict.Pass, "another notifier sent away", Subscribed().Notifies().Notifies(fromTag: "fork").Renews(0, "fork")),
        Case("RFC4575-3.8-1", Verdict.Fail, "another notifier taken", Subscribed().Notifies().Notifies(fromTag: "fork")),
        Case("RFC4575-3.8-1", Verdict.Fail, "another notifier taken although it was first", Chat().Asks().Subscribes().Notifies(fromTag: "fork").Grants().Notifies()),
    ];

    private static IEnumerable<TestCaseData> Conferences =>
    [
        Case("RFC4575-4.6-2", Verdict.Pass, "gap", Subscribed().Tells(InfoState.Full, 1, Bob).Tells(InfoState.Partial, 3, Dave).Renews()),
        Case("RFC4575-4.6-2", Verdict.Fail, "gap left open", Subscribed().Tells(InfoState.Full, 1, Bob).Tells(InfoState.Partial, 3, Dave).Passes(4).Leaves().Renews(0)),
        Case("RFC4575-4.6-2", Verdict.Inconclusive, "gap before leaving", Subscribed().Tells(InfoState.Full, 1, Bob).Tells(InfoState.Partial, 3, Dave).Leaves()),
        Case("RFC4575-4.6-2", Verdict.None, "gap before a full document", Subscribed().Tells(InfoState.Full, 1, Bob).Tells(InfoState.Full, 3, Dave)),
        Case("RFC4575-4.6-3", Verdict.Pass, "conference deleted", Subscribed().Tells(InfoState.Full, 1, Bob).Notifies(Gone).Renews(0)),
        Case("RFC4575-4.6-3", Verdict.Fail, "conference deleted, subscription kept", Subscribed().Tells(InfoState.Full, 1, Bob).Notifies(Gone).Leaves().Renews(0)),
        Case("RFC4575-4.6-3", Verdict.None, "conference deleted, and the subscription with it", Subscribed().Tells(InfoState.Full, 1, Bob).Notifies(Gone, "terminated;reason=noresource")),
        Case("RFC4575-4.6-3", Verdict.None, "conference deleted once the client has left", Subscribed().Tells(InfoState.Full, 1, Bob).Renews(0).Notifies(Gone)),
        Case("RFC4579-3.4-1", Verdict.Pass, "subscribed when asked", Subscribed()),
        Case("RFC4579-3.4-1", Verdict.Pass, "subscribed before it was asked", Chat().Subscribes().Grants().Asks()),
        Case("RFC4579-3.4-1", Verdict.Fail, "asked in vain", Chat().Asks()),
        Case("IM-6.1.3.2.1-N2.2", Verdict.Pass, "subscribed when asked", Subscribed()),
        Case("IM-6.1.3.2.1-N2.2", Verdict.Pass, "subscribed before it was asked", Chat().Subscribes().Grants().Asks()),
        Case("IM-6.1.3.2.1-N2.2", Verdict.Fail, "asked in vain", Chat().Asks()),
        Case("IM-6.1.3.2.1-3c", Verdict.Pass, "subscribed when asked", Subscribed()),
    ];

    private static IEnumerable<TestCaseData> Rosters =>
    [
        Case("RFC4575-4.4-1", Verdict.Pass, "all there", Changed().Shows(HandMadeTrace.Own, Bob, Dave)),
        Case("RFC4575-4.4-1", Verdict.Pass, "own user left out, other spelling", Changed().Shows("sip:dave@IM.example", Bob)),
        Case("RFC4575-4.4-1", Verdict.Fail, "one too few", Changed().Shows(Bob)),
        Case("RFC4575-4.4-1", Verdict.Fail, "one too many", Changed().Shows(Bob, Carol, Dave)),
        Case("RFC4575-4.4-1", Verdict.Inconclusive, "cannot tell", Changed().Shows(null)),
        Case("RFC4575-4.4-1", Verdict.None, "an answer on its way", Changed().Notifies(new ConferenceInfo(Conference, InfoState.Partial, 3, []), answer: null).Shows(Bob)),
        Case("RFC4575-4.4-1", Verdict.None, "after leaving", Changed().Leaves().Shows(Array.Empty<string>())),
        Case("RFC4575-4.4-1", Verdict.None, "after the end of the subscription", Changed().Notifies(state: "terminated;reason=rejected").Shows(Array.Empty<string>())),
        Case("RFC4575-4.4-1", Verdict.Pass, "the later of two subscriptions", Changed().Notifies(state: "terminated;reason=deactivated")
            .Subscribes("2").Grants().Notifies(Told(InfoState.Full, 1, Carol), name: "2").Notifies(Told(InfoState.Partial, 2, Bob), name: "2").Shows(Bob, Carol)),
        Case("RFC4575-4.6-1", Verdict.Pass, "stale document dropped", Changed().Tells(InfoState.Full, 2, Carol).Shows(Bob, Dave)),
        Case("RFC4575-4.6-1", Verdict.Fail, "stale document taken", Changed().Tells(InfoState.Full, 2, Carol).Shows(Carol)),
        Case("RFC4575-5.7.3-1", Verdict.Pass, "pending user not shown", Pending().Shows(Bob)),
        Case("RFC4575-5.7.3-1", Verdict.Fail, "pending user shown", Pending().Shows(Bob, Dave)),
        Case("RFC4575-5.7.3-1", Verdict.Inconclusive, "cannot tell", Pending().Shows(null)),
    ];

    [TestCaseSource(nameof(Lives))]
    [TestCaseSource(nameof(Notifications))]
    [TestCaseSource(nameof(Conferences))]
    [TestCaseSource(nameof(Rosters))]
    public void Subscription_is_judged(string id, Verdict verdict, Trace trace)
    {
        var judgement = Judged.By(id, trace);

        Assert.That(judgement.Verdict, Is.EqualTo(verdict), string.Join('\n', judgement.Findings.Select(it => $"{it.Finding.Verdict}: expected {it.Finding.Expected}, observed {it.Finding.Observed}")));
    }

    private static SubscriptionTrace Changed() => Subscribed()
        .Notifies(Told(InfoState.Full, 1, Bob, Carol))
        .Notifies(new ConferenceInfo(Conference, InfoState.Partial, 2, [ConferenceUser.With(Dave, "connected"), new ConferenceUser(Carol, InfoState.Deleted, [])]));

    private static SubscriptionTrace Pending() => Subscribed()
        .Notifies(new ConferenceInfo(Conference, InfoState.Full, 1, [ConferenceUser.With(Bob, "connected"), ConferenceUser.With(Dave, "pending")]));

    private static SubscriptionTrace Accepting(string types) => Chat().Asks().Subscribes(form: it => it.WithAdded("Accept", types)).Grants().Tells(InfoState.Full, 1, Bob);

    private static ConferenceInfo Told(InfoState state, int version, params IReadOnlyList<string> users) =>
        new(Conference, state, version, [.. users.Select(it => ConferenceUser.With(it, "connected"))]);

    private static TestCaseData Case(string id, Verdict verdict, string name, SubscriptionTrace trace) =>
        new TestCaseData(id, verdict, trace.Seal()).SetArgDisplayNames($"{id}: {name}");
}
