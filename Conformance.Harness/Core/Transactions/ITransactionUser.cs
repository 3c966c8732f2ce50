using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Transactions;

/// <summary>The core of a user agent or server, above the transactions (RFC 3261 section 17: "TU").</summary>
public interface ITransactionUser
{
    /// <summary>A new request. ACK to a 2xx comes here too, with no transaction.</summary>
    void OnRequest(ServerTransaction? transaction, SipMessage request, Hop from);

    /// <summary>A response that matches no transaction, such as a 2xx to an INVITE whose "Accepted" state (RFC 6026) is over.</summary>
    void OnStrayResponse(SipMessage response, Hop from);
}
