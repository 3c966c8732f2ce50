using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 13.2.2: what a client does with several answers to one INVITE.</summary>
public static class Section13Forks
{
    /// <summary>Section 13.2.2.1.</summary>
    public static readonly Requirement EarlyDialogsAreApart = Shall(
        id: "RFC3261-13.2.2.1-1",
        quote: "Provisional responses with different To tags open early dialogs of their own; the 2xx confirms the one whose tag it has.",
        when: trace => trace.Dialogs().Where(HasOtherEarlyDialog),
        then: dialog =>
        {
            var expected = $"an ACK with the To tag of the {dialog.Response.Title()}, {dialog.RemoteTag}";
            var acks = dialog.AllAcks();
            return acks.FirstOrDefault(it => it.Sip.To?.Value?.Tag == dialog.RemoteTag) is { } right
                ? Finding.Holds(expected, "it came", right.Field("To"), dialog.Response.Field("To"))
                : acks.LastOrDefault() is { } other
                    ? Finding.Fails(expected, $"To: {other.Sip.Header("To")?.Value}", $"write tag={dialog.RemoteTag} in To", other.Field("To"), dialog.Response.Field("To"))
                    : Finding.Undecided(expected, "no ACK at all", dialog.Response.StartLine());
        },
        mutants: [new Mutant("takes-a-2xx-for-its-first-early-dialog", ConfusesLegs)]);

    /// <summary>Section 13.2.2.4; a transaction layer does not see these copies (RFC 6026 section 7.2 as well).</summary>
    public static readonly Requirement AcknowledgesCopies = Shall(
        id: "RFC3261-13.2.2.4-3",
        quote: "The ACK is sent again for each copy of the 2xx.",
        when: trace => trace.Dialogs().Where(it => it.Copies().Count > 1),
        then: dialog =>
        {
            var acks = dialog.AllAcks().Where(it => it.Sip.To?.Value?.Tag == dialog.RemoteTag).ToList();
            return dialog.Trace.AcknowledgesEach(dialog.Copies(), acks);
        },
        mutants: [new Mutant("acknowledges-only-the-first-2xx", SendsEachAckOnce)]);

    /// <summary>RFC 6026 section 7.2, which replaces figure 5 of RFC 3261: the transaction stays for 64*T1, in which copies of the 2xx pass it.</summary>
    public static readonly Requirement AcknowledgesLateCopies = Shall(
        id: "RFC6026-7.2-1",
        quote: "For 64*T1 after the first 2xx to an INVITE its copies are taken, and so acknowledged.",
        when: trace => trace.Dialogs().SelectMany(dialog => dialog.Copies().Where(it => IsLate(dialog, it)).Select(it => (Dialog: dialog, Copy: it))),
        then: it =>
        {
            const string Expected = "an ACK for a copy of the 2xx that comes within 64*T1";
            return it.Dialog.AllAcks().FirstOrDefault(ack => ack.Number > it.Copy.Number) is { } ack
                ? Finding.Holds(Expected, "it came", it.Copy.StartLine(), ack.StartLine())
                : it.Dialog.Trace.NeverCame(it.Copy, ExpectDialog.Transit, Expected, "none", "keep the ACK for 64*T1 and send it again for each copy of the 2xx", it.Copy.StartLine(), it.Dialog.Response.StartLine());
        },
        mutants: [new Mutant("acknowledges-no-late-2xx", ForgetsAcks)]);

    /// <summary>Section 13.2.2.4. A dialog is wanted when MSRP messages of the client go to its path.</summary>
    public static readonly Requirement EndsUnwantedForks = Shall(
        id: "RFC3261-13.2.2.4-4",
        quote: "Each 2xx of another fork is acknowledged, and a dialog that is not wanted is ended with a BYE.",
        when: trace => trace.Dialogs().GroupBy(it => it.Invite).Where(it => it.Count() > 1).SelectMany(it => it),
        then: dialog =>
        {
            var expected = $"an ACK in the dialog with tag {dialog.RemoteTag}, and then its MSRP session or a BYE";
            return dialog.Acks().FirstOrDefault() is not { } ack
                ? dialog.Trace.NeverCame(dialog.Response, expected, "no ACK in it", "acknowledge each 2xx", dialog.Response.StartLine())
                : Use(dialog) is { } use
                    ? Finding.Holds(expected, $"ACK and {use.Title()}", ack.StartLine(), use.Whole("the dialog is used, or ended"))
                    : Finding.Missing(expected, "ACK, and then neither", "send a BYE in each dialog that is not wanted", ack.StartLine(), dialog.Response.StartLine());
        },
        mutants:
        [
            new Mutant("leaves-a-forked-dialog-alone", DropsByesOfFirstTag),
            new Mutant("acknowledges-one-fork-only", SendsAcksOfOneTag),
        ]);

