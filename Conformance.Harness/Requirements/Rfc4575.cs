using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 4575 and RFC 4579 section 3.4: what a client makes of the state of a conference.</summary>
internal static class Rfc4575
{
    private const int NotAcceptable = 406;
    private const int UnsupportedMediaType = 415;

    /// <summary>RFC 4579 section 3.4. A client whose adapter lacks the verb is not asked.</summary>
    public static readonly Requirement KnowsConferences = Shall(
        id: "RFC4579-3.4-1",
        quote: "A Contact with isfocus is taken for that of a conference.",
        when: trace =>
            from action in trace.Actions
            where action.Request is SubscribeConference
            let attempt = trace.Attempts().LastOrDefault(it => it.Ask.Number < action.Number)
            where attempt?.Dialog is not null && IsFocus(attempt.Dialog.Response) && !trace.Reports.OfType<Unsupported>().Any(it => it.Action == action.Number)
            select (Attempt: attempt, Action: action),
        then: it =>
        {
            var contact = it.Attempt.Dialog!.Response.Field("Contact");
            const string Expected = "a SUBSCRIBE to the conference that isfocus tells of, when the user asks who is there";
            // A client may have subscribed as soon as the conference was there.
            return it.Attempt.Trace.ConferenceSubscriptions().FirstOrDefault(other => other.First.Request.Number > it.Attempt.Ask.Number) is { } subscription
                ? Finding.Holds(Expected, "it came", subscription.First.Request.StartLine(), contact)
                : Finding.Missing(Expected, "none", "take a Contact with isfocus for a conference", it.Action.Event("the user asks"), contact);
        },
        mutants: [Mutant.Mishears("does-not-know-isfocus", it => it.StatusCode == 200 && it.CSeq?.Value?.Method == "INVITE", it => it.WithEdited("Contact", contact => contact.Replace(";isfocus", "", StringComparison.Ordinal)))],
        given: it => it.AdHoc,
        conditional: true);

    /// <summary>Section 3.4.</summary>
    public static readonly Requirement AcceptsItsType = Shall(
        id: "RFC4575-3.4-1",
        quote: "application/conference-info+xml is understood, and stands in Accept of a SUBSCRIBE that has one.",
        when: trace => trace.ConferenceSubscriptions().SelectMany(it => Accepts(it).Concat(it.Own.Where(notify => notify.Document is not null).Select(notify => (Func<Finding>)(() => IsUnderstood(notify))))),
        then: it => it(),
        mutants:
        [
            Mutant.Rewrites("accepts-pidf-alone", "SUBSCRIBE", it => it.With("Accept", "application/pidf+xml")),
            Mutant.RewritesSip("does-not-know-conference-info", it => it.StatusCode == 200 && it.CSeq?.Value?.Method == "NOTIFY", it => it.WithStartLine("SIP/2.0 415 Unsupported Media Type")),
        ],
        conditional: true);

    /// <summary>Section 3.8.</summary>
    public static readonly Requirement KeepsOneDialog = Shall(
        id: "RFC4575-3.8-1",
        quote: "A SUBSCRIBE makes one subscription: a NOTIFY of another notifier is refused with 481, or the subscription that it offers ended.",
        when: trace => trace.ConferenceSubscriptions().SelectMany(it => it.Notifications.Where(notify => notify.FromTag != it.RemoteTag).Select(notify => (Subscription: it, Notify: notify))),
        then: it =>
        {
            const string Expected = "481 for the NOTIFY of another notifier, or an end to what it offers";
            const string Mend = "answer with 481";
            var isEnded = it.Subscription.Later.Any(later => later.Request.Sip.To?.Value?.Tag == it.Notify.FromTag && later.Request.Sip.Number("Expires") == 0);
            return it.Notify.Answer is { } answer
                ? Finding.That(answer.Sip.StatusCode == 481 || isEnded, Expected, SipOccasions.StartLineOf(answer), Mend, answer.StartLine(), it.Notify.Request.Field("From"))
                : it.Subscription.Trace.NeverCame(it.Notify.Request, Expected, "no final response", Mend, it.Notify.Request.StartLine());
        },
        mutants: [new Mutant("takes-a-second-notifier", TakesForks)],
        conditional: true);

