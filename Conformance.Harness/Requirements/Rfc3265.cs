using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3265 section 3 and RFC 6665 section 4.1: the life of a subscription.</summary>
internal static class Rfc3265
{
    /// <summary>How long a client may take to act upon a NOTIFY or a response, far away as it may be.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Section 3.1.4.2 (RFC 6665 section 4.1.2.2). A client that has left the chat needs no subscription.</summary>
    public static readonly Requirement RenewsInTime = Shall(
        id: "RFC3265-3.1.4.2-1",
        quote: "A subscription is renewed in its dialog before its time is over; after a 481 to that, another one has a Call-ID and a From tag of its own.",
        when: trace => trace.ConferenceSubscriptions().SelectMany(RenewalsDue).Concat(trace.ConferenceSubscriptions().SelectMany(Again)),
        then: it => it(),
        mutants:
        [
            Mutant.SendsSip("does-not-renew-its-subscription", IsRenewal, _ => []),
            new Mutant("subscribes-again-under-its-old-call-id", KeepsCallId),
        ],
        given: it => it.ConferenceSubscription,
        conditional: true);

    /// <summary>Section 3.1.4.3 (RFC 6665 section 4.1.2.3).</summary>
    public static readonly Requirement EndsItsSubscription = Should(
        id: "RFC3265-3.1.4.3-1",
        quote: "Who wants to hear no more sends a SUBSCRIBE with an expiry of 0 in the dialog of the subscription, and answers the NOTIFY that follows.",
        when: trace => trace.ConferenceSubscriptions().Where(it => it.Notifications.Count > 0 && !it.IsFetch && (it.Ending is not null || LeftBehind(it).Take(1).Any(left => IsInForce(it, left)))),
        then: it =>
        {
            const string Expected = "a SUBSCRIBE with Expires: 0 once the user has left, and 200 for the last NOTIFY";
            if (it.Ending is not { } ending)
            {
                return Finding.Missing(Expected, "no such SUBSCRIBE", "send SUBSCRIBE with Expires: 0 in the dialog of the subscription", LeftBehind(it).First().Event("the user ends the chat"), it.First.Request.StartLine());
            }

            return it.Own.FirstOrDefault(notify => notify.Ending is not null && notify.Request.Number > ending.Request.Number) is { } last
                ? IsTaken(it.Trace, last)
                : Finding.Holds(Expected, "the SUBSCRIBE", ending.Request.StartLine());
        },
        mutants: [Mutant.SendsSip("leaves-its-subscription-behind", IsEnd, _ => [])],
        given: it => it.ConferenceSubscription,
        conditional: true);

    /// <summary>Section 3.1.4.4 (RFC 6665 section 4.1.2.4).</summary>
    public static readonly Requirement TakesEarlyNotifications = Shall(
        id: "RFC3265-3.1.4.4-1",
        quote: "A NOTIFY is taken that comes before the response to its SUBSCRIBE.",
        when: trace => trace.ConferenceSubscriptions().SelectMany(it => it.Own
            .Where(notify => notify.Request.Number < (it.First.FinalResponse?.Number ?? int.MaxValue))
            .Select(notify => (it.Trace, Notify: notify))),
        then: it => IsTaken(it.Trace, it.Notify),
        mutants: [new Mutant("knows-no-subscription-before-the-200", () => RefusesNotifications(isEarly: true))],
        given: it => it.ConferenceSubscription,
        conditional: true);

    /// <summary>Section 3.2.4 (RFC 6665 section 4.1.3).</summary>
    public static readonly Requirement MatchesNotifications = Shall(
        id: "RFC3265-3.2.4-1",
        quote: "A NOTIFY that belongs to no subscription is refused with 481, and one that does is answered with 200, whatever the user does.",
        when: trace => trace.ReceivedRequests().Where(it => it.Request.Sip.Method == "NOTIFY" && trace.ConferenceSubscriptions().Count > 0 && IsClear(trace, it)),
        then: it => IsOwn(it.Trace, it)
            ? it.AnsweredWith("answer each NOTIFY of a subscription with 200", 200, 202)
            : it.AnsweredWith("answer a NOTIFY with 481 when no subscription has its Call-ID and tag", 481),
        mutants:
        [
            Mutant.RewritesSip("takes-any-notification", IsAnswerTo("NOTIFY", 481), it => it.WithStartLine("SIP/2.0 200 OK")),
            new Mutant("takes-no-notification", () => RefusesNotifications(isEarly: false)),
        ],
        given: it => it.ConferenceSubscription,
        conditional: true);

