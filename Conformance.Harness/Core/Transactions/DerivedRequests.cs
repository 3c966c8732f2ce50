using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Transactions;

/// <summary>The two requests that are made out of the INVITE that they belong to.</summary>
public static class DerivedRequests
{
    /// <summary>The ACK to a non-2xx (RFC 3261 section 17.1.1.3); its To is the response's.</summary>
    public static SipMessage Ack(SipMessage invite, SipMessage response) =>
        Derived(invite, "ACK", response.Header("To")?.Value ?? "");

    /// <summary>The CANCEL of a request (RFC 3261 section 9.1).</summary>
    public static SipMessage Cancel(SipMessage invite) => Derived(invite, "CANCEL", invite.Header("To")?.Value ?? "");

    private static SipMessage Derived(SipMessage invite, string method, string to)
    {
        var request = SipWriter.Request(method, invite.RequestUriSpan.Text(invite.Octets))
            .Header("Via", invite.ElementTexts("Via").FirstOrDefault() ?? "");
        foreach (var route in invite.ElementTexts("Route"))
        {
            request.Header("Route", route);
        }

        return request
            .Header("Max-Forwards", "70")
            .Header("From", invite.Header("From")?.Value ?? "")
            .Header("To", to)
            .Header("Call-ID", invite.CallId ?? "")
            .Header("CSeq", $"{invite.CSeq?.Value?.Number} {method}")
            .Write();
    }
}
