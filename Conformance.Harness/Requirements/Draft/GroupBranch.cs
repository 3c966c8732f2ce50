using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Draft;

/// <summary>6.1.3.2.1, item 3 with a to c: more than one user is invited.</summary>
internal static class GroupBranch
{
    private static readonly Mutant InvitesTheFirstOnly = Tampering.RewritesGroupInvite(
        "invites-the-first-user-only",
        it => it.WithRequestUri(FirstEntry(it)).WithPlainSdp().Without("Require"));

    public static readonly Mutant OmitsResourceList = Tampering.RewritesGroupInvite("omits-resource-list", it => it.WithoutPart(Sent.ListType));

    public static readonly Mutant GuessesTheFactory = Tampering.RewritesGroupInvite("guesses-the-factory", it => it.WithRequestUri("sip:conference@im.example"));

    public static readonly Mutant MislabelsResourceList = Tampering.RewritesGroupInvite(
        "mislabels-resource-list",
        it => it.WithPartHeaders(Sent.ListType, "Content-Type: text/xml", "Content-Disposition: recipient-list"));

    /// <summary>The list names somebody whom the user did not invite.</summary>
    public static readonly Mutant ListsAStranger = Tampering.RewritesGroupInvite(
        "lists-a-stranger",
        it => it.WithListText("</list>", "<entry uri=\"sip:mallory@im.example\"/></list>"));

    /// <summary>Item 3, the condition: it has no verb of its own, so what is judged is that this branch is taken and not that of item 2.</summary>
    public static readonly Requirement TakesTheGroupBranch = Shall(
        id: "IM-6.1.3.2.1-3",
        quote: "If more than one user is invited to the IM Session the IM Client",
        when: Asks.AdHocToInvite,
        then: attempt => attempt.Invite(invite => NotToAnInvitee(attempt, invite)),
        mutants: [InitialInvite.SendsNoInvite, InvitesTheFirstOnly],
        given: it => it.AdHoc,
        readings: [Readings.LeadIn]);