    /// <summary>Section 3.2.4 (RFC 6665 section 4.1.3).</summary>
    public static readonly Requirement HeedsReasons = Should(
        id: "RFC3265-3.2.4-2",
        quote: "After a subscription was ended another is made at once if the reason is deactivated, in the time that is named if it is probation or giveup, and none if it is rejected or noresource.",
        when: trace => trace.ConferenceSubscriptions().SelectMany(it => it.Own
            .Where(notify => notify.Ending is not null && it.Ending is null && !LeftBehind(it).Any(end => end.Number < notify.Request.Number))
            .Take(1)
            .Select(notify => (Subscription: it, Notify: notify))),
        then: it => it.Notify.Ending!.Parameters.Named("reason")?.Value switch
        {
            "rejected" or "noresource" => HasNoOther(it.Subscription, it.Notify, TimeSpan.MaxValue),
            "deactivated" => HasOther(it.Subscription, it.Notify),
            "probation" or "giveup" when it.Notify.Ending.Parameters.Named("retry-after")?.Value is { } text && int.TryParse(text, out var seconds) =>
                HasNoOther(it.Subscription, it.Notify, TimeSpan.FromSeconds(seconds) - ExpectDialog.Transit),
            _ => Finding.Holds("what the reason leaves open", "as expected", it.Notify.Request.Field("Subscription-State")),
        },
        mutants:
        [
            Rereads("subscribes-again-after-a-rejection", "reason=rejected", "reason=deactivated"),
            Rereads("does-not-subscribe-again-when-it-may", "reason=deactivated", "reason=rejected"),
            Rereads("does-not-wait-on-probation", "reason=probation;retry-after=2", "reason=deactivated"),
        ],
        given: it => it.ConferenceSubscription,
        conditional: true);

    /// <summary>RFC 6665 section 4.1.2.4, Timer N. That it waits no longer is not seen; that it still believes in its subscription is.</summary>
    public static readonly Requirement GivesUpOnSilence = Shall(
        id: "RFC6665-4.1.2.4-1",
        quote: "A subscription of which no NOTIFY has come within 64*T1 has failed, whatever its SUBSCRIBE was answered with.",
        when: trace => trace.ConferenceSubscriptions().Where(it => it.First.Success is not null && !it.Notifications.Any(notify => notify.Request.At - it.First.Request.At <= trace.TransactionTimeout()) && trace.Events[^1].At - it.First.Request.At > trace.TransactionTimeout() + Patience),
        then: it =>
        {
            const string Expected = "no renewal of a subscription that never came about";
            var kept = it.Later.FirstOrDefault(later => later.Request.At - it.First.Request.At > it.First.Trace.TransactionTimeout() + ExpectDialog.Transit && later.Request.Sip.Number("Expires") != 0);
            return kept is null
                ? Finding.Holds(Expected, "none", it.First.Request.StartLine())
                : Finding.Fails(Expected, $"one after {(kept.Request.At - it.First.Request.At).TotalSeconds:0} s", "give the subscription up after 64*T1 without a NOTIFY, or make another", kept.Request.StartLine(), it.First.Request.StartLine());
        },
        mutants: [new Mutant("believes-in-silent-subscriptions", ImaginesNotifications)],
        given: it => it.ConferenceSubscription,
        conditional: true);

    /// <summary>The final response of the client to a NOTIFY that it has to take.</summary>
    internal static Finding IsTaken(Trace trace, ReceivedNotify notify)
    {
        const string Expected = "200 for the NOTIFY";
        const string Mend = "answer the NOTIFY with 200";
        return notify.Answer is { } answer
            ? Finding.That(answer.Sip.StatusCode is >= 200 and < 300, Expected, SipOccasions.StartLineOf(answer), Mend, answer.StartLine(), notify.Request.StartLine())
            : trace.NeverCame(notify.Request, Expected, "no final response", Mend, notify.Request.StartLine());
    }

