using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 sections 7.3.3, 7.5, 8.1.3.3, 13.2.2.3, 17.1.3 and 18.1.2: which responses a client takes, in what form.</summary>
public static class ReceivedResponses
{
    /// <summary>Section 7.3.3.</summary>
    public static readonly Requirement CompactNames = Shall(
        id: "RFC3261-7.3.3-1",
        quote: "Compact header names are understood as the long ones are.",
        when: trace => trace.Dialogs().Where(it => IsCompact(it.Response)),
        then: dialog => IsTaken(dialog, dialog.Response.Field("Contact")),
        mutants:
        [
            Mutant.Receives("drops-what-has-compact-names", (protocol, octets) => IsCompactAnswer(protocol, octets) ? [] : [octets]),
            Mutant.Mishears("knows-no-compact-contact", it => !it.IsRequest, it => it.Header("Contact") is { Name: "m" } contact ? it.WithOctets(contact.NameSpan, "X-M"u8) : it),
        ]);

    /// <summary>Section 7.5. It binds who uses a stream; over UDP there are no such line ends.</summary>
    public static readonly Requirement LineEndsFirst = Shall(
        id: "RFC3261-7.5-1",
        quote: "Line ends before the start line of a message on a stream are skipped.",
        when: trace => trace.Dialogs().Where(it => it.Response.Transport != Transport.Udp && it.Response.Octets.Span[0] == '\r'),
        then: dialog => IsTaken(dialog, dialog.Response.At(new ByteSpan(0, dialog.Response.Sip.Head.Offset), "line ends")),
        mutants: [Mutant.Receives("takes-no-answer-over-a-stream", (protocol, octets) =>
            protocol == WireProtocol.Sip && SipMessage.Parse(octets) is { StatusCode: 200, CSeq.Value.Method: "INVITE", Vias: [{ Value.Transport: "TCP" }] } ? [] : [octets])],
        conditional: true);

    /// <summary>Section 17.1.3, by branch and by the method of CSeq: a 200 to CANCEL is none to INVITE.</summary>
    public static readonly Requirement MatchesTransaction = Shall(
        id: "RFC3261-17.1.3-1",
        quote: "A response belongs to the request with its branch and its CSeq method, and to no other.",
        when: trace => trace.StraySuccesses().Where(it => it.Kind is StrayKind.Branch or StrayKind.Cancel),
        then: stray => IsNotTaken(stray, "drop a response that belongs to no request"),
        mutants:
        [
            new Mutant("takes-a-response-of-any-branch", () => Corrects(via => via.Value!.Branch)),
            new Mutant("takes-the-answer-to-its-cancel-for-the-answer", TakesCancelled),
        ]);

    /// <summary>Section 18.1.2.</summary>
    public static readonly Requirement OwnSentBy = Shall(
        id: "RFC3261-18.1.2-1",
        quote: "A response whose top Via has a sent-by that the client never wrote is dropped.",
        when: trace => trace.StraySuccesses().Where(it => it.Kind == StrayKind.SentBy),
        then: stray => IsNotTaken(stray, "drop a response whose sent-by is not the client's"),
        mutants: [new Mutant("takes-a-response-for-any-address", () => Corrects(via => via.Value!.Port is { } port ? $"{via.Value.Host}:{port}" : via.Value.Host))]);

    /// <summary>Section 8.1.3.3.</summary>
    public static readonly Requirement OneVia = Should(
        id: "RFC3261-8.1.3.3-1",
        quote: "A response with more than one Via is dropped.",
        when: trace => trace.StraySuccesses().Where(it => it.Kind == StrayKind.Vias),
        then: stray => IsNotTaken(stray, "drop a response with more than one Via"),
        mutants: [Mutant.Mishears("takes-a-response-with-two-vias", it => it is { IsRequest: false, Vias.Count: > 1 }, it => it.With("Via", it.ElementTexts("Via")[0]))]);

