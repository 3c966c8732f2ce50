namespace Conformance.Tests.Requirements;

/// <summary>The octets of a client that does all right, as text with plain line ends; LENGTH stands for the length of the body.</summary>
internal static class ChatTexts
{
    public static string Request(string method, string uri, int chat, int cseq, string toTag, string branch, string more = "", string body = "")
    {
        var to = chat == 3 ? "sip:im-factory@im.example" : "sip:bob@im.example";
        var route = method == "INVITE" || chat == 3 ? "Route: <sip:orig@127.0.0.1:5060;transport=udp;lr>\n" : "";
        return $"""
            {method} {uri} SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK{branch}{chat};rport
            Max-Forwards: 70
            From: "Alice" <sip:alice@im.example>;tag=own{chat}
            To: <{to}>{toTag}
            Call-ID: call{chat}@127.0.0.1
            CSeq: {cseq} {method}
            {route}{more}Content-Length: LENGTH


            """ + body;
    }

    public static string Sdp(int chat) => $"""
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=message {6000 + chat} TCP/MSRP *
        a=accept-types:text/plain message/cpim multipart/mixed multipart/alternative multipart/signed
        a=path:{OwnPath(chat)}
        a=sendrecv

        """;

    public static string Invitation() => $"""
        --b1
        Content-Type: application/sdp

        {Sdp(3)}
        --b1
        Content-Type: application/resource-lists+xml
        Content-Disposition: recipient-list

        <resource-lists xmlns="urn:ietf:params:xml:ns:resource-lists"><list><entry uri="sip:bob@im.example"/><entry uri="sip:carol@im.example"/></list></resource-lists>
        --b1--

        """;

    public static string OwnPath(int chat)
    {
        string[] ids = ["kq3Vt0XbR8mZ2pLw", "Yc7HsE1nUa5dGj9o", "b4TnQ8rWzK0yMf6S"];
        return $"msrp://127.0.0.1:{6000 + chat}/{ids[chat - 1]};tcp";
    }

    public static string PeerPath(int chat) => $"msrp://127.0.0.1:{7000 + chat}/peer{chat};tcp";
}