    /// <summary>Granted times that were over while the user was still in the chat, the subscription had not been ended or replaced, and there was time to see a renewal.</summary>
    private static IEnumerable<Func<Finding>> RenewalsDue(ConferenceSubscription subscription)
    {
        var subscribes = new[] { subscription.First }.Concat(subscription.Later.Where(it => it.Request.Sip.Number("Expires") != 0)).ToList();
        for (var i = 0; i < subscribes.Count; i++)
        {
            if (ConferenceSubscription.Granted(subscribes[i]) is not { } seconds || seconds == 0)
            {
                continue;
            }

            var granted = subscribes[i].Success!;
            var next = i + 1 < subscribes.Count ? subscribes[i + 1] : null;
            var due = granted.At + TimeSpan.FromSeconds(seconds);
            var isMoot = subscription.Notifications.Any(it => it.Ending is not null && it.Request.At < due)
                || subscription.Ending?.Request.At < due
                || LeftBehind(subscription).Any(it => it.At < due + Patience)
                || OtherAfter(subscription, granted.Number)?.Request.At < due
                || subscription.Notifications.Count == 0
                || subscription.Trace.Events[^1].At < due + Patience;
            if (next is not null || !isMoot)
            {
                yield return () => Finding.That(
                    next is not null && next.Request.At <= due + Patience && next.Request.Sip.CallId == subscription.CallId && next.Request.Sip.From?.Value?.Tag == subscription.LocalTag,
                    $"a SUBSCRIBE in the dialog within {seconds} s",
                    next is null ? "none" : $"one after {(next.Request.At - granted.At).TotalSeconds:0.0} s",
                    "renew the subscription in its dialog before its time is over",
                    next?.Request.StartLine() ?? granted.StartLine(),
                    granted.Field("Expires"));
            }
        }
    }

    /// <summary>Another subscription behind a 481 to a renewal.</summary>
    private static IEnumerable<Func<Finding>> Again(ConferenceSubscription subscription) =>
        from renewal in subscription.Later
        where renewal.FinalResponse?.Sip.StatusCode == 481 && renewal.Request.Sip.Number("Expires") != 0
        let next = OtherAfter(subscription, renewal.FinalResponse!.Number)?.Request
        where next is not null
        select (Func<Finding>)(() => Finding.That(
            next.Sip.CallId != subscription.CallId && next.Sip.From?.Value?.Tag != subscription.LocalTag,
            "a Call-ID and a From tag of its own in the SUBSCRIBE behind a 481",
            $"Call-ID: {next.Sip.CallId}, From tag {next.Sip.From?.Value?.Tag}",
            "make a new Call-ID and a new tag for another subscription",
            next.Field("Call-ID"),
            renewal.FinalResponse!.StartLine()));

    /// <summary>The user's word that the chat is over, after the subscription was made.</summary>
    private static IEnumerable<UserAction> LeftBehind(ConferenceSubscription subscription) =>
        subscription.Trace.Actions.Where(it => it.Request is EndChat && it.Number > subscription.First.Request.Number);

    /// <summary>Whether it stands, and the client is seen to know of it.</summary>
    private static bool IsInForce(ConferenceSubscription subscription, TraceEvent at) => subscription.LastsUntil(at)
        && subscription.Notifications.Any(it => it.Answer?.Number < at.Number)
        && !subscription.Notifications.Any(it => it.Ending is not null && it.Request.Number < at.Number)
        && !subscription.Later.Any(it => it.FinalResponse?.Sip.StatusCode == 481 && it.Request.Number < at.Number);

    private static bool IsOwn(Trace trace, ReceivedRequest notify) => trace.ConferenceSubscriptions().Any(it =>
        it.CallId == notify.Request.Sip.CallId && it.LocalTag == notify.Request.Sip.To?.Value?.Tag);

    /// <summary>Not what may be late for a subscription that is over, nor what another notifier sends (RFC4575-3.8-1).</summary>
    private static bool IsClear(Trace trace, ReceivedRequest notify)
    {
        var own = trace.ConferenceSubscriptions().FirstOrDefault(it => it.CallId == notify.Request.Sip.CallId && it.LocalTag == notify.Request.Sip.To?.Value?.Tag);
        return own is null
            || (own.RemoteTag == notify.Request.Sip.From?.Value?.Tag
                && (own.First.FinalResponse is not { } first || first.Number > notify.Request.Number || own.LastsUntil(notify.Request))
                && !(own.Ending?.Request.Number < notify.Request.Number)
                && !own.Notifications.Any(it => it.Ending is not null && it.Request.Number < notify.Request.Number)
                && !LeftBehind(own).Any(it => it.Number < (notify.Answer?.Number ?? int.MaxValue)));
    }

    /// <summary>The SUBSCRIBE of the next subscription to the same conference behind that event.</summary>
    private static SipTransaction? OtherAfter(ConferenceSubscription subscription, int number) =>
        subscription.Trace.ConferenceSubscriptions().FirstOrDefault(it => it.First.Request.Number > number && it.First.Request.RequestUriText() == subscription.First.Request.RequestUriText())?.First;

