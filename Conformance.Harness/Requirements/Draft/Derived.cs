using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Draft;

/// <summary>
/// Statements that the draft does not write but needs, quoted by the words that they are drawn from. They are never the
/// sole reason for a Fail: each is judged as advice (Should), and what the RFCs themselves demand of it stands under
/// their own ids.
/// </summary>
internal static class Derived
{
    /// <summary>Refusals after which the same INVITE at once would be the same refusal (RFC 3261 section 21).</summary>
    private static readonly int[] Refusals = [403, 404, 410, 480, 484, 486, 487, 600, 603, 604];

    /// <summary>How long after the answer a session may take to come about: a limit of the laboratory, no document gives one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>No ACK of the client ever arrives.</summary>
    public static readonly Mutant NeverAcknowledges = Mutant.Drops("never-acknowledges", "ACK");

    /// <summary>The same INVITE again, as one of a dialog of its own, with each ACK.</summary>
    public static readonly Mutant KeepsRingingABusyUser = new("keeps-ringing-a-busy-user", KeepsRinging);

    /// <summary>One request of the user, one INVITE: not one for each invitee.</summary>
    public static readonly Requirement OneInvitePerRequest = Should(
        id: "IM-6.1.3.2.1-i1",
        quote: "SHALL send the SIP INVITE request towards the IM Server",
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(_ => HasNoSurplus(attempt)),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            Mutant.SendsSip("invites-twice", it => it.IsInitialInvite(), it => [it, it with { Octets = Again(it.Sip).Octets }]),
        ],
        readings: NotWritten<ChatAttempt>());

    /// <summary>A refusal is acknowledged and taken as one (RFC 3261 sections 13.2.2.3 and 17.1.1.3).</summary>
    public static readonly Requirement TakesRefusal = Should(
        id: "IM-6.1.3.2.1-i2",
        quote: "response to the SIP INVITE request the IM Client:",
        when: trace => Asks.ToInvite(trace).SelectMany(attempt => attempt.Invites
            .Where(it => it.FinalResponse?.Sip.StatusCode >= 300)
            .Select(invite => (Attempt: attempt, Invite: invite))),
        then: it => Finding.All([IsAcknowledged(it.Invite), IsNotRepeated(it.Attempt, it.Invite)]),
        mutants: [NeverAcknowledges, KeepsRingingABusyUser],
        readings: NotWritten<(ChatAttempt Attempt, SipTransaction Invite)>());

    /// <summary>The list names nobody but the invited users.</summary>
    public static readonly Requirement ListsNobodyElse = Should(
        id: "IM-6.1.3.2.1-i3",
        quote: "with the invited IM Users",
        when: Asks.AdHocToInvite,
        then: attempt => attempt.Invite(invite => invite.HasBodyPart(Sent.ListType, part => GroupBranch.ListsNobodyElse(attempt, invite, part))),
        mutants: [InitialInvite.SendsNoInvite, GroupBranch.ListsAStranger],
        given: it => it.AdHoc,
        readings: NotWritten<ChatAttempt>());

    /// <summary>After the 200 the client acknowledges, and the MSRP session comes about (RFC 4975 sections 5.4 and 8.5).</summary>
    public static readonly Requirement SetsUpMsrp = Should(
        id: "IM-6.1.3.2.1-i4",
        quote: "[draft-ietf-simple-message-sessions]",
        when: trace => Asks.ToInvite(trace)
            .Select(it => it.Session())
            .OfType<MsrpSession>()
            .Where(it => it.Answer.MessageMedia?.Port > 0),
        then: it => Finding.All([IsAcknowledged(it.Attempt.Dialog!.Invite), ComesAbout(it)]),
        mutants:
        [
            NeverAcknowledges,
            new Mutant("never-connects", () => new Tamper { Connect = _ => null }),
        ],
        given: it => it.Msrp,
        readings: NotWritten<MsrpSession>());

    private static Interpretation<T>[] NotWritten<T>() =>
    [
        new("derived", "needed to run the procedure, so given as advice", "not written in the draft, so nothing is asked", When: _ => false),
    ];

    private static Finding HasNoSurplus(ChatAttempt attempt)
    {
        var expected = "one INVITE for one request of the user, and another only after a refusal";
        var surplus = attempt.Invites.Skip(1).FirstOrDefault(later => !attempt.Invites.Any(it =>
            it.Request.Number < later.Request.Number
            && it.FinalResponse is { Sip.StatusCode: >= 300 } refusal
            && refusal.Number < later.Request.Number));
        var first = attempt.Invites[0].Request;
        return surplus is null
            ? Finding.Holds(expected, "one INVITE", first.At(first.Sip.StartLine, "INVITE"))
            : Finding.Fails(
                expected,
                "one more INVITE",
                "send one INVITE",
                surplus.Request.At(surplus.Request.Sip.StartLine, "the surplus INVITE"),
                first.At(first.Sip.StartLine, "the first INVITE"));
    }

    private static Finding IsAcknowledged(SipTransaction invite)
    {
        var response = invite.FinalResponse!;
        var expected = $"an ACK for the {response.Title()}";
        return invite.Acks.FirstOrDefault(it => it.Number > response.Number) is { } ack
            ? Finding.Holds(expected, "ACK", ack.At(ack.Sip.StartLine, "ACK"))
            : Finding.Missing(expected, "no ACK", "send an ACK", response.Whole("not acknowledged"));
    }

    private static Finding IsNotRepeated(ChatAttempt attempt, SipTransaction refused)
    {
        var response = refused.FinalResponse!;
        var expected = $"no INVITE of the client's own accord after the {response.Title()}";
        var again = Refusals.Contains(response.Sip.StatusCode)
            ? attempt.Invites.FirstOrDefault(it => it.Request.Number > response.Number
                && it.Request.Sip.RequestUriSpan.Text(it.Request.Octets) == refused.Request.Sip.RequestUriSpan.Text(refused.Request.Octets))
            : null;
        return again is null
            ? Finding.Holds(expected, "none", response.At(response.Sip.StartLine, "the refusal"))
            : Finding.Fails(expected, "the same INVITE again", "leave it to the user to try again", again.Request.At(again.Request.Sip.StartLine, "INVITE"));
    }

    private static Finding ComesAbout(MsrpSession session)
    {
        var expected = "the MSRP session of the answer: a connection, or a message on one";
        var answer = session.Answer.At(session.Answer.Description.Span, "the answer");
        if (session.FromClient.Count > 0)
        {
            return Finding.Holds(expected, "a message of the client", session.FromClient[0].Whole("the client's first MSRP message"));
        }

        if (session.Connections.FirstOrDefault(it => it.Change == ConnectionChange.Opened) is { } opened)
        {
            return Finding.Holds(expected, "a connection", opened.Event("connection opened"));
        }

        // A client that gives the chat up of its own accord, or lets it lie until the user ends it, has failed at it.
        var end = session.Attempt.Window.FirstOrDefault(it => it is UserAction { Request: EndChat } || (it is WireMessage message && message.IsRequest("BYE")));
        return end is null or WireMessage { IsFromClient: true } || end.At - session.Answer.Message.At >= Patience
            ? Finding.Missing(expected, "none", "connect to the path of the answer", answer)
            : Finding.Undecided(expected, "the chat was ended before", answer);
    }

    /// <summary>The same request as one of a dialog of its own.</summary>
    private static SipMessage Again(SipMessage invite) => invite
        .With("Call-ID", "again-" + invite.CallId)
        .With("Via", (invite.Header("Via")?.Value ?? "").Replace("branch=z9hG4bK", "branch=z9hG4bKagain", StringComparison.Ordinal));

    private static Tamper KeepsRinging()
    {
        Outgoing? last = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != Wire.WireProtocol.Sip || it.Sip.Method is not ("INVITE" or "ACK"))
                {
                    return [it];
                }

                last = it.Sip.Method == "INVITE" ? it : last;
                return it.Sip.Method == "ACK" && last is not null ? [it, last with { Octets = Again(last.Sip).Octets }] : [it];
            },
        };
    }
}
