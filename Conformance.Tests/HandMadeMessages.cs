using System.Text;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Tests;

/// <summary>Sound messages of a client and its core, for tests to vary.</summary>
internal static class HandMadeMessages
{
    public const string Sdp =
        "v=0\r\no=- 3724395400 3724395400 IN IP4 192.0.2.2\r\ns=-\r\nc=IN IP4 192.0.2.2\r\nt=0 0\r\n"
        + "m=message 2855 TCP/MSRP *\r\na=path:msrp://192.0.2.2:2855/9di4ea6ymnnx9kgd;tcp\r\n"
        + "a=accept-types:text/plain message/cpim\r\na=sendrecv\r\n";

    /// <summary>A URI list with these entries.</summary>
    public static byte[] List(params IEnumerable<string> invitees) => ResourceLists.Write(invitees.Select(it => (it, (string?)null)));

    /// <summary>An INVITE as this draft has it: a multipart, with a list if there is more than one invitee.</summary>
    public static SipMessage Invite(params IReadOnlyList<string> invitees)
    {
        var multipart = new MultipartWriter("boundary-1").Part(Encoding.UTF8.GetBytes(Sdp), "Content-Type: application/sdp");
        if (invitees.Count > 1)
        {
            multipart.Part(List(invitees), "Content-Type: application/resource-lists+xml", "Content-Disposition: recipient-list");
        }

        var invite = Head("INVITE", invitees.Count > 1 ? HandMadeTrace.Factory : invitees[0]);
        return (invitees.Count > 1 ? invite.Header("Require", "recipient-list-invite") : invite)
            .Body("multipart/mixed;boundary=boundary-1", multipart.Write())
            .Write();
    }

    /// <summary>The same with another body.</summary>
    public static SipMessage InviteWith(string requestUri, string contentType, string body) =>
        Head("INVITE", requestUri).Body(contentType, Encoding.UTF8.GetBytes(body)).Write();

    public static SipMessage Ok(SipMessage invite, string? contact = "<sip:conference-1@im.example;gr=x>;isfocus", params IReadOnlyList<string> allowRows)
    {
        var response = SipWriter.Response(200, "OK")
            .Header("Via", invite.Header("Via")!.Value)
            .Header("From", invite.Header("From")!.Value)
            .Header("To", $"{invite.Header("To")!.Value};tag=far")
            .Header("Call-ID", invite.CallId!)
            .Header("CSeq", invite.Header("CSeq")!.Value);
        foreach (var row in allowRows)
        {
            response = response.Header("Allow", row);
        }

        response = contact is null ? response : response.Header("Contact", contact);
        return response.Body("application/sdp", Encoding.UTF8.GetBytes(Sdp.Replace("192.0.2.2", "192.0.2.1", StringComparison.Ordinal))).Write();
    }

    public static SipMessage Refusal(SipMessage invite, int statusCode) => Ok(invite)
        .WithStartLine($"SIP/2.0 {statusCode} Refused").Without("Contact").WithBody([]).Without("Content-Type");

    /// <summary>A request in the dialog of the answered INVITE.</summary>
    public static SipMessage InDialog(string method, SipMessage ok, string requestUri = "sip:conference-1@im.example;gr=x") => SipWriter.Request(method, requestUri)
        .Header("Via", $"SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK-{method}")
        .Header("Max-Forwards", "70")
        .Header("From", ok.Header("From")!.Value)
        .Header("To", ok.Header("To")!.Value)
        .Header("Call-ID", ok.CallId!)
        .Header("CSeq", method == "ACK" ? "1 ACK" : $"2 {method}")
        .Write();

    public static SipMessage Subscribe(string requestUri, string package = "conference") =>
        Head("SUBSCRIBE", requestUri).Header("Event", package).Header("Expires", "3600").Write();

    public static SipMessage Register() => Head("REGISTER", "sip:im.example").Write();

    public static SipMessage Registered(SipMessage register, params string[] serviceRoutes)
    {
        var response = Ok(register, contact: null).Without("Content-Type").WithBody([]);
        return serviceRoutes.Aggregate(response, (it, route) => it.WithAdded("Service-Route", route));
    }

    private static SipWriter Head(string method, string requestUri) => SipWriter.Request(method, requestUri)
        .Header("Via", $"SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK-first-{method}")
        .Header("Max-Forwards", "70")
        .Header("From", $"<{HandMadeTrace.Own}>;tag=near")
        .Header("To", $"<{requestUri.Split('?')[0]}>")
        .Header("Call-ID", $"{method}-1@192.0.2.2")
        .Header("CSeq", $"1 {method}")
        .Header("Contact", "<sip:alice@192.0.2.2:5060>");
}
