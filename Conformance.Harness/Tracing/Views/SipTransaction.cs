namespace Conformance.Harness.Tracing.Views;

/// <summary>
/// A request with its copies and the responses to it (RFC 3261 section 17): matched by top-Via branch and CSeq method.
/// Of an INVITE also the ACKs: by branch for a non-2xx, by Call-ID and CSeq number for a 2xx.
/// </summary>
public sealed record SipTransaction(
    Trace Trace,
    WireMessage Request,
    IReadOnlyList<WireMessage> Copies,
    IReadOnlyList<WireMessage> Responses,
    IReadOnlyList<WireMessage> Acks)
{
    /// <summary>The first final response, whoever sent it; null when none was seen.</summary>
    public WireMessage? FinalResponse => Responses.FirstOrDefault(it => it.Sip.StatusCode >= 200);

    public WireMessage? Success => Responses.FirstOrDefault(it => it.Sip.StatusCode is >= 200 and < 300);

    public string Method => Request.Sip.Method;
}
