using System.Globalization;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Judging;

/// <summary>
/// A request of the client that belongs to a dialog. Which dialog is told by two of Call-ID, local tag and remote tag,
/// so that a request with one of them wrong still has its dialog to be held against.
/// </summary>
public sealed record DialogRequest(SipDialog Dialog, WireMessage Request)
{
    public Trace Trace => Dialog.Trace;

    /// <summary>The Contact that names the remote target when the request was sent (RFC 3261 sections 12.1.2 and 12.2); null when none was given.</summary>
    public (WireMessage Message, NameAddr Contact)? RemoteTarget => Trace.Messages
        .Where(it => it.IsSip
            && !it.IsFromClient
            && it.Number >= Dialog.Response.Number
            && it.Number < Request.Number
            && it.Sip.CallId == Dialog.CallId
            && IsTargetRefresh(it.Sip)
            && it.Sip.Contacts.Count > 0)
        .Select(it => (it, it.Sip.Contacts[0].Value!))
        .Where(it => it.Item2 is not null)
        .Select(it => ((WireMessage, NameAddr)?)it)
        .LastOrDefault();

    /// <summary>The route set: Record-Route of the 2xx from its last value to its first (RFC 3261 section 12.1.2).</summary>
    public IReadOnlyList<Reading<NameAddr>> RouteSet => [.. Dialog.Response.Sip.Addresses("Record-Route").Reverse()];

    private bool IsTargetRefresh(SipMessage message) => message.IsRequest
        ? message.Method is "INVITE" or "UPDATE"
        : message.StatusCode is >= 200 and < 300
            && message.CSeq?.Value?.Method is "INVITE" or "UPDATE"
            && message.To?.Value?.Tag == Dialog.RemoteTag;
}

/// <summary>The words of checks on dialogs that the client's INVITE set up.</summary>
public static class ExpectDialog
{
    /// <summary>What comes so long after an event may still have crossed it: T1 as RFC 3261 section 17.1.1.1 estimates a round trip.</summary>
    public static readonly TimeSpan Transit = ClientTimers.Usual.T1;

    /// <summary>64*T1 of the client: after this it waits no longer (RFC 3261 sections 13.3.1.4 and 17.1.2.2).</summary>
    public static TimeSpan TransactionTimeout(this Trace trace) => 64 * trace.Provisioning.Timers.T1;

    /// <summary>
    /// Each request of the client in a dialog, once, CANCEL aside. So is a PRACK: it belongs to the early dialog, whose route
    /// set and target need not be those that the 2xx gives, and the two may cross. So may the ACK of an earlier refusal, which
    /// comes by another transport.
    /// </summary>
    public static IReadOnlyList<DialogRequest> DialogRequests(this Trace trace)
    {
        var dialogs = trace.Dialogs();
        var acksOfRefusals = trace.ClientTransactions().SelectMany(AcksOfRefusal).ToHashSet();
        return [.. trace.ClientRequests()
            .Where(it => it.Sip.IsRequest && it.Sip.Method is not ("CANCEL" or "REGISTER" or "PRACK") && !acksOfRefusals.Contains(it))
            .Where(it => it.Sip.Method != "INVITE" || it.Sip.To?.Value?.Tag is not null)
            .Select(it => (Request: it, Dialog: DialogOf(dialogs, it)))
            .Where(it => it.Dialog is not null)
            .Select(it => new DialogRequest(it.Dialog!, it.Request))];
    }

    /// <summary>The ACKs of the client in this dialog, each once.</summary>
    public static IEnumerable<WireMessage> Acks(this SipDialog dialog) => dialog.Trace.DialogRequests()
        .Where(it => it.Request.Sip.Method == "ACK" && it.Dialog.Response == dialog.Response)
        .Select(it => it.Request);

    /// <summary>BYEs of the peer in this dialog, each once.</summary>
    public static IEnumerable<WireMessage> PeerByes(this SipDialog dialog) => dialog.ToClient
        .Where(it => it.IsRequest("BYE") && it.Sip.To?.Value?.Tag == dialog.LocalTag && it.Sip.From?.Value?.Tag == dialog.RemoteTag)
        .DistinctBy(SipOccasions.OctetsOf);

    /// <summary>Fails since something did not come after an event, for which the client has the time of a transaction.</summary>
    public static Finding NeverCame(this Trace trace, TraceEvent since, string expected, string observed, string mend, params Evidence[] evidence) =>
        trace.NeverCame(since, trace.TransactionTimeout(), expected, observed, mend, evidence);

    /// <summary>
    /// Fails since something did not come after an event. Within the given time its absence only counts when the scenario
    /// was driven to its end; after that nothing could still come.
    /// </summary>
    public static Finding NeverCame(this Trace trace, TraceEvent since, TimeSpan patience, string expected, string observed, string mend, params Evidence[] evidence) =>
        trace.Events[^1].At - since.At >= patience
            ? Finding.Fails(expected, observed, mend, [.. evidence])
            : Finding.Missing(expected, observed, mend, [.. evidence]);

    /// <summary>
    /// Whether each copy of a final response to an INVITE has an ACK. One datagram may be lost on the way, which fails nobody: that a
    /// later copy is acknowledged shows that the client does not stop at the first.
    /// </summary>
    public static Finding AcknowledgesEach(this Trace trace, IReadOnlyList<WireMessage> copies, IReadOnlyList<WireMessage> acks)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"{copies.Count} ACKs for the {copies.Count} copies of the {copies[0].Title()}");
        var observed = string.Create(CultureInfo.InvariantCulture, $"{acks.Count} ACKs");
        var mayBeLost = copies[^1].Transport == Transport.Udp && acks.Count == copies.Count - 1 && acks.Count > 0 && acks[^1].Number > copies[^1].Number;
        return acks.Count >= copies.Count
            ? Finding.Holds(expected, observed, copies[^1].StartLine(), acks[^1].StartLine())
            : mayBeLost
                ? Finding.Undecided(expected, $"{observed}, the last of them for the last copy: the network may have lost the other", copies[^1].StartLine(), acks[^1].StartLine())
                : trace.NeverCame(copies[^1], Transit, expected, observed, "send the ACK again for each copy", copies[^1].StartLine());
    }

    private static IEnumerable<WireMessage> AcksOfRefusal(SipTransaction invite) => invite.FinalResponse is { Sip.StatusCode: >= 300 } refusal
        ? invite.Acks.Where(it => it.Sip.To?.Value?.Tag == refusal.Sip.To?.Value?.Tag)
        : [];

    private static SipDialog? DialogOf(IReadOnlyList<SipDialog> dialogs, WireMessage request)
    {
        var best = dialogs.Where(it => it.Response.Number < request.Number).MaxBy(it => Likeness(it, request.Sip));
        return best is not null && Likeness(best, request.Sip) >= 2 ? best : null;
    }

    private static int Likeness(SipDialog dialog, SipMessage request) =>
        (request.CallId == dialog.CallId ? 1 : 0)
        + (dialog.LocalTag is not null && request.From?.Value?.Tag == dialog.LocalTag ? 1 : 0)
        + (dialog.RemoteTag is not null && request.To?.Value?.Tag == dialog.RemoteTag ? 1 : 0);
}
