using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Draft;

/// <summary>6.1.3.2.1, lead-in and items 1 and 2, and the second item 5 (item 6 here): the INVITE and where it goes.</summary>
internal static class InitialInvite
{
    /// <summary>The user's request never becomes an INVITE.</summary>
    public static readonly Mutant SendsNoInvite = Mutant.Drops("sends-no-invite", "INVITE");

    /// <summary>The lead-in: the user's request is acted on. Read for both kinds of chat (D2).</summary>
    public static readonly Requirement ActsOnTheRequest = Shall(
        id: "IM-6.1.3.2.1-0",
        quote: "Upon receiving a request from an IM User to establish an One-to-One IM chat session with peer-to-peer MSRP media, the IM Client:",
        when: Asks.ToInvite,
        then: attempt => attempt.Window.OfType<WireMessage>().FirstOrDefault(it => it.IsFromClient && it.IsRequest("INVITE")) is { } invite
            ? Finding.Holds("an INVITE after the user's request", "an INVITE", invite.At(invite.Sip.StartLine, "INVITE"))
            : attempt.NoInvite(),
        mutants: [SendsNoInvite],
        readings:
        [
            Readings.LeadIn,
        ]);

    /// <summary>
    /// Item 1. Subclause 6.1.3.1 is empty, so what is left is that the INVITE is an initial one: no To tag (RFC 3261
    /// section 12.2.1.1), and the fields of section 8.1.1 with which every request outside a dialog begins.
    /// </summary>
    public static readonly Requirement IsInitialInvite = Shall(
        id: "IM-6.1.3.2.1-1",
        quote: "SHALL generate an initial SIP INVITE request as specified in subclause 6.1.3.1 \"General\";",
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => Finding.All(
            [HasNoToTag(invite), .. new[] { "To", "From", "CSeq", "Call-ID", "Max-Forwards", "Via" }.Select(invite.HasHeader)])),
        mutants:
        [
            SendsNoInvite,
            Mutant.Rewrites("invites-inside-a-dialog", "INVITE", it => it.With("To", $"{it.Header("To")?.Value};tag=made-up")),
            Mutant.Rewrites("omits-max-forwards-in-invite", "INVITE", it => it.Without("Max-Forwards")),
        ],
        readings:
        [
            Readings.LeadIn,
            new("D1", "the document is normative (section 3.1, first alternative), so its SHALLs are judged", "it is informative and holds no testable requirement (second alternative)", When: _ => false),
        ]);

    /// <summary>Item 2.</summary>
    public static readonly Requirement RequestUriOfOneUser = Shall(
        id: "IM-6.1.3.2.1-2",
        quote: "If only one user is invited to the IM Session the IM Client SHALL set the Request-URI of the SIP INVITE request to the intended recipient IM User;",
        when: Asks.OneToOne,
        then: attempt => attempt.Invite(invite => invite.RequestUriIs(attempt.Invitees[0], "the invited user's address")),
        mutants:
        [
            SendsNoInvite,
            Tampering.RewritesOneToOneInvite("invites-someone-else", it => it.WithRequestUri("sip:mallory@im.example")),
            Tampering.RewritesOneToOneInvite("invites-the-bare-domain", it => it.RequestUri.Value is SipUri uri ? it.WithRequestUri($"sip:{uri.Host}") : it),
        ],
        given: it => it.OneToOne);

    /// <summary>
    /// The second item "5.". The IM Server is reached through the provisioned outbound proxy (D8): the recorder sits
    /// there, so an INVITE that is seen has arrived, and its Route must lead nowhere else.
    /// </summary>
    public static readonly Requirement GoesToTheServer = Shall(
        id: "IM-6.1.3.2.1-6",
        quote: "SHALL send the SIP INVITE request towards the IM Server according to rules and procedures of the SIP/IP Core.",
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => RoutesLeadThroughTheCore(attempt, invite)),
        mutants:
        [
            SendsNoInvite,
            Mutant.Rewrites("routes-invite-elsewhere", "INVITE", it => it.Without("Route").WithFirst("Route", "<sip:elsewhere.invalid;lr>")),
        ],
        readings:
        [
            Readings.LeadIn,
            new(
                "D8",
                "the IM Server's next hop is the provisioned outbound proxy",
                "any way that reaches the Request-URI's domain is towards the IM Server",
                Then: attempt => attempt.Invite(invite => Finding.Holds("an INVITE that reaches the core", "it did", invite.At(invite.Sip.StartLine, "INVITE")))),
        ]);

    private static Finding HasNoToTag(WireMessage invite) => Finding.That(
        invite.Sip.To?.Value?.Tag is null,
        "an initial INVITE, which has no tag in To",
        $"To: {invite.Sip.Header("To")?.Value}",
        "remove the tag parameter from To",
        invite.Field("To"));

    private static Finding RoutesLeadThroughTheCore(ChatAttempt attempt, WireMessage invite)
    {
        var expected = "an INVITE that arrives at the core and whose Route leads through nothing but the outbound proxy and the Service-Route";
        foreach (var route in invite.Sip.Addresses("Route"))
        {
            if (route.Value?.Uri is SipUri uri && !KnownHosts(attempt.Trace).Contains(uri.Host, StringComparer.OrdinalIgnoreCase))
            {
                return Finding.Fails(expected, route.Value.Uri.Text, "leave this Route out", invite.At(route.Span, "Route"));
            }
        }

        return Finding.Holds(expected, "it arrived", invite.At(invite.Sip.StartLine, "INVITE"));
    }

    /// <summary>Hosts that a route may name: the outbound proxy, the home domain, and what REGISTER was answered with.</summary>
    private static IEnumerable<string> KnownHosts(Trace trace) => trace.ClientTransactions()
        .Where(it => it.Method == "REGISTER")
        .SelectMany(it => it.Responses)
        .SelectMany(it => it.Sip.Addresses("Service-Route"))
        .Select(it => it.Value?.Uri)
        .Append(WireUri.Parse(trace.Provisioning.CoreUri).Value)
        .OfType<SipUri>()
        .Select(it => it.Host)
        .Append(trace.Provisioning.Domain);
}
