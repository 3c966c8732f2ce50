using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Harness.Judging;

/// <summary>Why a 2xx is not for any INVITE of the client.</summary>
public enum StrayKind
{
    /// <summary>Its branch is that of no INVITE.</summary>
    Branch,

    /// <summary>It is the answer to a CANCEL.</summary>
    Cancel,

    /// <summary>Its top Via has another sent-by than the INVITE with its branch.</summary>
    SentBy,

    /// <summary>It has more than one Via.</summary>
    Vias,
}

/// <summary>A 2xx that a client must not take for the answer to its INVITE; the ACK that shows that it did, or null.</summary>
public sealed record StraySuccess(StrayKind Kind, WireMessage Response, WireMessage? Ack);

/// <summary>2xx responses that are for no INVITE, found in a trace.</summary>
public static class StrayResponses
{
    /// <summary>Each stands under the Call-ID of an INVITE that the client had sent.</summary>
    public static IEnumerable<StraySuccess> StraySuccesses(this Trace trace) =>
        from response in trace.Messages
        where response is { IsSip: true, IsFromClient: false } && response.Sip.StatusCode is >= 200 and < 300
        let invites = trace.ClientTransactions().Where(it => it.Method == "INVITE" && it.Request.Number < response.Number && it.Request.Sip.CallId == response.Sip.CallId).ToList()
        where invites.Count > 0
        let kind = KindOf(response, invites)
        where kind is not null
        select new StraySuccess(kind.Value, response, AckOf(trace, response, invites));

    private static StrayKind? KindOf(WireMessage response, List<SipTransaction> invites)
    {
        var sip = response.Sip;
        var isToInvite = sip.CSeq?.Value?.Method == "INVITE";
        var request = invites.Find(it => it.Request.TopVia()?.Branch == response.TopVia()?.Branch);
        return sip.CSeq?.Value?.Method == "CANCEL" && request is not null ? StrayKind.Cancel
            : !isToInvite ? null
            : request is null ? StrayKind.Branch
            : sip.Vias.Count > 1 ? StrayKind.Vias
            : request.Responses.Contains(response) ? null
            : StrayKind.SentBy;
    }

    /// <summary>An ACK with the response's To tag that is neither for a refusal, by its branch, nor for a 2xx that the client was to take.</summary>
    private static WireMessage? AckOf(Trace trace, WireMessage response, List<SipTransaction> invites) =>
        invites.Exists(it => it.Success?.Sip.To?.Value?.Tag == response.Sip.To?.Value?.Tag)
            ? null
            : trace.ClientRequests("ACK").FirstOrDefault(ack => ack.Number > response.Number
                && ack.Sip.CallId == response.Sip.CallId
                && ack.Sip.To?.Value?.Tag == response.Sip.To?.Value?.Tag
                && !invites.Exists(it => it.Request.TopVia()?.Branch == ack.TopVia()?.Branch));
}
