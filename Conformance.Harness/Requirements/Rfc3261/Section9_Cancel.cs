using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 9.1: a client that cancels its INVITE. None has to; how it does it is not free.</summary>
public static class Section9Cancel
{
    private static readonly string[] Forbidden = ["Require", "Proxy-Require"];

    public static readonly Requirement CopiesTheInvite = Shall(
        id: "RFC3261-9.1-1",
        quote: "A CANCEL has the Request-URI, Call-ID, To, From and CSeq number of its INVITE, the method CANCEL in CSeq, and one Via, the INVITE's top one.",
        when: trace => Cancellations(trace),
        then: it => Finding.All(
        [
            Same(it, "Request-URI", message => message.RequestUriText(), message => message.RequestUri()),
            Same(it, "Call-ID", message => message.Sip.CallId),
            Same(it, "To", message => AddressOf(message.Sip.To?.Value)),
            Same(it, "From", message => AddressOf(message.Sip.From?.Value)),
            Same(it, "CSeq", message => string.Create(CultureInfo.InvariantCulture, $"{message.Sip.CSeq?.Value?.Number}")),
            HasOwnMethod(it.Cancel),
            it.Cancel.HeaderCount("Via", 1),
            Same(it, "Via", message => message.TopVia() is { } via ? $"{via.Transport} {via.Host}:{via.Port};branch={via.Branch}" : null),
        ]),
        mutants:
        [
            Mutant.Rewrites("cancels-with-a-new-branch", "CANCEL", it => it.WithEdited("Via", via => via.Replace("branch=z9hG4bK", "branch=z9hG4bKx", StringComparison.Ordinal))),
            Mutant.Rewrites("cancels-with-the-tag-of-the-ringing", "CANCEL", it => it.WithEdited("To", to => $"{to};tag=ringing")),
            Mutant.Rewrites("counts-cseq-on-in-its-cancel", "CANCEL", it => it.With("CSeq", string.Create(CultureInfo.InvariantCulture, $"{(it.CSeq?.Value?.Number ?? 0) + 1} CANCEL"))),
        ],
        conditional: true);

    /// <summary>A BYE to a peer that rings already ends the attempt as well (section 15).</summary>
    public static readonly Requirement WaitsForProvisional = Shall(
        id: "RFC3261-9.1-2",
        quote: "No CANCEL is sent before a provisional response has come; one that the user has asked for waits for it and is sent then.",
        when: trace => Abandoned(trace).Concat(CancelledUnasked(trace)),
        then: it => Finding.All(it.End is { } end ? [IsNotEarly(it), IsSentThen(it, end)] : [IsNotEarly(it)]),
        mutants: [new Mutant("cancels-at-once", CancelsAtOnce), Mutant.Drops("never-cancels", "CANCEL")],
        conditional: true);

    public static readonly Requirement RequiresNothing = Shall(
        id: "RFC3261-9.1-3",
        quote: "A CANCEL has the Route of its INVITE, and neither Require nor Proxy-Require.",
        when: trace => Cancellations(trace),
        then: it => Finding.All(
        [
            .. Forbidden.Select(name => it.Cancel.LacksHeader(name)),
            Same(it, "Route", message => string.Join(", ", message.Sip.Addresses("Route").Select(route => route.Value?.Uri.Text))),
        ]),
        mutants:
        [
            Mutant.Rewrites("copies-require-to-its-cancel", "CANCEL", it => it.WithAdded("Require", "recipient-list-invite")),
            Mutant.Rewrites("cancels-without-route", "CANCEL", it => it.Without("Route")),
        ],
        conditional: true);

    public static readonly Requirement GoesTheSameWay = Shall(
        id: "RFC3261-9.1-4",
        quote: "A CANCEL goes to the address, port and transport that its INVITE went to.",
        when: trace => Cancellations(trace),
        then: it => Finding.That(
            it.Cancel.Transport == it.Invite.Request.Transport && it.Cancel.Core.Equals(it.Invite.Request.Core),
            $"a CANCEL to {it.Invite.Request.Core} over {it.Invite.Request.Transport}",
            $"to {it.Cancel.Core} over {it.Cancel.Transport}",
            "send the CANCEL where the INVITE was sent",
            it.Cancel.StartLine(),
            it.Invite.Request.StartLine()),
        mutants: [Mutant.SendsSip("cancels-over-another-transport", it => it.Method == "CANCEL", it => [it with { Transport = it.Transport == Transport.Udp ? Transport.Tcp : Transport.Udp }])],
        conditional: true);

    /// <summary>A CANCEL and a final response may cross: that the client has the response is known once it has acknowledged it.</summary>
    public static readonly Requirement NotAfterFinal = Should(
        id: "RFC3261-9.1-5",
        quote: "No CANCEL is sent for an INVITE that has had its final response: a chat that is up is ended with a BYE.",
        when: trace => trace.Dialogs()
            .Select(dialog => (Dialog: dialog, Ack: dialog.Acks().FirstOrDefault()))
            .Where(it => it.Ack is not null && trace.Actions.Any(action => action.Request is EndChat && action.Number > it.Ack.Number)),
        then: it =>
        {
            var (dialog, ack) = (it.Dialog, it.Ack!);
            var expected = $"no CANCEL after the {dialog.Response.Title()}";
            var late = dialog.Trace.ClientRequests("CANCEL").FirstOrDefault(cancel => cancel.Number > ack.Number && IsFor(cancel, dialog.Invite));
            return late is null
                ? Finding.Holds(expected, "none", dialog.Response.StartLine())
                : Finding.Fails(expected, "a CANCEL", "end the chat with a BYE", late.StartLine(), dialog.Response.StartLine(), ack.StartLine());
        },
        mutants: [new Mutant("cancels-a-chat-that-is-up", CancelsWhatIsUp)]);