    private static bool HasOtherEarlyDialog(SipDialog dialog) => dialog.Invite.Responses.Any(it =>
        it.Number < dialog.Response.Number
        && it.Sip.StatusCode is > 100 and < 200
        && it.Sip.To?.Value?.Tag is { } tag
        && tag != dialog.RemoteTag);

    /// <summary>Every copy of the 2xx that made this dialog, itself included.</summary>
    private static List<WireMessage> Copies(this SipDialog dialog) =>
        [.. dialog.Invite.Responses.Where(it => it.Sip.StatusCode == dialog.Response.Sip.StatusCode && it.Sip.To?.Value?.Tag == dialog.RemoteTag)];

    /// <summary>The ACKs to the INVITE after this 2xx, copies too, whatever dialog they name.</summary>
    private static List<WireMessage> AllAcks(this SipDialog dialog) => [.. dialog.Invite.Acks.Where(it => it.Number > dialog.Response.Number)];

    /// <summary>Half of the time and more after the first, and surely within it.</summary>
    private static bool IsLate(SipDialog dialog, WireMessage copy) =>
        (copy.At - dialog.Response.At) is var since && since > dialog.Trace.TransactionTimeout() / 2 && since < dialog.Trace.TransactionTimeout() - ExpectDialog.Transit;

    /// <summary>What shows that the client has the dialog in use, or that one side has ended it.</summary>
    private static WireMessage? Use(SipDialog dialog)
    {
        var path = dialog.Response.Sdp()?.MessageMedia?.Attribute("path")?.Value?.Trim();
        return dialog.Trace.DialogRequests().FirstOrDefault(it => it.Dialog.Response == dialog.Response && it.Request.Sip.Method == "BYE")?.Request
            ?? dialog.PeerByes().FirstOrDefault()
            ?? dialog.Trace.Messages.FirstOrDefault(it => it is { IsMsrp: true, IsFromClient: true }
                && path is not null
                && it.Msrp.Header("To-Path")?.Value.Contains(path, StringComparison.OrdinalIgnoreCase) == true);
    }

    private static string Title(this WireMessage message) => message.IsMsrp ? $"an MSRP {message.Msrp.Method}" : ExpectSip.Title(message);

    private static Tamper ConfusesLegs()
    {
        string? first = null;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                var message = SipMessage.Parse(octets);
                if (protocol != WireProtocol.Sip || message.IsRequest || message.CSeq?.Value?.Method != "INVITE" || message.To?.Value?.Tag is not { } tag)
                {
                    return [octets];
                }

                first ??= tag;
                return [tag == first ? octets : octets.Replace($"tag={tag}", $"tag={first}")];
            },
        };
    }

    private static Tamper SendsEachAckOnce()
    {
        var sent = new HashSet<string>();
        return new Tamper
        {
            Send = it => it.Protocol == WireProtocol.Sip && it.Sip.Method == "ACK" && !sent.Add(it.Sip.To?.Value?.Tag ?? "") ? [] : [it],
        };
    }

    /// <summary>Once it has sent MSRP it sends no ACK again.</summary>
    private static Tamper ForgetsAcks()
    {
        var hasTalked = false;
        return new Tamper
        {
            Send = it =>
            {
                hasTalked = it.Protocol == WireProtocol.Msrp ? it.Msrp.Method == "SEND" && !it.Msrp.Body.IsEmpty || hasTalked : hasTalked && !it.Sip.IsInitialInvite();
                return hasTalked && it.Protocol == WireProtocol.Sip && it.Sip.Method == "ACK" ? [] : [it];
            },
        };
    }

    private static Tamper SendsAcksOfOneTag() => KeepsToFirst("ACK", isSent: true);

    private static Tamper DropsByesOfFirstTag() => KeepsToFirst("BYE", isSent: false);

    /// <summary>Of the requests of that method, either only those with the first To tag are sent or only the others.</summary>
    private static Tamper KeepsToFirst(string method, bool isSent)
    {
        string? first = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip || it.Sip is not { IsRequest: true } request || request.Method != method)
                {
                    return [it];
                }

                var tag = request.To?.Value?.Tag ?? "";
                first ??= tag;
                return (tag == first) == isSent ? [it] : [];
            },
        };
    }
}
