using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3264 section 4, RFC 3311 section 5.1 and RFC 3261 section 14.1: one offer, and one INVITE, at a time.</summary>
public static class OpenOffers
{
    private static readonly Mutant OffersAgain = UpdatesBeforeCancel("offers-again-before-it-is-answered", it => it);

    /// <summary>The INVITE with which the client begins has no offer before it.</summary>
    public static readonly Requirement OneAtATime = Shall(
        id: "RFC3264-4-1",
        quote: "No offer is made while another one, of either side, is neither answered nor refused.",
        when: trace => Offers(trace).Where(it => trace.IsInDialog(it) || it.Sip.Method != "INVITE").Select(it => (Trace: trace, Offer: it)),
        then: it => NothingIsOpen(it.Trace, it.Offer),
        mutants: [OffersAgain],
        conditional: true);

    public static readonly Requirement UpdatesInTurn = Shall(
        id: "RFC3311-5.1-1",
        quote: "An UPDATE is a request in the dialog with a Contact, and has an offer only while no other offer is open.",
        when: trace => trace.ClientRequests("UPDATE").Select(it => (Trace: trace, Update: it)),
        then: it => Finding.All(
        [
            it.Update.HasHeader("Contact"),
            Finding.That(
                it.Trace.IsInDialog(it.Update) && it.Update.Sip.To?.Value?.Tag is not null,
                "an UPDATE with Call-ID and tags of a dialog",
                $"To: {it.Update.Sip.Header("To")?.Value}",
                "write the tag of the peer in To",
                it.Update.Field("To")),
            .. it.Update.Sdp() is not null ? [NothingIsOpen(it.Trace, it.Update)] : Array.Empty<Finding>(),
        ]),
        mutants:
        [
            OffersAgain,
            UpdatesBeforeCancel("updates-without-contact", it => WithoutOffer(it).Without("Contact")),
            UpdatesBeforeCancel("updates-outside-a-dialog", it => WithoutOffer(it).WithEdited("To", to => to.Split(";tag=")[0])),
        ],
        conditional: true);

    /// <summary>A client that never invites in a dialog is not bound.</summary>
    public static readonly Requirement InvitesOneAtATime = Shall(
        id: "RFC3261-14.1-1",
        quote: "No INVITE is sent in a dialog while another INVITE is under way in it, from either side.",
        when: trace => trace.DialogRequests().Where(it => it.Request.Sip.Method == "INVITE"),
        then: it =>
        {
            const string Expected = "no INVITE under way in the dialog when another is sent";
            var open = it.Trace.Transactions().FirstOrDefault(other => other.Method == "INVITE"
                && other.Request != it.Request
                && other.Request.Number < it.Request.Number
                && other.Request.Sip.CallId == it.Dialog.CallId
                && !other.Responses.Any(response => response.Number < it.Request.Number && response.Sip.StatusCode >= 200));
            return open is null
                ? Finding.Holds(Expected, "none", it.Request.StartLine())
                : Finding.Fails(Expected, "there is one", "wait for its final response, and after a 491 for the time of RFC 3261 section 14.1", it.Request.StartLine(), open.Request.StartLine());
        },
        mutants: [Mutant.SendsSip("invites-twice-in-its-dialog", it => it.Method == "BYE", it => [it with { Octets = it.Sip.AsNew("INVITE").Octets }, it with { Octets = it.Sip.AsNew("INVITE", 2).Octets }, it])],
        conditional: true);

    /// <summary>Requests of the client with a session description, PRACKs aside: there it may be an answer (RFC 3262 section 5).</summary>
    private static IEnumerable<WireMessage> Offers(Trace trace) =>
        trace.ClientRequests().Where(it => it.Sip.Method is "INVITE" or "UPDATE" && it.Sdp() is not null);

    private static Finding NothingIsOpen(Trace trace, WireMessage offer)
    {
        const string Expected = "no other offer that is open when this one is made";
        var open = trace.Transactions().FirstOrDefault(it => it.Request != offer
            && it.Method is "INVITE" or "UPDATE"
            && it.Request.Number < offer.Number
            && it.Request.Sip.CallId == offer.Sip.CallId
            && it.Request.Sdp() is not null
            && !IsClosed(it, offer));
        return open is null
            ? Finding.Holds(Expected, "none", offer.StartLine())
            : Finding.Fails(Expected, $"the offer in the {open.Request.Title()} is", "wait for the answer", offer.StartLine(), open.Request.StartLine());
    }

    /// <summary>By a description in a reliable response (RFC 3262 section 5), or by the final response.</summary>
    private static bool IsClosed(SipTransaction offered, WireMessage at) => offered.Responses.Any(it => it.Number < at.Number
        && (it.Sip.StatusCode >= 200 || (it.Sdp() is not null && it.Sip.Header("RSeq") is not null)));

    private static SipMessage WithoutOffer(SipMessage update) => update.Without("Content-Type").WithBody([]);

    /// <summary>While the peer rings, an UPDATE goes before the CANCEL.</summary>
    private static Mutant UpdatesBeforeCancel(string name, Func<SipMessage, SipMessage> form) => new(name, () =>
    {
        Outgoing? invite = null;
        var to = "";
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                var message = protocol == WireProtocol.Sip ? SipMessage.Parse(octets) : null;
                to = message is { StatusCode: > 100 and < 200 } ? message.Header("To")?.Value ?? "" : to;
                return [octets];
            },
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip)
                {
                    return [it];
                }

                invite = it.Sip.IsInitialInvite() ? it : invite;
                return it.Sip.Method == "CANCEL" && invite is not null && to.Contains("tag=", StringComparison.Ordinal)
                    ? [it with { Octets = form(invite.Sip.AsNew("UPDATE").With("To", to)).Octets }, it]
                    : [it];
            },
        };
    });
}