    /// <summary>Item 3 a.</summary>
    public static readonly Requirement RequestUriOfGroup = Shall(
        id: "IM-6.1.3.2.1-3a",
        quote: "SHALL set the Request-URI of the SIP INVITE request to the Conference-factory-URI for the IM service in the Home IM Network of the IM User; and,",
        when: Asks.AdHocToInvite,
        then: attempt => attempt.Invite(invite => invite.RequestUriIs(attempt.Trace.Provisioning.ConferenceFactory, "the Conference-factory-URI")),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            InvitesTheFirstOnly,
            GuessesTheFactory,
        ],
        given: it => it.AdHoc,
        readings: [Readings.LeadIn]);

    /// <summary>Item 3 b. The list names the invited users, all of them and nobody else; the user's own address does no harm in it.</summary>
    public static readonly Requirement ResourceListBody = Shall(
        id: "IM-6.1.3.2.1-3b",
        quote: "SHALL include a MIME resource-list body with the invited IM Users as specified in  [draft-ietf-sipping-uri-list-conferencing-04.txt]",
        when: Asks.AdHocToInvite,
        then: attempt => attempt.Invite(invite => invite.HasBodyPart(Sent.ListType, part => Finding.All(
            [ListsEveryone(attempt, invite, part), ListsNobodyElse(attempt, invite, part)]))),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            OmitsResourceList,
            Tampering.RewritesGroupInvite("omits-an-invitee-from-list", WithoutFirstEntry),
            ListsAStranger,
            MislabelsResourceList,
        ],
        given: it => it.AdHoc,
        readings: [Readings.LeadIn]);

    /// <summary>
    /// Item 3 c. A client that does subscribe names the conference package and the conference: the IM Session Identity,
    /// or the factory, since the subclause that would say which does not exist.
    /// </summary>
    public static readonly Requirement SubscribesToConference = May(
        id: "IM-6.1.3.2.1-3c",
        quote: "In addition to this, the IM Client MAY subscribe to the Conference State Event Package as specified in subclause X.X.X \"IM Client subscription to the Conference State Event Package\".",
        when: Subscriptions,
        then: it => Finding.All([NamesThePackage(it), NamesTheConference(it)]),
        mutants:
        [
            Mutant.Rewrites("subscribes-to-another-package", "SUBSCRIBE", it => it.With("Event", "presence")),
            Mutant.Rewrites("subscribes-to-a-user", "SUBSCRIBE", it => it.WithRequestUri("sip:mallory@im.example")),
        ],
        given: it => it.AdHoc && it.ConferenceSubscription);

    /// <summary>Derived (i3): the list holds the invited users and nobody else. Advice.</summary>
    public static Finding ListsNobodyElse(ChatAttempt attempt, WireMessage invite, BodyPart part)
    {
        var expected = "a list that names nobody but the invited users";
        if (Read(invite, part) is not { } lists)
        {
            return Finding.Undecided(expected, "the list cannot be read", invite.At(part.Content, "the list"));
        }

        var stranger = lists.Entries.FirstOrDefault(entry => entry.Uri is { } uri
            && !attempt.IsOwn(uri)
            && !attempt.Invitees.Any(it => AddressComparison.IsSame(it, uri)));
        return stranger is null
            ? Finding.Holds(expected, Named(lists), invite.At(part.Content, "the list"))
            : Finding.Fails(expected, $"{stranger.Uri} was not invited", "remove this entry", invite.At(stranger.Span, "entry"));
    }

    private static Finding ListsEveryone(ChatAttempt attempt, WireMessage invite, BodyPart part)
    {
        var expected = $"a list with {string.Join(", ", attempt.Invited())}";
        if (Read(invite, part) is not { } lists)
        {
            return Unreadable(invite, part, expected);
        }

        var missing = attempt.Invited().Where(address => !lists.Entries.Any(it => it.Uri is { } uri && AddressComparison.IsSame(address, uri))).ToList();
        return Finding.That(
            missing.Count == 0,
            expected,
            Named(lists),
            $"add {string.Join(", ", missing.Select(it => $"<entry uri=\"{it}\"/>"))}",
            invite.At(part.Content, "the list"));
    }

    private static Finding NotToAnInvitee(ChatAttempt attempt, WireMessage invite)
    {
        var observed = invite.Sip.RequestUriSpan.Text(invite.Octets);
        return Finding.That(
            !attempt.Invited().Any(it => AddressComparison.IsSame(it, observed)),
            "an INVITE for a group, not for one of the invited users",
            observed,
            $"invite the group through {attempt.Trace.Provisioning.ConferenceFactory}",
            invite.At(invite.Sip.RequestUriSpan, "Request-URI"));
    }

    private static IEnumerable<(ChatAttempt Attempt, WireMessage Subscribe)> Subscriptions(Trace trace) =>
        from attempt in Asks.AdHoc(trace)
        from transaction in trace.ClientTransactions()
        where transaction.Method == "SUBSCRIBE"
            && transaction.Request.Number > attempt.Ask.Number
            && transaction.Request.Number <= attempt.LastEvent
            && transaction.Request.Sip.To?.Value?.Tag is null
            && (PackageOf(transaction.Request) == "conference" || Conference(attempt, transaction.Request))
        select (attempt, transaction.Request);

    private static Finding NamesThePackage((ChatAttempt Attempt, WireMessage Subscribe) it) => Finding.That(
        PackageOf(it.Subscribe) == "conference",
        "a subscription to the conference package",
        $"Event: {it.Subscribe.Sip.Header("Event")?.Value ?? "(none)"}",
        "make it Event: conference",
        it.Subscribe.At(it.Subscribe.Sip.Header("Event")?.Span ?? it.Subscribe.Sip.Head, "Event"));

    private static Finding NamesTheConference((ChatAttempt Attempt, WireMessage Subscribe) it) => Finding.That(
        Conference(it.Attempt, it.Subscribe),
        "a subscription to the IM Session Identity (or the factory)",
        it.Subscribe.Sip.RequestUriSpan.Text(it.Subscribe.Octets),
        "subscribe to the URI in the Contact of the 200",
        it.Subscribe.At(it.Subscribe.Sip.RequestUriSpan, "Request-URI"));

    private static string? PackageOf(WireMessage message) => message.Sip.Token("Event")?.Value?.Token;

    private static bool Conference(ChatAttempt attempt, WireMessage subscribe)
    {
        var target = subscribe.Sip.RequestUriSpan.Text(subscribe.Octets);
        return AddressComparison.IsSame(attempt.Trace.Provisioning.ConferenceFactory, target)
            || attempt.Invites.SelectMany(it => it.Responses).SelectMany(it => it.Sip.Contacts)
                .Any(it => it.Value is { } contact && AddressComparison.IsSame(contact.Uri.Text, target));
    }

    private static ResourceLists? Read(WireMessage invite, BodyPart part) => ResourceLists.Parse(invite.Octets, part.Content).Value;

    private static Finding Unreadable(WireMessage invite, BodyPart part, string expected) =>
        Finding.Fails(expected, "the list cannot be read", "make it a well-formed resource-lists document", invite.At(part.Content, "the list"));

    private static string Named(ResourceLists lists) => string.Join(", ", lists.Entries.Select(it => it.Uri ?? "an entry without uri"));

    private static string FirstEntry(SipMessage invite) => EntriesOf(invite).FirstOrDefault()?.Uri ?? "sip:nobody@im.example";

    private static SipMessage WithoutFirstEntry(SipMessage invite) => EntriesOf(invite).FirstOrDefault() is { } first
        ? invite.WithListText(first.Span.Text(invite.Octets), "")
        : invite;

    private static IEnumerable<ResourceEntry> EntriesOf(SipMessage invite) => invite.BodyPart(Sent.ListType) is { } part
        ? ResourceLists.Parse(invite.Octets, part.Content).Value?.Entries ?? []
        : [];
}