    /// <summary>Section 4.4.</summary>
    public static readonly Requirement FollowsChanges = Shall(
        id: "RFC4575-4.4-1",
        quote: "What a document says of itself and of each user, that it is full, partial or deleted, is heeded.",
        when: trace => Rosters(trace).Where(it => it.Changes.Contains(RosterChange.Applied) && it.Documents.Exists(document => document.State == InfoState.Partial)),
        then: ShowsWhoIsThere,
        mutants:
        [
            Rereads("takes-changes-for-the-whole", " state=\"partial\" version", " state=\"full\" version"),
            Rereads("does-not-let-anybody-go", " state=\"deleted\"", " state=\"partial\""),
            Rereads("merges-lists-that-are-full", "<users state=\"full\"", "<users state=\"partial\""),
        ],
        conditional: true);

    /// <summary>Section 4.6.</summary>
    public static readonly Requirement DropsOldDocuments = Shall(
        id: "RFC4575-4.6-1",
        quote: "A document whose version is not above the one that is known is dropped.",
        when: trace => Rosters(trace).Where(it => it.Changes.Contains(RosterChange.Stale) && !it.Changes.Contains(RosterChange.Gap)),
        then: ShowsWhoIsThere,
        mutants: [new Mutant("takes-documents-of-any-version", RaisesVersions)],
        conditional: true);

    /// <summary>Section 4.6.</summary>
    public static readonly Requirement AsksForTheWhole = Shall(
        id: "RFC4575-4.6-2",
        quote: "Where documents are missing before a partial one, the whole is asked for by renewing the subscription.",
        when: trace => trace.ConferenceSubscriptions().SelectMany(it => Gaps(it).Where(gap => !LeftSoon(trace, gap)).Select(gap => (Subscription: it, Gap: gap))),
        then: it =>
        {
            const string Expected = "a SUBSCRIBE in the dialog behind a gap in the versions";
            if (it.Subscription.Later.FirstOrDefault(later => later.Request.Number > it.Gap.Request.Number && later.Request.Sip.Number("Expires") != 0) is { } renewal)
            {
                return Finding.Holds(Expected, "it came", renewal.Request.StartLine(), it.Gap.Request.StartLine());
            }

            return it.Subscription.Trace.Actions.Any(action => action.Request is EndChat && action.Number > it.Gap.Request.Number && action.At - it.Gap.Request.At < Rfc3265.Patience)
                ? Finding.Undecided(Expected, "the user left too soon", it.Gap.Request.StartLine())
                : Finding.Missing(Expected, "none", "send SUBSCRIBE in the dialog, which brings a full document", it.Gap.Request.StartLine());
        },
        mutants: [Mutant.SendsSip("does-not-mind-gaps", it => it.Method == "SUBSCRIBE" && it.To?.Value?.Tag is not null && it.Number("Expires") != 0, _ => [])],
        conditional: true);

    /// <summary>Section 4.6.</summary>
    public static readonly Requirement LeavesWhatIsNoMore = Should(
        id: "RFC4575-4.6-3",
        quote: "When the conference is deleted the subscription to it is ended.",
        when: trace => trace.ConferenceSubscriptions().SelectMany(it => it.Own.Where(notify => notify.Document?.State == InfoState.Deleted && notify.Ending is null && !(it.Ending?.Request.Number < notify.Request.Number)).Select(notify => (Subscription: it, Notify: notify))),
        then: it =>
        {
            const string Expected = "a SUBSCRIBE with Expires: 0 once the conference is deleted";
            var ask = it.Subscription.Trace.Actions.FirstOrDefault(action => action.Request is EndChat && action.Number > it.Notify.Request.Number);
            return it.Subscription.Ending is { } ending && ending.Request.Number > it.Notify.Request.Number && !(ask?.Number < ending.Request.Number)
                ? Finding.Holds(Expected, "it came", ending.Request.StartLine(), it.Notify.Request.StartLine())
                : Finding.Missing(Expected, "none before the user left", "end the subscription", it.Notify.Request.StartLine());
        },
        mutants: [Mutant.SendsSip("stays-subscribed-to-what-is-no-more", it => it.Method == "SUBSCRIBE" && it.Number("Expires") == 0, _ => [])],
        conditional: true);

