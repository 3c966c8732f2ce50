using System.Net;
using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements.Rfc4975;

/// <summary>A chat in which the client sends over MSRP and the peer answers, made by hand.</summary>
internal sealed class SentMessageTraces
{
    private const string Own = "msrp://192.0.2.2:2855/9di4ea6ymnnx9kgd;tcp";
    private const string Peer = "msrp://192.0.2.1:2855/9di4ea6ymnnx9kgd;tcp";
    private const string Bob = "sip:bob@im.example";
    private static readonly IPEndPoint Client = new(IPAddress.Parse("192.0.2.2"), 5060);
    private static readonly IPEndPoint Core = new(IPAddress.Parse("192.0.2.1"), 5060);
    private static readonly Declaration Declared = new(OneToOne: true, AdHoc: true, ConferenceSubscription: true, Msrp: true, Ims: true);

    private readonly HandSetClock _clock = new();
    private readonly TraceRecorder _recorder;
    private readonly SipMessage _ok;
    private int _transactions;
    private int _connection;
    private int _sequence = 1;

    /// <summary>The chat is up; the peer's answer has these types, this path and this more, and the client's offer this more.</summary>
    public SentMessageTraces(string acceptTypes = "text/plain message/cpim", string more = "", string path = Peer, bool connects = true, string offered = "")
    {
        _recorder = new TraceRecorder(_clock);
        var invite = HandMadeMessages.InviteWith(Bob, "application/sdp", HandMadeMessages.Sdp + offered);
        _ok = HandMadeMessages.Ok(invite);
        var answer = _ok.WithBody(Encoding.UTF8.GetBytes(_ok.Body.Text(_ok.Octets).Replace("text/plain message/cpim", acceptTypes, StringComparison.Ordinal).Replace(Peer, path, StringComparison.Ordinal) + more));
        Does(new StartChat([Bob]), action => new ChatStarted(action, "chat-1"));
        Sip(Direction.FromClient, invite);
        Sip(Direction.ToClient, answer);
        Sip(Direction.FromClient, HandMadeMessages.InDialog("ACK", _ok));
        if (connects)
        {
            Connects();
        }
    }

    private string Last => $"tran{_transactions:0000}";

    /// <summary>The octets of a message/cpim with these header lines.</summary>
    public static string Wrapper(string content, params IEnumerable<string> lines) =>
        string.Concat(lines.Select(it => $"{it}\r\n")) + $"\r\nContent-Type: text/plain\r\n\r\n{content}";

    /// <summary>The client's next connection comes up, to this port of the core.</summary>
    public SentMessageTraces Connects(int port = 2855) => Connection(ConnectionChange.Opened, ++_connection, port);

    public SentMessageTraces Loses(int connection = 1) => Connection(ConnectionChange.Reset, connection);

    public SentMessageTraces Closes(int connection = 1) => Connection(ConnectionChange.Closed, connection);

    /// <summary>The client sends, over its last connection or another one.</summary>
    public SentMessageTraces Sends(string body, string message = "client-message-01", string type = "text/plain", string? range = null, char flag = '$', int? connection = null, string? failureReport = null, string to = Peer)
    {
        _transactions++;
        var octets = Encoding.UTF8.GetBytes(body);
        var writer = MsrpWriter.Request(Last, "SEND", to, Own).Header("Message-ID", message).Header("Byte-Range", range ?? $"1-{octets.Length}/{octets.Length}");
        writer = failureReport is null ? writer : writer.Header("Failure-Report", failureReport);
        return Msrp(Direction.FromClient, (octets.Length == 0 ? writer : writer.Body(type, octets)).Write(flag), connection);
    }

    /// <summary>The peer answers the last SEND.</summary>
    public SentMessageTraces Answers(int status) => Msrp(Direction.ToClient, MsrpWriter.Response(Last, status, null, Own, Peer).Write());

    /// <summary>The peer reports on a message.</summary>
    public SentMessageTraces Reports(string status, string message = "client-message-01") => Msrp(
        Direction.ToClient,
        MsrpWriter.Request("report01", "REPORT", Own, Peer).Header("Message-ID", message).Header("Byte-Range", "1-*/*").Header("Status", status).Write());

