using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Transactions;

/// <summary>What a message is matched to its transaction by.</summary>
internal readonly record struct TransactionKey(string Branch, string SentBy, string Method)
{
    private const string Cookie = "z9hG4bK";

    /// <summary>RFC 3261 section 17.1.3: the top Via's branch and the method of CSeq.</summary>
    public static TransactionKey OfResponse(SipMessage response) =>
        new(TopVia(response)?.Branch ?? "", "", response.CSeq?.Value?.Method ?? "");

    /// <summary>The key under which responses to this request will come.</summary>
    public static TransactionKey OfRequestSent(SipMessage request) => new(TopVia(request)?.Branch ?? "", "", request.Method);

    /// <summary>
    /// RFC 3261 section 17.2.3. A client without the branch cookie is one of RFC 2543 (or faulty): its requests are told apart
    /// by what that section lists instead.
    /// </summary>
    public static TransactionKey OfRequestReceived(SipMessage request)
    {
        var method = request.Method == "ACK" ? "INVITE" : request.Method;
        var via = TopVia(request);
        if (via?.Branch is { } branch && branch.StartsWith(Cookie, StringComparison.OrdinalIgnoreCase) && branch.Length > Cookie.Length)
        {
            return new TransactionKey(branch, $"{via.Host}:{via.Port ?? 5060}".ToLowerInvariant(), method);
        }

        var old = string.Join(
            ' ',
            request.RequestUriSpan.Text(request.Octets),
            request.From?.Value?.Tag,
            request.CallId,
            request.CSeq?.Value?.Number,
            via?.Span.Text(request.Octets));
        return new TransactionKey(old, "", method);
    }

    private static Via? TopVia(SipMessage message) => message.Vias.Count > 0 ? message.Vias[0].Value : null;
}
