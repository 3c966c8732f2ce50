namespace Conformance.Harness.Tracing.Views;

/// <summary>
/// A dialog that the client's INVITE set up: one 2xx with its To tag (RFC 3261 section 12.1.2), and the requests in it.
/// ACKs and CANCELs stand in FromClient and ToClient like the others; retransmissions too.
/// </summary>
public sealed record SipDialog(
    SipTransaction Invite,
    WireMessage Response,
    string CallId,
    string? LocalTag,
    string? RemoteTag,
    IReadOnlyList<WireMessage> FromClient,
    IReadOnlyList<WireMessage> ToClient)
{
    public Trace Trace => Invite.Trace;
}

/// <summary>Dialogs, found in a trace.</summary>
public static class SipDialogs
{
    private static readonly Remembered<Trace, IReadOnlyList<SipDialog>> Known = new(Find);

    public static IReadOnlyList<SipDialog> Dialogs(this Trace trace) => Known.Of(trace);

    private static IReadOnlyList<SipDialog> Find(Trace trace) => [.. trace.ClientTransactions()
        .Where(it => trace.IsInitialInvite(it.Request))
        .SelectMany(invite => invite.Responses
            .TakeWhile(it => it.Sip.StatusCode < 300) // what comes after a refusal counts for nothing (section 13.2.2.3)
            .Where(it => it.Sip.StatusCode >= 200)
            .DistinctBy(it => it.Sip.To?.Value?.Tag)
            .Select(response => Of(invite, response)))];

    private static SipDialog Of(SipTransaction invite, WireMessage response)
    {
        var callId = invite.Request.Sip.CallId ?? "";
        var later = invite.Trace.Messages
            .Where(it => it.IsSip && it.Sip.IsRequest && it.Number > response.Number && it.Sip.CallId == callId)
            .ToList();
        return new SipDialog(
            invite,
            response,
            callId,
            invite.Request.Sip.From?.Value?.Tag,
            response.Sip.To?.Value?.Tag,
            [.. later.Where(it => it.IsFromClient)],
            [.. later.Where(it => !it.IsFromClient)]);
    }
}
