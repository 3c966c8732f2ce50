using System.Net;
using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>
/// A trace made by hand, of a client that does all right: it registers, has a chat that it ends, a chat that the peer
/// ends and a large invitation that is refused, and deregisters. Each message of the client has a label; edits of its
/// text make the variants and the breaches.
/// </summary>
internal sealed class ChatTrace
{
    private static readonly IPEndPoint Client = new(IPAddress.Loopback, 5070);
    private static readonly IPEndPoint Core = new(IPAddress.Loopback, 5060);
    private static readonly Declaration Declared = new(OneToOne: true, AdHoc: true, ConferenceSubscription: false, Msrp: true, Ims: false);

    private readonly List<(string Label, string Old, string Instead)> _edits = [];
    private readonly HashSet<string> _used = [];
    private readonly HandSetClock _clock = new();
    private readonly TraceRecorder _recorder;

    public ChatTrace() => _recorder = new TraceRecorder(_clock);

    /// <summary>Whether the first invitation meets a challenge before the INVITE with label 1.invite is sent.</summary>
    public DigestChallenge? Challenge { get; init; }

    public static Provisioning Provisioning { get; } = new(
        "hand-made", "sip:alice@im.example", "im.example", "sip:127.0.0.1:5060;lr", "sip:im-factory@im.example", 5, Declared, "alice", "secret");

    /// <summary>
    /// Replaces text in the message of that label, in each whose label begins so for one that ends with a full stop, or in
    /// every message of the client for "*".
    /// </summary>
    public ChatTrace Edit(string label, string old, string instead)
    {
        _edits.Add((label, old, instead));
        return this;
    }

    /// <summary>The verdict on one requirement, with the trace that it was reached on.</summary>
    public (Judgement Judgement, Trace Trace) Judge(string id, Declaration? declaration = null)
    {
        var trace = Record(declaration);
        return (Catalogue.Requirements.Single(it => it.Id == id).Judge([trace]), trace);
    }

    public Trace Record(Declaration? declaration = null)
    {
        Register(1, null);
        FirstChat();
        SecondChat();
        RefusedInvitation();
        var unused = _edits.Where(it => !_used.Contains(it.Old)).Select(it => it.Old).ToList();
        Assert.That(unused, Is.Empty, "text to be edited that is nowhere");
        return _recorder.Seal("hand-made", Provisioning with { Declaration = declaration ?? Declared }, null);
    }

    /// <summary>The octets of the first piece of evidence, as text.</summary>
    public static string EvidenceText(Finding finding, Trace trace)
    {
        var evidence = finding.Evidence[0];
        var happened = trace.Events[evidence.Message - 1];
        return happened is WireMessage message ? evidence.Span.Text(message.Octets) : evidence.Label;
    }

    private void Register(int number, DigestChallenge? challenge)
    {
        var authorization = challenge is null ? "" : $"Authorization: {challenge.Answer("alice", "secret", "REGISTER", "sip:im.example", "0a4f113b").ToHeaderValue()}\n";
        var register = Sip(challenge is null ? "register" : "register-again", Transport.Udp, $"""
            REGISTER sip:im.example SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKreg{number};rport
            Max-Forwards: 70
            From: <sip:alice@im.example>;tag=regtag
            To: <sip:alice@im.example>
            Call-ID: reg@127.0.0.1
            CSeq: {number} REGISTER
            Contact: <sip:alice@127.0.0.1:5070>
            Expires: 600
            {authorization}Content-Length: LENGTH


            """);
        if (challenge is null)
        {
            var asked = new DigestChallenge("im.example", "dcd98b7102dd2f0e", "MD5", ["auth"], "5ccc069c403ebaf9", false);
            Reply(register, 401, "Unauthorized", ("WWW-Authenticate", asked.ToHeaderValue()));
            Register(number + 1, asked);
        }
        else
        {
            Reply(register, 200, "OK", ("Service-Route", "<sip:orig@127.0.0.1:5060;transport=udp;lr>"));
        }
    }