    private static IEnumerable<Cancellation> Cancellations(Trace trace) =>
        from cancel in trace.ClientRequests("CANCEL")
        let invite = trace.ClientTransactions().LastOrDefault(it => it.Request.Number < cancel.Number && IsFor(cancel, it))
        where invite is not null
        select new Cancellation(invite, cancel);

    /// <summary>By branch or by Call-ID, so that a CANCEL with one of them wrong still has its INVITE.</summary>
    private static bool IsFor(WireMessage cancel, SipTransaction invite) => invite.Method == "INVITE"
        && (cancel.TopVia()?.Branch == invite.Request.TopVia()?.Branch || cancel.Sip.CallId == invite.Request.Sip.CallId);

    /// <summary>Attempts that the user ended, and the client said that it did, before their last INVITE had its final response.</summary>
    private static IEnumerable<Abandonment> Abandoned(Trace trace) =>
        from attempt in trace.Attempts()
        where attempt.Invites.Count > 0
        let invite = attempt.Invites[^1]
        let end = attempt.Window.OfType<UserAction>().FirstOrDefault(it => it.Request is EndChat chat && chat.Chat == attempt.Chat && it.Number > invite.Request.Number)
        where end is not null && attempt.Reports.Any(it => it is Done done && done.Action == end.Number)
        where invite.FinalResponse is null || invite.FinalResponse.Number > end.Number
        select new Abandonment(invite, end);

    /// <summary>INVITEs that the client cancelled while the user still wanted them, or without its being known.</summary>
    private static IEnumerable<Abandonment> CancelledUnasked(Trace trace) =>
        Cancellations(trace).Select(it => it.Invite).Except(Abandoned(trace).Select(it => it.Invite)).Select(it => new Abandonment(it, null));

    private static Finding IsNotEarly(Abandonment it)
    {
        const string Expected = "no CANCEL before the first provisional response";
        var provisional = it.Invite.Responses.FirstOrDefault()?.Number ?? int.MaxValue;
        var early = it.Cancels().FirstOrDefault(cancel => cancel.Number < provisional);
        return early is null
            ? Finding.Holds(Expected, "none", it.Invite.Request.StartLine())
            : Finding.Fails(Expected, "a CANCEL", "hold the CANCEL back until a provisional response has come", early.StartLine(), it.Invite.Request.StartLine());
    }

    private static Finding IsSentThen(Abandonment it, UserAction asked)
    {
        const string Expected = "a CANCEL once a provisional response has come";
        var trace = it.Invite.Trace;
        var end = it.Cancels().Concat(trace.ClientRequests("BYE").Where(bye => bye.Sip.CallId == it.Invite.Request.Sip.CallId)).FirstOrDefault(request => request.Number > asked.Number);
        if (end is not null)
        {
            return Finding.Holds(Expected, end.Title(), end.StartLine());
        }

        var since = it.Invite.Responses.FirstOrDefault(response => response.Sip.StatusCode < 200);
        return since is null
            ? Finding.Holds(Expected, "no provisional response came", it.Invite.Request.StartLine())
            : trace.NeverCame(since, Expected, "no CANCEL", "send the CANCEL that was held back", since.StartLine(), asked.Event("the user ends the chat"));
    }

    private static Finding Same(Cancellation it, string name, Func<WireMessage, string?> value, Func<WireMessage, Evidence>? evidence = null)
    {
        var where = evidence ?? (message => message.Field(name));
        return Finding.That(
            value(it.Cancel) == value(it.Invite.Request),
            $"the {name} of the INVITE in its CANCEL: {value(it.Invite.Request)}",
            $"{name} {value(it.Cancel)}",
            $"copy {name} from the INVITE",
            where(it.Cancel),
            where(it.Invite.Request));
    }

    private static Finding HasOwnMethod(WireMessage cancel) => Finding.That(
        cancel.Sip.CSeq?.Value?.Method == "CANCEL",
        "the method CANCEL in CSeq",
        $"CSeq: {cancel.Sip.Header("CSeq")?.Value}",
        "write CANCEL behind the number",
        cancel.Field("CSeq"));

    private static string AddressOf(NameAddr? address) => $"{address?.Uri.Text};tag={address?.Tag}";

    private static Outgoing CancelOf(Outgoing invite) => invite with
    {
        Octets = invite.Sip
            .WithStartLine($"CANCEL {invite.Sip.RequestUriSpan.Text(invite.Octets)} SIP/2.0")
            .With("CSeq", string.Create(CultureInfo.InvariantCulture, $"{invite.Sip.CSeq?.Value?.Number} CANCEL"))
            .Without("Content-Type")
            .Without("Require")
            .WithBody([])
            .Octets,
    };

    /// <summary>Each INVITE to a user who does not ring at once is followed by its CANCEL.</summary>
    private static Tamper CancelsAtOnce() => new()
    {
        Send = it => it.Protocol == WireProtocol.Sip && it.Sip.IsInitialInvite() ? [it, CancelOf(it)] : [it],
    };

    private static Tamper CancelsWhatIsUp()
    {
        Outgoing? invite = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip)
                {
                    return [it];
                }

                invite = it.Sip.IsInitialInvite() ? it : invite;
                return it.Sip.Method == "BYE" && invite is not null ? [CancelOf(invite), it] : [it];
            },
        };
    }

    private sealed record Cancellation(SipTransaction Invite, WireMessage Cancel);

    private sealed record Abandonment(SipTransaction Invite, UserAction? End)
    {
        public IEnumerable<WireMessage> Cancels() => Invite.Trace.ClientRequests("CANCEL").Where(it => IsFor(it, Invite));
    }
}