    /// <summary>The client invites in the dialog, and is answered with this path.</summary>
    public SentMessageTraces InvitesAgain(string path = Peer, string offered = "")
    {
        var invite = Again("192.0.2.2").WithAdded("Content-Type", "application/sdp").WithBody(Encoding.UTF8.GetBytes(HandMadeMessages.Sdp + offered));
        Sip(Direction.FromClient, invite);
        var ok = HandMadeMessages.Ok(invite).With("To", invite.Header("To")!.Value);
        return Sip(Direction.ToClient, ok.WithBody(Encoding.UTF8.GetBytes(ok.Body.Text(ok.Octets).Replace(Peer, path, StringComparison.Ordinal))));
    }

    /// <summary>The peer invites in the dialog with this path, or without a stream, and the client answers.</summary>
    public SentMessageTraces IsInvited(string? path, int status = 200, string answered = "")
    {
        var offer = HandMadeMessages.Sdp.Replace("192.0.2.2", "192.0.2.1", StringComparison.Ordinal);
        offer = path is null ? offer.Replace("m=message 2855", "m=message 0", StringComparison.Ordinal) : offer.Replace(Peer, path, StringComparison.Ordinal);
        var invite = Again("192.0.2.1").With("From", _ok.Header("To")!.Value).With("To", _ok.Header("From")!.Value)
            .WithAdded("Content-Type", "application/sdp").WithBody(Encoding.UTF8.GetBytes(offer));
        var answer = HandMadeMessages.Ok(invite).With("To", invite.Header("To")!.Value).WithBody(Encoding.UTF8.GetBytes(HandMadeMessages.Sdp + answered));
        Sip(Direction.ToClient, invite);
        return Sip(Direction.FromClient, status == 200 ? answer : HandMadeMessages.Refusal(invite, status).With("To", invite.Header("To")!.Value));
    }

    public SentMessageTraces Ends() => Sip(Direction.FromClient, HandMadeMessages.InDialog("BYE", _ok));

    public SentMessageTraces Does(UserRequest request, Func<int, Report>? report = null)
    {
        var action = _recorder.Action(request).Number;
        return report is null ? this : Says(report(action));
    }

    public SentMessageTraces Types(string text, Func<int, Report>? report = null) => Does(new SendMessage("chat-1", "text/plain", text), report ?? (action => new Done(action)));

    public SentMessageTraces Says(Report report)
    {
        _recorder.Report(report);
        return this;
    }

    public SentMessageTraces Passes(double seconds)
    {
        _clock.Now += TimeSpan.FromSeconds(seconds).Ticks;
        return this;
    }

    public Judgement By(string id, string? interruption = null) => By(id, out _, interruption);

    public Judgement By(string id, out Trace trace, string? interruption = null)
    {
        trace = _recorder.Seal(
            "hand-made",
            new Provisioning("hand-made", HandMadeTrace.Own, "im.example", "sip:192.0.2.1:5060;transport=udp;lr", HandMadeTrace.Factory, 3, Declared, "alice", "secret"),
            interruption);
        return Judged.By(id, trace);
    }

    private SipMessage Again(string sender)
    {
        _sequence++;
        return HandMadeMessages.InDialog("INVITE", _ok).With("CSeq", $"{_sequence} INVITE").With("Via", $"SIP/2.0/UDP {sender}:5060;branch=z9hG4bK-again-{_sequence}");
    }

    private SentMessageTraces Connection(ConnectionChange change, int connection, int port = 2855)
    {
        _recorder.Connection(change, Direction.FromClient, Transport.Tcp, connection, new IPEndPoint(Client.Address, 40000 + connection), new IPEndPoint(Core.Address, port));
        return this;
    }

    private SentMessageTraces Sip(Direction direction, SipMessage message)
    {
        _recorder.Message(direction, WireProtocol.Sip, Transport.Udp, 0, Client, Core, message.Octets);
        return this;
    }

    private SentMessageTraces Msrp(Direction direction, MsrpMessage message, int? connection = null)
    {
        var over = connection ?? _connection;
        _recorder.Message(direction, WireProtocol.Msrp, Transport.Tcp, over, new IPEndPoint(Client.Address, 40000 + over), new IPEndPoint(Core.Address, 2855), message.Octets);
        return this;
    }
}
