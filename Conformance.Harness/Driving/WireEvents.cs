using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>What waits look for.</summary>
internal static class WireEvents
{
    public static bool IsRequestFromClient(this TraceEvent happened, string method) =>
        happened is WireMessage { IsFromClient: true } message && message.IsRequest(method);

    /// <summary>A response that a CANCEL may follow (RFC 3261 section 9.1).</summary>
    public static bool IsProvisionalToClient(this TraceEvent happened) =>
        happened is WireMessage { IsSip: true, IsFromClient: false, Sip.StatusCode: > 0 and < 200 };

    public static bool IsFinalToClient(this TraceEvent happened, string method) =>
        happened is WireMessage { IsFromClient: false } message && message.IsFinal(method);

    public static bool IsFinalFromClient(this TraceEvent happened, string method) =>
        happened is WireMessage { IsFromClient: true } message && message.IsFinal(method);

    /// <summary>A final response of the client, to a request of whatever method.</summary>
    public static bool IsFinalFromClient(this TraceEvent happened) =>
        happened is WireMessage { IsSip: true, IsFromClient: true, Sip.StatusCode: >= 200 };

    /// <summary>The branch of a SIP message, which the copies of a request and the responses to it share; null for anything else.</summary>
    public static string? Branch(this TraceEvent happened) => happened is WireMessage { Sip.Vias: [{ Value.Branch: { } branch }, ..] } ? branch : null;

    public static bool IsRegistered(this TraceEvent happened) =>
        happened.IsFinalToClient("REGISTER") && ((WireMessage)happened).Sip.StatusCode == 200;

    /// <summary>The last chunk of a SEND with content that the peer sends.</summary>
    public static bool IsPeerMessage(this TraceEvent happened) =>
        happened is WireMessage { IsMsrp: true, IsFromClient: false } message
        && message.Msrp is { Method: "SEND", HasBody: true, ContinuationFlag: '$' };

    public static bool IsMsrpResponseFromClient(this TraceEvent happened, string transactionId) =>
        happened is WireMessage { IsMsrp: true, IsFromClient: true } message
        && !message.Msrp.IsRequest
        && message.Msrp.TransactionId == transactionId;

    public static bool IsMsrpSuccessToClient(this TraceEvent happened) =>
        happened is WireMessage { IsMsrp: true, IsFromClient: false } message && message.Msrp is { IsRequest: false, StatusCode: 200 };

    /// <summary>What a client owes for a SEND of the peer (RFC 4975 sections 7.1.3 to 7.2): its response, and the REPORT that was asked for.</summary>
    public static IEnumerable<Func<TraceEvent, bool>> OwedMsrp(this TraceEvent happened)
    {
        if (happened is not WireMessage { IsMsrp: true, IsFromClient: false } request || request.Msrp is not { IsRequest: true, Method: not "REPORT" })
        {
            yield break;
        }

        if (request.Msrp.Header("Failure-Report")?.Value is not ("no" or "partial"))
        {
            yield return it => it.IsMsrpResponseFromClient(request.Msrp.TransactionId);
        }

        if (request.Msrp.Header("Success-Report")?.Value == "yes")
        {
            yield return it => it is WireMessage { IsMsrp: true, IsFromClient: true } report && report.Msrp.Method == "REPORT" && report.Msrp.MessageId == request.Msrp.MessageId;
        }
    }

    /// <summary>Whether nothing more can come on the message's connection: it has ended, or the dialog is about to.</summary>
    public static bool IsEndOfSession(this TraceEvent happened, int connection) =>
        happened is Connection { Change: not ConnectionChange.Opened } ended && ended.ConnectionId == connection
        || happened is WireMessage { IsSip: true, Sip: { IsRequest: true, Method: "BYE" } };

    private static bool IsFinal(this WireMessage message, string method) =>
        message.IsSip && message.Sip.StatusCode >= 200 && message.Sip.CSeq?.Value?.Method == method;
}
