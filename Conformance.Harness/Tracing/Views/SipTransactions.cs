namespace Conformance.Harness.Tracing.Views;

/// <summary>Transactions and their messages, found in a trace.</summary>
public static class SipTransactions
{
    private static readonly Remembered<Trace, IReadOnlyList<SipTransaction>> Known = new(Find);

    public static IEnumerable<WireMessage> SipFromClient(this Trace trace) =>
        trace.Messages.Where(it => it.IsSip && it.IsFromClient);

    /// <summary>SIP requests from the client, retransmissions and ACKs included.</summary>
    public static IEnumerable<WireMessage> RequestsFromClient(this Trace trace) =>
        trace.SipFromClient().Where(it => it.Sip.IsRequest);

    /// <summary>Every transaction but ACKs, of either side, in the order of the first request.</summary>
    public static IReadOnlyList<SipTransaction> Transactions(this Trace trace) => Known.Of(trace);

    /// <summary>The transactions that the client began.</summary>
    public static IEnumerable<SipTransaction> ClientTransactions(this Trace trace) =>
        trace.Transactions().Where(it => it.Request.IsFromClient);

    private static IReadOnlyList<SipTransaction> Find(Trace trace)
    {
        var sip = trace.Messages.Where(it => it.IsSip).ToList();
        var answers = sip.Where(it => !it.Sip.IsRequest).ToLookup(Key);
        var transactions = new List<SipTransaction>();
        var requests = sip.Where(it => it.Sip.IsRequest && it.Sip.Method != "ACK").GroupBy(Key);
        foreach (var copies in requests)
        {
            var request = copies.First();
            var responses = answers[copies.Key].Where(it => it.Direction != request.Direction && (it.IsFromClient || IsMeantFor(request, it))).ToList();
            transactions.Add(new SipTransaction(trace, request, [.. copies.Skip(1)], responses, AcksOf(request, sip)));
        }

        return [.. transactions.OrderBy(it => it.Request.Number)];
    }

    /// <summary>Whether a response has the request's sent-by and no second Via: any other is to be dropped (RFC 3261 sections 8.1.3.3 and 18.1.2).</summary>
    private static bool IsMeantFor(WireMessage request, WireMessage response) => response.Sip.Vias is [{ Value: { } via }]
        && request.Sip.Vias is [{ Value: { } own }, ..]
        && via.Host.Equals(own.Host, StringComparison.OrdinalIgnoreCase)
        && via.Port == own.Port;

    /// <summary>What tells transactions apart (RFC 3261 section 17.1.3): sender's side, top-Via branch, method of CSeq.</summary>
    private static (bool ByClient, string Branch, string Method) Key(WireMessage message)
    {
        var sip = message.Sip;
        var branch = sip.Vias.Count > 0 ? sip.Vias[0].Value?.Branch ?? "" : "";
        var method = sip.IsRequest ? sip.Method : sip.CSeq?.Value?.Method ?? "";
        return (message.IsFromClient == sip.IsRequest, branch, method);
    }

    private static List<WireMessage> AcksOf(WireMessage request, List<WireMessage> sip) => request.Sip.Method != "INVITE"
        ? []
        : [.. sip.Where(it => it.Direction == request.Direction && it.IsRequest("ACK")
            && it.Sip.CallId == request.Sip.CallId
            && it.Sip.CSeq?.Value?.Number == request.Sip.CSeq?.Value?.Number)];
}