    private static Finding HasOther(ConferenceSubscription subscription, ReceivedNotify notify)
    {
        const string Expected = "another SUBSCRIBE at once, since the subscription was only deactivated";
        return OtherAfter(subscription, notify.Request.Number) is { } other
            ? Finding.Holds(Expected, "it came", other.Request.StartLine(), notify.Request.Field("Subscription-State"))
            : Finding.Missing(Expected, "none", "subscribe again", notify.Request.Field("Subscription-State"));
    }

    private static Finding HasNoOther(ConferenceSubscription subscription, ReceivedNotify notify, TimeSpan within)
    {
        var expected = within == TimeSpan.MaxValue ? "no other SUBSCRIBE" : $"no other SUBSCRIBE within {within.TotalSeconds:0.0} s";
        return OtherAfter(subscription, notify.Request.Number) is { } other && other.Request.At - notify.Request.At < within
            ? Finding.Fails(expected, $"one after {(other.Request.At - notify.Request.At).TotalSeconds:0.0} s", "heed the reason of the end", other.Request.StartLine(), notify.Request.Field("Subscription-State"))
            : Finding.Holds(expected, "as expected", notify.Request.Field("Subscription-State"));
    }

    private static bool IsRenewal(SipMessage message) => message.Method == "SUBSCRIBE" && message.To?.Value?.Tag is not null && message.Number("Expires") != 0;

    private static bool IsEnd(SipMessage message) => message.Method == "SUBSCRIBE" && message.Number("Expires") == 0;

    private static Func<SipMessage, bool> IsAnswerTo(string method, int status) => message => message.StatusCode == status && message.CSeq?.Value?.Method == method;

    private static Tamper KeepsCallId()
    {
        string? callId = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip || it.Sip.Method != "SUBSCRIBE")
                {
                    return [it];
                }

                callId ??= it.Sip.CallId;
                return [it with { Octets = it.Sip.With("Call-ID", callId!).Octets }];
            },
        };
    }

    /// <summary>It answers NOTIFYs with 481: all of them, or those before the 200 to its SUBSCRIBE.</summary>
    private static Tamper RefusesNotifications(bool isEarly)
    {
        var isAnswered = false;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                isAnswered |= protocol == WireProtocol.Sip && SipMessage.Parse(octets) is { StatusCode: 200 } response && response.CSeq?.Value?.Method == "SUBSCRIBE";
                return [octets];
            },
            Send = it =>
            {
                isAnswered &= it.Protocol != WireProtocol.Sip || it.Sip.Method != "SUBSCRIBE";
                return it.Protocol == WireProtocol.Sip && IsAnswerTo("NOTIFY", 200)(it.Sip) && !(isEarly && isAnswered)
                    ? [it with { Octets = it.Sip.WithStartLine("SIP/2.0 481 Subscription Does Not Exist").Octets }]
                    : [it];
            },
        };
    }

    private static Mutant Rereads(string name, string state, string instead) => Mutant.Mishears(
        name,
        it => it.Method == "NOTIFY",
        it => it.WithEdited("Subscription-State", value => value.Replace(state, instead, StringComparison.Ordinal)));

    /// <summary>For each 200 to its SUBSCRIBE it sees a NOTIFY that was not sent.</summary>
    private static Tamper ImaginesNotifications() => new()
    {
        Receive = (protocol, octets) => protocol == WireProtocol.Sip && SipMessage.Parse(octets) is var message && IsAnswerTo("SUBSCRIBE", 200)(message)
            ? [octets, NotifyBehind(message).Octets]
            : [octets],
    };

    private static SipMessage NotifyBehind(SipMessage response) => SipWriter.Request("NOTIFY", "sip:imagined@invalid.example")
        .Header("Via", response.Header("Via")!.Value.Replace("branch=z9hG4bK", "branch=z9hG4bKimagined", StringComparison.Ordinal))
        .Header("From", response.Header("To")!.Value)
        .Header("To", response.Header("From")!.Value)
        .Header("Call-ID", response.CallId!)
        .Header("CSeq", FormattableString.Invariant($"{response.CSeq!.Value!.Number} NOTIFY"))
        .Header("Contact", response.Header("Contact")!.Value)
        .Header("Event", "conference")
        .Header("Subscription-State", "active")
        .Write();
}