    /// <summary>Section 13.2.2.3. An ACK and a BYE for the late 200 do no harm; a chat that is up does.</summary>
    public static readonly Requirement RefusalIsFinal = Shall(
        id: "RFC3261-13.2.2.3-1",
        quote: "After a final response that is no 2xx every later one is ignored: the attempt has failed.",
        when: trace => trace.ClientTransactions()
            .Where(it => it.Method == "INVITE" && it.FinalResponse?.Sip.StatusCode >= 300)
            .Select(it => (Invite: it, Late: it.Success))
            .Where(it => it.Late is not null),
        then: it =>
        {
            var (refusal, late) = (it.Invite.FinalResponse!, it.Late!);
            const string Expected = "no chat after the refusal";
            var sign = it.Invite.Trace.Attempts()
                .Single(attempt => attempt.Invites.Contains(it.Invite))
                .Window
                .FirstOrDefault(happened => happened.Number > late.Number && happened is ClientReport { Report: ChatEstablished or ChatDescribed { State: "up" } } or WireMessage { IsMsrp: true, IsFromClient: true });
            return sign is null
                ? Finding.Holds(Expected, "none", refusal.StartLine(), late.StartLine())
                : Finding.Fails(Expected, "the chat came up", "ignore what comes after the refusal", late.StartLine(), refusal.StartLine(), sign.Event("the chat"));
        },
        mutants: [Mutant.Receives("goes-on-after-a-refusal", (protocol, octets) =>
            protocol == WireProtocol.Sip && SipMessage.Parse(octets).StatusCode == 486 ? [] : [octets])]);

    private static bool IsCompact(WireMessage response) => response.Sip.Headers.All(it => it.Name.Length == 1 || HeaderTable.CompactForm(it.Name) is null);

    private static bool IsCompactAnswer(WireProtocol protocol, ReadOnlyMemory<byte> octets) =>
        protocol == WireProtocol.Sip && SipMessage.Parse(octets) is { IsRequest: false } response && response.Header("Via")?.Name == "v";

    /// <summary>Acknowledged in its dialog: with its To tag and, where it has a Contact, to that.</summary>
    private static Finding IsTaken(SipDialog dialog, Evidence form)
    {
        var target = dialog.Response.Sip.Contacts.Select(it => it.Value?.Uri).FirstOrDefault();
        var expected = $"an ACK with To tag {dialog.RemoteTag}{(target is null ? "" : $" to {target.Text}")}";
        var acks = dialog.Acks().ToList();
        return acks.Count == 0
            ? dialog.Trace.NeverCame(dialog.Response, expected, "no ACK", "read the response as any other", form, dialog.Response.StartLine())
            : Finding.That(
                acks.Exists(ack => ack.Sip.To?.Value?.Tag == dialog.RemoteTag && (target is null || dialog.Response.Sip.Header("Record-Route") is not null || AddressComparison.IsSame(target.Text, ack.RequestUriText()))),
                expected,
                $"an ACK with To tag {acks[0].Sip.To?.Value?.Tag} to {acks[0].RequestUriText()}",
                "read the response as any other",
                acks[0].StartLine(),
                form);
    }

    private static Finding IsNotTaken(StraySuccess stray, string mend)
    {
        const string Expected = "no ACK for a response that is not for the INVITE";
        return stray.Ack is { } ack
            ? Finding.Fails(Expected, "an ACK", mend, ack.StartLine(), stray.Response.Field("Via"))
            : Finding.Holds(Expected, "none", stray.Response.Field("Via"));
    }

    /// <summary>Writes what the client's last INVITE had over the same part of the top Via of a 200 to an INVITE.</summary>
    private static Tamper Corrects(Func<Reading<Via>, string?> part)
    {
        string? own = null;
        return new Tamper
        {
            Send = it =>
            {
                own = it.Protocol == WireProtocol.Sip && it.Sip.IsInitialInvite() ? part(it.Sip.Vias[0]) : own;
                return [it];
            },
            Receive = (protocol, octets) => protocol == WireProtocol.Sip
                && SipMessage.Parse(octets) is { StatusCode: 200, CSeq.Value.Method: "INVITE" } message
                && own is not null
                && part(message.Vias[0]) is { } other
                ? [message.WithEdited("Via", via => via.Replace(other, own, StringComparison.Ordinal)).Octets]
                : [octets],
        };
    }

    /// <summary>The 200 to CANCEL is read as one to the INVITE, and the 487 is not heard.</summary>
    private static Tamper TakesCancelled() => new()
    {
        Receive = (protocol, octets) => protocol != WireProtocol.Sip ? [octets] : SipMessage.Parse(octets) switch
        {
            { StatusCode: 200, CSeq.Value.Method: "CANCEL" } response => [response.WithEdited("CSeq", it => it.Replace("CANCEL", "INVITE", StringComparison.Ordinal)).Octets],
            { StatusCode: 487 } => [],
            _ => [octets],
        },
    };
}
