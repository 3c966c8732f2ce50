using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Dialogs;

/// <summary>The core's own requests in a dialog that the client's INVITE or SUBSCRIBE began (RFC 3261 section 12.2.1).</summary>
/// <param name="core">The core.</param>
/// <param name="invite">The request that began it.</param>
/// <param name="localTag">The core's tag; null where it names none.</param>
/// <param name="contact">The core's Contact value.</param>
/// <param name="target">The remote target and the way there, as they are now.</param>
internal sealed class OwnRequests(CoreServices core, SipMessage invite, string? localTag, string contact, Func<(string Uri, Hop Route)> target)
{
    private int _sequence = 1 + core.Identifiers.Number(1000);

    /// <summary>Whether an INVITE of the core has no final response yet.</summary>
    public bool IsInviting { get; private set; }

    /// <summary>
    /// Sends a request. <paramref name="answered"/> is called with its first final response; null stands for none that comes.
    /// What it gives goes into the ACK as the answer to an offer.
    /// </summary>
    public void Send(PeerRequest request, (string Type, byte[] Octets)? body, Func<SipMessage?, byte[]?> answered)
    {
        var number = request.IsStale ? _sequence - 1 : ++_sequence;
        var writer = Begin(request.Method, number, request.IsForNobody);
        if (request.Method is "INVITE" or "UPDATE" or "NOTIFY")
        {
            writer.Header("Contact", contact);
        }

        foreach (var (name, value) in request.Headers)
        {
            writer.Header(name, value);
        }

        var message = body is { } content ? writer.Body(content.Type, content.Octets).Write() : writer.Write();
        IsInviting |= request.Method == "INVITE";
        SipMessage? ack = null;
        core.Transactions.Request(message, target().Route, OnResponse, _ => Final(null));

        void OnResponse(SipMessage response)
        {
            if (response.StatusCode < 200)
            {
                return;
            }

            if (ack is null)
            {
                var answer = Final(response);
                var isAccepted = request.Method == "INVITE" && response.StatusCode < 300;
                ack = isAccepted ? Ack(number, answer) : null;
            }

            if (ack is not null)
            {
                core.Send(ack, target().Route);
            }
        }

        byte[]? Final(SipMessage? response)
        {
            IsInviting &= request.Method != "INVITE";
            return answered(response);
        }
    }

    private SipMessage Ack(int number, byte[]? answer)
    {
        var ack = Begin("ACK", number, isForNobody: false);
        return answer is null ? ack.Write() : ack.Body("application/sdp", answer).Write();
    }

    private SipWriter Begin(string method, int number, bool isForNobody)
    {
        var (uri, route) = target();
        var to = invite.Header("From")?.Value ?? "";
        return SipWriter.Request(method, uri)
            .Header("Via", $"SIP/2.0/{route.Transport.AsToken()} {core.AddressOver(route.Transport)};branch={core.Identifiers.Branch()}")
            .Header("Max-Forwards", "70")
            .Header("From", $"{invite.Header("To")?.Value}{(localTag is null ? "" : $";tag={localTag}")}")
            .Header("To", isForNobody ? to.Replace("tag=", "tag=nobody", StringComparison.OrdinalIgnoreCase) : to)
            .Header("Call-ID", invite.CallId ?? "")
            .Header("CSeq", $"{number} {method}");
    }
}