    private void FirstChat()
    {
        var ask = _recorder.Action(new StartChat(["sip:bob@im.example"]));
        if (Challenge is not null)
        {
            var first = Sip("1.first", Transport.Udp, InviteText(1).Replace("bKinv1", "bKfst1", StringComparison.Ordinal));
            Reply(first, 407, "Proxy Authentication Required", ("Proxy-Authenticate", Challenge.ToHeaderValue()));
            Sip("1.first-ack", Transport.Udp, ChatTexts.Request("ACK", "sip:bob@im.example", 1, 1, ";tag=answered", "fst", "Route: <sip:orig@127.0.0.1:5060;transport=udp;lr>\n"));
        }

        var invite = Invite(1);
        Reply(invite, 180, "Ringing");
        _recorder.Report(new ChatStarted(ask.Number, "chat-1"));
        Answer(invite, 1, ("Allow", "INVITE, ACK, CANCEL"), ("Allow", "BYE"));
        Ack(1);
        _recorder.Report(new ChatDescribed(ask.Number, "chat-1", "up", "sip:bob@im.example", ["INVITE", "ACK", "CANCEL", "BYE"], null));
        Connect(1);
        Msrp(1, "1.empty", "SEND", "Message-ID: emptymessage1\nByte-Range: 1-0/0\n", null);
        _recorder.Action(new SendMessage("chat-1", "text/plain", "Grüße"));
        Msrp(1, "1.text", "SEND", "Message-ID: textmessage1\nByte-Range: 1-OCTETS/OCTETS\nContent-Type: text/plain\n", "Grüße");
        var chunk = Msrp(1, "1.chunk", "SEND", "Message-ID: longmessage1\nByte-Range: 1-2048/2068\nContent-Type: text/plain\n", new string('a', 2048), '+', isAnswered: false);
        Msrp(1, "1.last", "SEND", "Message-ID: longmessage1\nByte-Range: 2049-2068/2068\nContent-Type: text/plain\n", new string('b', 20));
        AnswerSend(1, chunk);
        PeerSays(1);
        Msrp(1, "1.response", "200 OK", "", null, transaction: "peersays1");
        _recorder.Action(new EndChat("chat-1"));
        var bye = Sip("1.bye", Transport.Udp, ChatTexts.Request("BYE", "sip:bob@127.0.0.1:5061;transport=udp", 1, 2, ";tag=peer1", "bye"));
        Reply(bye, 200, "OK");
    }

    private void SecondChat()
    {
        var ask = _recorder.Action(new StartChat(["sip:bob@im.example"]));
        var invite = Invite(2);
        _recorder.Report(new ChatStarted(ask.Number, "chat-2"));
        Answer(invite, 2);
        Ack(2);
        Connect(2);
        Msrp(2, "2.empty", "SEND", "Message-ID: emptymessage2\nByte-Range: 1-0/0\n", null);
        var bye = Message(Direction.ToClient, WireProtocol.Sip, Transport.Udp, 0, """
            BYE sip:alice@127.0.0.1:5070 SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKpeerbye
            Max-Forwards: 70
            From: <sip:bob@im.example>;tag=peer2
            To: <sip:alice@im.example>;tag=own2
            Call-ID: call2@127.0.0.1
            CSeq: 7 BYE
            Content-Length: 0


            """.ReplaceLineEndings("\r\n"));
        Sip("2.bye-response", Transport.Udp, $"""
            SIP/2.0 200 OK
            Via: {bye.Sip.Header("Via")!.Value}
            From: <sip:bob@im.example>;tag=peer2
            To: <sip:alice@im.example>;tag=own2
            Call-ID: call2@127.0.0.1
            CSeq: 7 BYE
            Content-Length: LENGTH


            """);
    }

    private void RefusedInvitation()
    {
        _recorder.Action(new StartChat(["sip:bob@im.example", "sip:carol@im.example"]));
        Connection(3, Core.Port);
        var invite = Sip("3.invite", Transport.Tcp, ChatTexts.Request("INVITE", "sip:im-factory@im.example", 3, 1, "", "inv", $"""
            Contact: <sip:alice@127.0.0.1:5070>
            Allow: INVITE, ACK, CANCEL, BYE
            Supported:
            Subject: {new string('s', 1200)}
            Content-Type: multipart/mixed;boundary=b1

            """, ChatTexts.Invitation()).Replace("/UDP", "/TCP", StringComparison.Ordinal));
        Reply(invite, 486, "Busy Here");
        Sip("3.ack", Transport.Tcp, ChatTexts.Request("ACK", "sip:im-factory@im.example", 3, 1, ";tag=answered", "inv").Replace("/UDP", "/TCP", StringComparison.Ordinal));
    }

    private WireMessage Invite(int chat) => Sip($"{chat}.invite", Transport.Udp, InviteText(chat));

    private static string InviteText(int chat) => ChatTexts.Request("INVITE", "sip:bob@im.example", chat, 1, "", "inv", """
        Contact: <sip:alice@127.0.0.1:5070>
        Allow: INVITE, ACK, CANCEL, BYE
        Supported:
        Content-Type: application/sdp

        """, ChatTexts.Sdp(chat));

    private void Answer(WireMessage invite, int chat, params (string Name, string Value)[] rows)
    {
        var response = Response(invite, 200, "OK", $"peer{chat}")
            .Header("Contact", "<sip:bob@127.0.0.1:5061;transport=udp>;isfocus");
        foreach (var (name, value) in rows)
        {
            response.Header(name, value);
        }

        var sdp = ChatTexts.Sdp(chat).Replace(ChatTexts.OwnPath(chat), ChatTexts.PeerPath(chat), StringComparison.Ordinal).Replace($" {6000 + chat} ", $" {7000 + chat} ", StringComparison.Ordinal);
        Record(response.Body("application/sdp", Encoding.UTF8.GetBytes(sdp.ReplaceLineEndings("\r\n"))), invite);
    }

