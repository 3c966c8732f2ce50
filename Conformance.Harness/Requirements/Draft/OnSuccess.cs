using System.Text.Json.Nodes;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Draft;

/// <summary>6.1.3.2.1, on the 200: what the client stores, and NOTE 2 on what the 200 means.</summary>
internal static class OnSuccess
{
    /// <summary>
    /// Item 1 of the second list. All Allow rows make one list (RFC 3261 section 7.3.1); a method that the client does
    /// not know belongs to it. Method names are compared with case (section 7.1).
    /// </summary>
    public static readonly Requirement StoresMethods = Shall(
        id: "IM-6.1.3.2.1-R1",
        quote: "SHALL store the list of supported SIP methods if received in the Allow header;",
        when: trace => Described.In(trace).Where(it => it.Dialog.Response.Sip.Header("Allow") is not null),
        then: it =>
        {
            var allowed = it.Dialog.Response.Sip.ElementTexts("Allow");
            var expected = $"stored methods {string.Join(", ", allowed)}";
            return it.Says("supportedMethods", expected, said => Finding.That(
                said.SupportedMethods is { } stored && stored.Select(method => method.Trim()).ToHashSet(StringComparer.Ordinal).SetEquals(allowed),
                expected,
                said.SupportedMethods is null ? "the client says that it has stored none" : string.Join(", ", said.SupportedMethods),
                "store each method of the Allow rows (an adapter that cannot see what is stored leaves the member out)",
                it.Dialog.Response.At(it.Dialog.Response.Sip.Header("Allow")!.Span, "Allow"),
                it.Evidence));
        },
        mutants:
        [
            Describes("forgets-the-methods", chat => chat["supportedMethods"] = null),
            Describes("stores-one-method-only", chat => chat["supportedMethods"] = new JsonArray("INVITE")),
            Mutant.Mishears("reads-only-the-known-methods", it => it.StatusCode == 200 && it.Header("Allow") is not null, it => it.Without("Allow").With("Allow", "INVITE, ACK")),
        ]);

    /// <summary>
    /// Item 2 of the second list. What is stored shows twice: in the client's own account, and in the Request-URI of what
    /// it sends in the dialog afterwards. A 200 without Contact gives no occasion (D10), for nothing was received.
    /// </summary>
    public static readonly Requirement StoresIdentity = Shall(
        id: "IM-6.1.3.2.1-R2",
        quote: "SHALL store the IM Session Identity if received in the Contact header;",
        when: Identified,
        then: it => Identity(it, it.Dialog.Response.Sip.Contacts),
        mutants:
        [
            Describes("forgets-the-identity", chat => chat["imSessionIdentity"] = null),
            Describes("takes-the-factory-for-the-identity", chat => chat["imSessionIdentity"] = "sip:someone-else@im.example"),
            Mutant.RewritesSip("ignores-the-contact", it => it.Method is "ACK" or "BYE", it => it.WithRequestUri("sip:someone-else@im.example")),
        ],
        readings:
        [
            new("D9", "the Contact of the 200", "the Contact of a provisional response will do as well", Then: it => Identity(it, [.. it.Dialog.Invite.Responses.SelectMany(response => response.Sip.Contacts)])),
            new("D10", "a 200 without Contact is the peer's fault, and the client owes nothing", "Contact is mandatory in a 200, so one without is no case of this sentence"),
        ]);

    /// <summary>NOTE 2, first sentence: the 200 says that the user is in the conference, and says nothing of the others.</summary>
    public static readonly Requirement IsInConference = Should(
        id: "IM-6.1.3.2.1-N2.1",
        quote: "According to [draft-ietf-sipping-uri-list-conferencing-04.txt] the received 200 “OK” means that the conference was created successfully, that the client that generated the SIP INVITE request is in the conference, and that the server understood the URI-list.",
        when: trace => Described.In(trace).Where(it => it.Attempt.IsAdHoc && !HasEnded(it)),
        then: ShowsWhatIsKnown,
        mutants:
        [
            Describes("is-not-up-after-200", chat => chat["state"] = "inviting"),
            Describes("takes-the-200-for-a-failure", chat => chat["state"] = "failed"),
        ],
        given: it => it.AdHoc);

