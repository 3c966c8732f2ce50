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

    /// <summary>
    /// What a client owes for a request of the peer (RFC 4975 sections 7.1.3 to 7.2): its response, and the REPORT that was asked for
    /// unless it refused the message.
    /// </summary>
    public static IEnumerable<Func<TraceEvent, bool>> OwedMsrp(this WireMessage request)
    {
        if (request is not { IsMsrp: true, IsFromClient: false } || request.Msrp is not { IsRequest: true, Method: not "REPORT" } msrp)
        {
            yield break;
        }

        if (msrp.Header("Failure-Report")?.Value is not ("no" or "partial"))
        {
            yield return it => it.IsMsrpResponseFromClient(msrp.TransactionId);
        }

        if (msrp.Header("Success-Report")?.Value == "yes")
        {
            yield return it => it is WireMessage { IsMsrp: true, IsFromClient: true } said
                && (said.Msrp.Method == "REPORT" ? said.Msrp.MessageId == msrp.MessageId : said.Msrp.StatusCode >= 300 && said.Msrp.TransactionId == msrp.TransactionId);
        }
    }

    /// <summary>Whether nothing more can come on a connection: it has ended, or the dialog with that Call-ID is about to.</summary>
    public static bool IsEndOfSession(this TraceEvent happened, int connection, string? callId) =>
        happened is Connection { Change: not ConnectionChange.Opened } ended
            ? ended.ConnectionId == connection
            : happened is WireMessage message && message.IsRequest("BYE") && message.Sip.CallId == callId;

    private static bool IsFinal(this WireMessage message, string method) =>
        message.IsSip && message.Sip.StatusCode >= 200 && message.Sip.CSeq?.Value?.Method == method;
}