    /// <summary>Section 5.7.3.</summary>
    public static readonly Requirement TellsStatusesApart = Should(
        id: "RFC4575-5.7.3-1",
        quote: "Whose device is only dialed, alerted, waiting or gone is not shown as one who takes part.",
        when: trace => Rosters(trace).Where(it => it.Documents.Exists(document => document.Users?.Any(user => user.Endpoints.Any(endpoint => endpoint.Status is "pending" or "dialing-out" or "dialing-in" or "alerting" or "disconnecting" or "disconnected")) == true)),
        then: ShowsWhoIsThere,
        mutants: [Rereads("shows-the-absent-as-present", "<status>pending<", "<status>connected<")],
        conditional: true);

    private static bool IsFocus(WireMessage response) => response.Sip.Contacts.Any(it => it.Value?.Parameters.Named("isfocus") is not null);

    private static IEnumerable<Func<Finding>> Accepts(ConferenceSubscription subscription) => subscription.First.Request is var subscribe && subscribe.Sip.Header("Accept") is not null
        ? [() => Finding.That(
            subscribe.Sip.ElementTexts("Accept").Select(it => it.Split(';')[0].Trim()).Any(it => it is "*/*" or "application/*" || it.Equals(ConferenceInfo.MediaType, StringComparison.OrdinalIgnoreCase)),
            $"{ConferenceInfo.MediaType} in Accept",
            $"Accept: {string.Join(", ", subscribe.Sip.ElementTexts("Accept"))}",
            $"add {ConferenceInfo.MediaType}",
            subscribe.Field("Accept"))]
        : [];

    private static Finding IsUnderstood(ReceivedNotify notify)
    {
        const string Expected = "a NOTIFY with application/conference-info+xml that is not refused for its type";
        return notify.Answer is { } answer
            ? Finding.That(answer.Sip.StatusCode is not (UnsupportedMediaType or NotAcceptable), Expected, SipOccasions.StartLineOf(answer), "take the type", answer.StartLine(), notify.Request.Field("Content-Type"))
            : Finding.Undecided(Expected, "no final response", notify.Request.StartLine());
    }

    /// <summary>Whether the user left before the client could act upon it, far away as it may be.</summary>
    private static bool LeftSoon(Trace trace, ReceivedNotify notify) =>
        trace.Actions.Any(it => it.Request is EndChat && it.Number > notify.Request.Number && it.Number < (notify.Answer?.Number ?? int.MaxValue));

    private static IEnumerable<ReceivedNotify> Gaps(ConferenceSubscription subscription)
    {
        var roster = new ConferenceRoster();
        return [.. subscription.Own.Where(it => it.Document is not null && it.Answer?.Sip.StatusCode is >= 200 and < 300).Where(it => roster.Apply(it.Document!) == RosterChange.Gap)];
    }