    /// <summary>NOTE 2, second sentence: the user asks who is there.</summary>
    public static readonly Requirement UsesConferencePackage = Should(
        id: "IM-6.1.3.2.1-N2.2",
        quote: "If the client wishes to obtain information about the status of other users in the conference it SHOULD use general conference mechanisms, such as the conference state event package.",
        when: trace => trace.Actions.Where(it => it.Request is SubscribeConference).Select(action => (Trace: trace, Action: action)),
        then: it => SubscribesOnWish(it.Trace, it.Action),
        mutants:
        [
            Mutant.Drops("never-subscribes", "SUBSCRIBE"),
            Mutant.Rewrites("polls-instead-of-subscribing", "SUBSCRIBE", it => it
                .WithStartLine(it.StartLine.Text(it.Octets).Replace("SUBSCRIBE", "OPTIONS", StringComparison.Ordinal))
                .With("CSeq", (it.Header("CSeq")?.Value ?? "").Replace("SUBSCRIBE", "OPTIONS", StringComparison.Ordinal))),
        ],
        given: it => it.AdHoc && it.ConferenceSubscription,
        readings:
        [
            new("D12", "a SHOULD in a NOTE is a SHOULD", "a NOTE informs and asks nothing", When: _ => false),
        ]);

    private static IEnumerable<(ChatAttempt Attempt, SipDialog Dialog, Described? Described)> Identified(Trace trace)
    {
        var described = Described.In(trace).ToList();
        return Asks.ToInvite(trace)
            .Where(it => it.Dialog?.Response.Sip.Contacts.Count > 0)
            .Select(it => (it, it.Dialog!, described.LastOrDefault(other => other.Attempt.Ask == it.Ask)))
            .Where(it => it.Item3 is not null || Later(it.Item2).Any());
    }

    private static Finding Identity((ChatAttempt Attempt, SipDialog Dialog, Described? Described) it, IReadOnlyList<Reading<NameAddr>> contacts)
    {
        var identities = contacts.Select(contact => contact.Value?.Uri.Text).OfType<string>().ToList();
        var received = it.Dialog.Response.At(it.Dialog.Response.Sip.Header("Contact")!.Span, "Contact");
        var parts = Later(it.Dialog).Select(request => Targets(request, Refreshed(it.Dialog, request, identities), received)).ToList();
        if (it.Described is { } described)
        {
            var expected = $"stored IM Session Identity {string.Join(" or ", identities)}";
            var told = described.Says("imSessionIdentity", expected, said => Finding.That(
                said.ImSessionIdentity is { } stored && Refreshed(it.Dialog, null, identities).Any(identity => AddressComparison.IsSame(identity, Bare(stored))),
                expected,
                said.ImSessionIdentity ?? "the client says that it has stored none",
                "store the URI of the Contact (an adapter that cannot see what is stored leaves the member out)",
                received,
                described.Evidence));

            // A client that cannot be asked still shows on the wire what it has stored.
            parts = told.Verdict == Verdict.Inconclusive && parts.Count > 0 ? parts : [told, .. parts];
        }

        return Finding.All(parts);
    }

    /// <summary>Requests of the client in this dialog; late copies of its INVITE, and a CANCEL of it, go where that went.</summary>
    private static IEnumerable<WireMessage> Later(SipDialog dialog) => dialog.FromClient.Where(it =>
        it.Sip.To?.Value?.Tag == dialog.RemoteTag && !it.IsRequest("CANCEL") && !dialog.Trace.IsInitialInvite(it));

    /// <summary>The identities, and each Contact by which the peer has changed its target since (RFC 3261 section 12.2).</summary>
    private static IEnumerable<string> Refreshed(SipDialog dialog, WireMessage? before, IEnumerable<string> identities) => identities.Concat(dialog.Trace.Messages
        .Where(it => it.IsSip && !it.IsFromClient && it.Sip.CallId == dialog.CallId && it.Number > dialog.Response.Number && (before is null || it.Number < before.Number))
        .SelectMany(it => it.Sip.Contacts)
        .Select(it => it.Value?.Uri.Text)
        .OfType<string>());