    private void Ack(int chat) => Sip($"{chat}.ack", Transport.Udp, ChatTexts.Request("ACK", "sip:bob@127.0.0.1:5061;transport=udp", chat, 1, $";tag=peer{chat}", "ack"));

    private void Connect(int chat) => Connection(chat, 7000 + chat);

    private void Connection(int id, int port) => _recorder.Connection(
        ConnectionChange.Opened, Direction.FromClient, Transport.Tcp, id, new IPEndPoint(IPAddress.Loopback, 40000 + id), new IPEndPoint(IPAddress.Loopback, port));

    private WireMessage Msrp(int chat, string label, string start, string fields, string? body, char flag = '$', string? transaction = null, bool isAnswered = true)
    {
        var id = transaction ?? $"trans{label.Replace(".", "", StringComparison.Ordinal)}";
        var content = body is null ? "" : $"\n{body}\n";
        var text = Edited(label, $"MSRP {id} {start}\nTo-Path: {ChatTexts.PeerPath(chat)}\nFrom-Path: {ChatTexts.OwnPath(chat)}\n{fields}{content}-------{id}{flag}\n".ReplaceLineEndings("\r\n"));
        var octets = text.Replace("OCTETS", $"{Encoding.UTF8.GetByteCount(body ?? "")}", StringComparison.Ordinal);
        var sent = Message(Direction.FromClient, WireProtocol.Msrp, Transport.Tcp, chat, octets);
        if (isAnswered && sent.Msrp.IsRequest)
        {
            AnswerSend(chat, sent);
        }

        return sent;
    }

    private void AnswerSend(int chat, WireMessage send) => Message(
        Direction.ToClient,
        MsrpWriter.Response(send.Msrp.TransactionId, 200, "OK", ChatTexts.OwnPath(chat), ChatTexts.PeerPath(chat)).Write().Octets,
        WireProtocol.Msrp,
        Transport.Tcp,
        chat);

    private void PeerSays(int chat) => Message(
        Direction.ToClient,
        MsrpWriter.Request($"peersays{chat}", "SEND", ChatTexts.OwnPath(chat), ChatTexts.PeerPath(chat)).Header("Message-ID", "peermessage").Header("Byte-Range", "1-5/5").Body("text/plain", "Hello"u8).Write().Octets,
        WireProtocol.Msrp,
        Transport.Tcp,
        chat);

    private WireMessage Sip(string label, Transport transport, string text)
    {
        var edited = Edited(label, text.ReplaceLineEndings("\r\n"));
        var head = edited.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var length = head < 0 ? 0 : Encoding.UTF8.GetByteCount(edited[(head + 4)..]);
        return Message(Direction.FromClient, WireProtocol.Sip, transport, transport == Transport.Udp ? 0 : 3, edited.Replace("LENGTH", $"{length}", StringComparison.Ordinal));
    }

    private void Reply(WireMessage request, int status, string reason, params (string Name, string Value)[] rows)
    {
        var response = Response(request, status, reason, "answered");
        foreach (var (name, value) in rows)
        {
            response.Header(name, value);
        }

        Record(response, request);
    }

    private void Record(SipWriter response, WireMessage request) =>
        Message(Direction.ToClient, response.Write().Octets, WireProtocol.Sip, request.Transport, request.ConnectionId);

    /// <summary>A response with what it copies from the request (RFC 3261 section 8.2.6.2).</summary>
    private static SipWriter Response(WireMessage request, int status, string reason, string tag)
    {
        var response = SipWriter.Response(status, reason);
        foreach (var name in (string[])["Via", "From", "To", "Call-ID", "CSeq"])
        {
            if (request.Sip.Header(name) is { } header)
            {
                response.Header(name, name == "To" && request.Sip.To?.Value?.Tag is null ? $"{header.Value};tag={tag}" : header.Value);
            }
        }

        return response;
    }

    private WireMessage Message(Direction direction, WireProtocol protocol, Transport transport, int connection, string text) =>
        Message(direction, Encoding.UTF8.GetBytes(text), protocol, transport, connection);

    private WireMessage Message(Direction direction, ReadOnlyMemory<byte> octets, WireProtocol protocol, Transport transport, int connection)
    {
        Wait(0.01);
        return _recorder.Message(direction, protocol, transport, connection, Client, Core, octets);
    }

    private string Edited(string label, string text)
    {
        foreach (var (_, old, instead) in _edits.Where(it => Matches(it.Label, label) && text.Contains(it.Old, StringComparison.Ordinal)))
        {
            _used.Add(old);
            text = text.Replace(old, instead, StringComparison.Ordinal);
        }

        return text;
    }

    private static bool Matches(string wanted, string label) =>
        wanted == "*" || wanted == label || (wanted.EndsWith('.') && label.StartsWith(wanted, StringComparison.Ordinal));

    private void Wait(double seconds) => _clock.Now += TimeSpan.FromSeconds(seconds).Ticks;
}