    /// <summary>
    /// Each description by the client of a chat that the user is in, with what the documents that it had taken until then
    /// tell. Of several subscriptions the last counts, while it lasts, and once no answer is on its way.
    /// </summary>
    private static IEnumerable<RosterShown> Rosters(Trace trace) =>
        from attempt in trace.Attempts()
        let left = attempt.Window.OfType<UserAction>().FirstOrDefault(it => it.Request is EndChat)
        from report in attempt.Window.OfType<ClientReport>()
        where report.Report is ChatDescribed described && described.Chat == attempt.Chat && !(report.Number > left?.Number)
        let subscription = trace.ConferenceSubscriptions().LastOrDefault(it => it.First.Request.Number > attempt.Ask.Number && it.First.Request.Number < report.Number)
        where subscription is not null
        let told = subscription.Own.Where(it => it.Request.Number < report.Number).ToList()
        where told.TrueForAll(it => it.Answer?.Number < report.Number && it.Ending is null) && !(subscription.Ending?.Request.Number < report.Number)
        let taken = told.Where(it => it.Document is not null && it.Answer!.Sip.StatusCode is >= 200 and < 300).ToList()
        where taken.Count > 0
        select RosterShown.Of(trace, report, (ChatDescribed)report.Report, taken);

    private static Finding ShowsWhoIsThere(RosterShown it)
    {
        var expected = $"members {string.Join(", ", it.Joined.Order(StringComparer.Ordinal))}";
        var evidence = it.Last.Request.StartLine();
        if (it.Described.Members is not { } members)
        {
            return Finding.Undecided(expected, "the client does not say who is there", evidence);
        }

        var own = it.Trace.Provisioning.Address;
        bool IsSame(string one, string other) => AddressComparison.IsSame(one, other);
        var missing = it.Joined.Where(user => !IsSame(user, own) && !members.Any(member => IsSame(user, member))).ToList();
        var surplus = members.Where(member => !IsSame(member, own) && !it.Joined.Any(user => IsSame(user, member))).ToList();
        return Finding.That(
            missing.Count == 0 && surplus.Count == 0,
            expected,
            $"members {string.Join(", ", members.Order(StringComparer.Ordinal))}",
            missing.Count > 0 ? $"show {string.Join(", ", missing)}" : $"do not show {string.Join(", ", surplus)}",
            it.Report.Event("what is shown"),
            evidence);
    }

    private static Mutant Rereads(string name, string text, string instead) => Mutant.Mishears(
        name,
        it => it.Method == "NOTIFY",
        it => it.WithPartText(ConferenceInfo.MediaType, document => document.Replace(text, instead, StringComparison.Ordinal)));

    /// <summary>Each document seems to be the next one.</summary>
    private static Tamper RaisesVersions()
    {
        var version = 0;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                if (protocol != WireProtocol.Sip || SipMessage.Parse(octets) is not { Method: "NOTIFY" } notify || notify.BodyPart(ConferenceInfo.MediaType) is null)
                {
                    return [octets];
                }

                version++;
                return [notify.WithPartText(ConferenceInfo.MediaType, document => System.Text.RegularExpressions.Regex.Replace(document, " version=\"[0-9]+\"", FormattableString.Invariant($" version=\"{version}\""))).Octets];
            },
        };
    }

    /// <summary>Each NOTIFY seems to come from the notifier of the first.</summary>
    private static Tamper TakesForks()
    {
        var tags = new Dictionary<string, string>();
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                if (protocol != WireProtocol.Sip || SipMessage.Parse(octets) is not { Method: "NOTIFY" } notify || notify.From?.Value?.Tag is not { } tag)
                {
                    return [octets];
                }

                var first = tags.TryAdd(notify.CallId ?? "", tag) ? tag : tags[notify.CallId ?? ""];
                return [octets.Replace($";tag={tag}", $";tag={first}")];
            },
        };
    }

    /// <summary>What a client shows, and what it was told.</summary>
    private sealed record RosterShown(Trace Trace, ClientReport Report, ChatDescribed Described, ReceivedNotify Last, List<ConferenceInfo> Documents, List<RosterChange> Changes, IReadOnlyList<string> Joined)
    {
        public static RosterShown Of(Trace trace, ClientReport report, ChatDescribed described, List<ReceivedNotify> taken)
        {
            var roster = new ConferenceRoster();
            var changes = taken.Select(it => roster.Apply(it.Document!)).ToList();
            return new RosterShown(trace, report, described, taken[^1], [.. taken.Select(it => it.Document!)], changes, roster.Joined);
        }
    }
}