    private static Finding Targets(WireMessage request, IEnumerable<string> identities, Evidence received)
    {
        var target = request.Sip.RequestUriSpan.Text(request.Octets);
        var routes = request.Sip.Addresses("Route").Select(it => it.Value?.Uri.Text).OfType<string>();
        return Finding.That(
            identities.Any(identity => AddressComparison.IsSame(identity, target) || routes.Any(it => AddressComparison.IsSame(identity, it))),
            $"{request.Title()} to the IM Session Identity that the Contact gave",
            target,
            "set the Request-URI to the URI of the Contact",
            request.At(request.Sip.RequestUriSpan, "Request-URI"),
            received);
    }

    /// <summary>A stored identity that was given with angle brackets and header parameters.</summary>
    private static string Bare(string identity) => identity.IndexOf('<', StringComparison.Ordinal) is var open and >= 0
        ? identity[(open + 1)..].Split('>')[0]
        : identity;

    private static bool HasEnded(Described it) => it.Attempt.Trace.Messages.Any(message =>
        message.IsRequest("BYE") && message.Sip.CallId == it.Dialog.CallId && message.Number < it.Question.Number);

    private static Finding ShowsWhatIsKnown(Described it)
    {
        var expected = "the client in the conference, and no invitee shown as joined before there is news of him";
        return it.Says("state", expected, said =>
        {
            if (said.State is not "up")
            {
                return Finding.Fails(expected, $"the chat is {said.State ?? "in no known state"}", "take the 200 for being in the conference", it.Evidence);
            }

            return ShowsNobodyElse(it, said);
        });
    }

    /// <summary>No invitee among the members that the client names, unless the conference has sent news before.</summary>
    public static Finding ShowsNobodyElse(Described it, ChatDescribed said)
    {
        var hasNews = it.Attempt.Trace.Messages.Any(message => !message.IsFromClient && message.IsRequest("NOTIFY") && message.Number < it.Question.Number);
        var shown = hasNews ? null : said.Members?.FirstOrDefault(member => it.Attempt.Invited().Any(invited => AddressComparison.IsSame(invited, Bare(member))));
        return Finding.That(
            shown is null,
            "no invitee shown as joined before there is news of him",
            shown is null ? "none is shown" : $"{shown} is shown as a member, on no evidence but the 200",
            "show an invitee as joined when the conference says so",
            it.Evidence);
    }

    private static Finding SubscribesOnWish(Trace trace, UserAction wish)
    {
        var expected = "a SUBSCRIBE for the conference package when the user asks who is there";
        // A client may subscribe as soon as it is in the conference, and need nothing more when the user asks.
        var since = trace.Attempts().LastOrDefault(it => it.Ask.Number < wish.Number)?.Ask ?? wish;
        var subscribe = trace.ClientTransactions().FirstOrDefault(it => it.Method == "SUBSCRIBE"
            && it.Request.Number > since.Number
            && it.Request.Sip.Token("Event")?.Value?.Token == "conference");
        var asked = wish.Event("the user's request");
        return subscribe is not null
            ? Finding.Holds(expected, "SUBSCRIBE", subscribe.Request.At(subscribe.Request.Sip.StartLine, "SUBSCRIBE"))
            : trace.Reports.Any(it => it is Unsupported unsupported && unsupported.Action == wish.Number)
                ? Finding.Undecided(expected, "the client lacks the verb", asked)
                : Finding.Missing(expected, "no such SUBSCRIBE", "subscribe to the conference package", asked);
    }

    /// <summary>The reference client with another account of its chats.</summary>
    public static Mutant Describes(string name, Action<JsonObject> edit) => new(name, () => new Tamper
    {
        Report = line =>
        {
            if (line["result"] is JsonObject result && result.ContainsKey("state"))
            {
                edit(result);
            }

            return [line];
        },
    });
}
