using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>
/// How a client that subscribes to a conference asks for it: RFC 3265 section 3.1 (RFC 6665 sections 3.1 and 4.1.2), RFC 4575
/// section 3 and RFC 4579 section 3.4. The draft leaves it free to subscribe at all (item 3 c), so each is conditional.
/// </summary>
internal static class Subscriptions
{
    private const string Package = "conference";

    public static readonly Requirement SaysHowLong = Should(
        id: "RFC3265-3.1.1-1",
        quote: "A SUBSCRIBE says in Expires how long the subscription is to last.",
        when: trace => trace.ClientRequests("SUBSCRIBE"),
        then: it => it.HasHeader("Expires"),
        mutants: [Mutant.Rewrites("subscribes-without-expires", "SUBSCRIBE", it => it.Without("Expires"))],
        given: it => it.ConferenceSubscription,
        conditional: true);

    public static readonly Requirement NamesOneEvent = Shall(
        id: "RFC3265-3.1.2-1",
        quote: "A SUBSCRIBE has exactly one Event.",
        when: trace => trace.ClientRequests("SUBSCRIBE"),
        then: it => it.HeaderCount("Event", 1),
        mutants:
        [
            Mutant.Rewrites("subscribes-without-event", "SUBSCRIBE", it => it.Without("Event")),
            Mutant.Rewrites("subscribes-to-two-events", "SUBSCRIBE", it => it.WithAdded("Event", "presence")),
        ],
        given: it => it.ConferenceSubscription,
        conditional: true);

    /// <summary>Names of packages are compared octet by octet (RFC 3265 section 7.2.1); what names another package is not judged here.</summary>
    public static readonly Requirement SpellsThePackage = Shall(
        id: "RFC4575-3.1-1",
        quote: "The name of the package is conference, in lower case.",
        when: ToConferences,
        then: it => Finding.That(
            PackageOf(it) == Package,
            "Event: conference",
            $"Event: {PackageOf(it)}",
            "write conference in lower case",
            it.Field("Event")),
        mutants: [Mutant.Rewrites("spells-the-package-with-a-capital", "SUBSCRIBE", it => it.With("Event", "Conference"))],
        given: it => it.ConferenceSubscription,
        conditional: true);

    public static readonly Requirement StandsApart = Should(
        id: "RFC4579-3.4-2",
        quote: "A client that subscribes to the conference does so at the focus and outside the dialog of its INVITE.",
        when: trace => ToConferences(trace).Select(subscribe => (Trace: trace, Subscribe: subscribe)),
        then: it => Finding.All([IsOutsideInvites(it.Trace, it.Subscribe), GoesNotToTheFactory(it.Trace, it.Subscribe)]),
        mutants:
        [
            new Mutant("subscribes-in-the-dialog-of-its-invite", SubscribesInDialog),
            new Mutant("subscribes-at-the-factory", () => FactoryInsteadOf("SUBSCRIBE")),
        ],
        given: it => it.ConferenceSubscription,
        conditional: true);

    /// <summary>RFC 5366 section 3.2: adding a user is done with REFER, not with a list in a later INVITE.</summary>
    public static readonly Requirement LaterInviteHasNoList = Should(
        id: "RFC5366-3.2-1",
        quote: "A later INVITE to the conference has no list of invitees and goes to the conference, not to the factory.",
        when: trace => trace.DialogRequests().Where(it => it.Request.Sip.Method == "INVITE" && InvitedByList(it)),
        then: it => Finding.All([it.Request.LacksElement("Require", "recipient-list-invite"), HasNoList(it.Request), GoesNotToTheFactory(it.Trace, it.Request)]),
        mutants:
        [
            Mutant.RewritesSip("requires-list-in-later-invite", IsLaterInvite, it => it.WithAdded("Require", "recipient-list-invite")),
            Mutant.RewritesSip("sends-list-in-later-invite", IsLaterInvite, it => it
                .With("Content-Type", Sent.ListType)
                .With("Content-Disposition", "recipient-list")
                .WithBody("<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"/>"u8.ToArray())),
            new Mutant("sends-later-invite-to-the-factory", () => FactoryInsteadOf("INVITE")),
        ],
        given: it => it.AdHoc,
        conditional: true);

    private static IEnumerable<WireMessage> ToConferences(Trace trace) => trace.ClientRequests("SUBSCRIBE")
        .Where(it => Package.Equals(PackageOf(it), StringComparison.OrdinalIgnoreCase));

    private static string? PackageOf(WireMessage subscribe) => subscribe.Sip.Token("Event")?.Value?.Token;

    private static Finding IsOutsideInvites(Trace trace, WireMessage subscribe) => Finding.That(
        trace.ClientRequests("INVITE").All(it => it.Sip.CallId != subscribe.Sip.CallId),
        "a SUBSCRIBE with a Call-ID of its own",
        $"Call-ID: {subscribe.Sip.CallId}",
        "begin a dialog of its own for the subscription",
        subscribe.Field("Call-ID"));

    /// <summary>The factory is the right target where it gave itself as the conference.</summary>
    private static Finding GoesNotToTheFactory(Trace trace, WireMessage request)
    {
        var factory = trace.Provisioning.ConferenceFactory;
        var target = request.Sip.RequestUriSpan.Text(request.Octets);
        var isTheConference = trace.Dialogs().SelectMany(it => it.Response.Sip.Contacts)
            .Any(it => it.Value is { } contact && AddressComparison.IsSame(contact.Uri.Text, factory));
        return Finding.That(
            isTheConference || !AddressComparison.IsSame(factory, target),
            $"a {request.Title()} that goes to the conference, not to the factory",
            target,
            "write the URI in the Contact of the 200",
            request.At(request.Sip.RequestUriSpan, "Request-URI"));
    }

    private static Finding HasNoList(WireMessage invite)
    {
        var expected = $"no list of invitees in the later {invite.Title()}";
        return invite.Sip.BodyParts().FirstOrDefault(it => it.Disposition == "recipient-list") is { } list
            ? Finding.Fails(expected, "a list", "leave the list out", invite.At(list.Span, "the list"))
            : Finding.Holds(expected, invite.BodyTypes(), invite.At(invite.BodyOrHead(), "searched for recipient-list"));
    }

    private static bool InvitedByList(DialogRequest later) =>
        later.Dialog.Invite.Request.Sip.BodyParts().Any(it => it.Disposition == "recipient-list" || it.Is(Sent.ListType));

    private static bool IsLaterInvite(SipMessage message) => message.Method == "INVITE" && !message.IsInitialInvite();

    private static Tamper SubscribesInDialog()
    {
        string? callId = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip)
                {
                    return [it];
                }

                callId = it.Sip.IsInitialInvite() ? it.Sip.CallId : callId;
                return [it.Sip.Method == "SUBSCRIBE" && callId is not null ? it with { Octets = it.Sip.With("Call-ID", callId).Octets } : it];
            },
        };
    }

    /// <summary>A client that remembers whom it invited a group through, and goes there again.</summary>
    private static Tamper FactoryInsteadOf(string method)
    {
        string? factory = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip)
                {
                    return [it];
                }

                var message = it.Sip;
                factory = message.IsInitialInvite() ? message.RequestUriSpan.Text(message.Octets) : factory;
                var isMeant = message.Method == method && !message.IsInitialInvite();
                return [isMeant && factory is not null ? it with { Octets = message.WithRequestUri(factory).Octets } : it];
            },
        };
    }
}
