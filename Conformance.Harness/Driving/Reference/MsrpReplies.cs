using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Driving.Reference;

/// <summary>What a received MSRP request is answered with.</summary>
internal static class MsrpReplies
{
    /// <summary>
    /// The response (RFC 4975 section 7.2); null where Failure-Report forbids it (section 7.1.4), for a REPORT, which is
    /// never answered (section 7.1.2), and for what has no paths to answer to.
    /// </summary>
    public static MsrpMessage? Response(MsrpMessage request, int status, string? comment = null)
    {
        var failureReport = request.Header("Failure-Report")?.Value;
        var isUnwanted = failureReport == "no" || (failureReport == "partial" && status == 200);
        return isUnwanted || request.Method == "REPORT" || request.FromPath.Count == 0 || request.ToPath.Count == 0
            ? null
            : MsrpWriter.Response(
                request.TransactionId,
                status,
                comment,
                request.Header("From-Path")!.Value.Split(' ')[0],
                request.Header("To-Path")!.Value.Split(' ')[0]).Write();
    }

    /// <summary>The REPORT on a whole message that was received, for a sender who asks with Success-Report (RFC 4975 section 7.1.3).</summary>
    public static MsrpMessage SuccessReport(MsrpMessage request, string transactionId, string localUri, long length) => MsrpWriter
        .Request(transactionId, "REPORT", request.Header("From-Path")!.Value, localUri)
        .Header("Message-ID", request.MessageId ?? "")
        .Header("Byte-Range", $"1-{length}/{length}")
        .Header("Status", "000 200 OK")
        .Write();
}
