using System.Net;
using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements.Rfc4975;

/// <summary>A chat in which the peer sends over MSRP, made by hand.</summary>
internal sealed class PeerMessageTraces
{
    public const string Own = "msrp://192.0.2.2:2855/9di4ea6ymnnx9kgd;tcp";
    private const string Peer = "msrp://192.0.2.1:2855/9di4ea6ymnnx9kgd;tcp";
    private const string Bob = "sip:bob@im.example";
    private static readonly IPEndPoint Client = new(IPAddress.Parse("192.0.2.2"), 5060);
    private static readonly IPEndPoint Core = new(IPAddress.Parse("192.0.2.1"), 5060);
    private static readonly Declaration Declared = new(OneToOne: true, AdHoc: true, ConferenceSubscription: true, Msrp: true, Ims: true);

    private readonly HandSetClock _clock = new();
    private readonly TraceRecorder _recorder;
    private int _transactions;

    /// <summary>The chat is up, its client takes these types, and the peer's answer has this direction.</summary>
    public PeerMessageTraces(string acceptTypes = "text/plain message/cpim multipart/mixed", string direction = "sendrecv")
    {
        _recorder = new TraceRecorder(_clock);
        var invite = HandMadeMessages.InviteWith(Bob, "application/sdp", HandMadeMessages.Sdp.Replace("text/plain message/cpim", acceptTypes, StringComparison.Ordinal));
        var ok = HandMadeMessages.Ok(invite);
        _recorder.Report(new ChatStarted(_recorder.Action(new StartChat([Bob])).Number, "chat-1"));
        Sip(Direction.FromClient, invite.Octets);
        Sip(Direction.ToClient, ok.WithBody(System.Text.Encoding.UTF8.GetBytes(ok.Body.Text(ok.Octets).Replace("sendrecv", direction, StringComparison.Ordinal))).Octets);
        Sip(Direction.FromClient, HandMadeMessages.InDialog("ACK", ok).Octets);
        _recorder.Connection(ConnectionChange.Opened, Direction.FromClient, Transport.Tcp, 1, new IPEndPoint(Client.Address, 40001), new IPEndPoint(Core.Address, 2855));
        ClientSends("client-message-01", "Hello");
    }

    private string Last => $"tran{_transactions:0000}";

    /// <summary>The peer sends a SEND, which the client answers with this status; with none if it is 0.</summary>
    public PeerMessageTraces PeerSends(int status, string body = "Hi there", string message = "peer-message-001", string? range = null, char flag = '$', string type = "text/plain", string to = Own, params IReadOnlyList<(string Name, string Value)> fields)
    {
        _transactions++;
        var writer = MsrpWriter.Request(Last, "SEND", to, Peer).Header("Message-ID", message).Header("Byte-Range", range ?? $"1-{body.Length}/{body.Length}");
        foreach (var (name, value) in fields)
        {
            writer.Header(name, value);
        }

        Msrp(Direction.ToClient, writer.Body(type, System.Text.Encoding.UTF8.GetBytes(body)).Write(flag));
        return Answers(status);
    }

    /// <summary>The peer sends a request of another method.</summary>
    public PeerMessageTraces PeerAsks(string method, int status, params IReadOnlyList<(string Name, string Value)> fields)
    {
        _transactions++;
        var writer = MsrpWriter.Request(Last, method, Own, Peer);
        foreach (var (name, value) in fields)
        {
            writer.Header(name, value);
        }

        Msrp(Direction.ToClient, writer.Write());
        return Answers(status);
    }

    public PeerMessageTraces ClientSends(string message, string body)
    {
        _transactions++;
        Msrp(Direction.FromClient, MsrpWriter.Request(Last, "SEND", Peer, Own).Header("Message-ID", message).Header("Byte-Range", $"1-{body.Length}/{body.Length}").Body("text/plain", System.Text.Encoding.UTF8.GetBytes(body)).Write());
        Msrp(Direction.ToClient, MsrpWriter.Response(Last, 200, "OK", Own, Peer).Write());
        return this;
    }

    public PeerMessageTraces ClientReports(string message, string status) =>
        ClientReports(0, ("Message-ID", message), ("Byte-Range", "1-5/5"), ("Status", status));

    /// <summary>The client sends a REPORT with these fields, and a body if it is to have one.</summary>
    public PeerMessageTraces ClientReports(int length, params IReadOnlyList<(string Name, string Value)> fields)
    {
        _transactions++;
        var writer = MsrpWriter.Request(Last, "REPORT", Peer, Own);
        foreach (var (name, value) in fields)
        {
            writer.Header(name, value);
        }

        Msrp(Direction.FromClient, (length == 0 ? writer : writer.Body("text/plain", new byte[length])).Write());
        return this;
    }

    public PeerMessageTraces Passes(double seconds)
    {
        _clock.Now += TimeSpan.FromSeconds(seconds).Ticks;
        return this;
    }

    public PeerMessageTraces Shows(params IReadOnlyList<string> bodies)
    {
        foreach (var body in bodies)
        {
            _recorder.Report(new MessageReceived("chat-1", "text/plain", body));
        }

        return this;
    }

    public PeerMessageTraces Says(Report report)
    {
        _recorder.Report(report);
        return this;
    }

    public PeerMessageTraces Does(UserRequest request)
    {
        _recorder.Action(request);
        return this;
    }

    public PeerMessageTraces Closes()
    {
        _recorder.Connection(ConnectionChange.Closed, Direction.FromClient, Transport.Tcp, 1, new IPEndPoint(Client.Address, 40001), new IPEndPoint(Core.Address, 2855));
        return this;
    }

    public Verdict By(string id, string? interruption = null) => Judged.By(id, _recorder.Seal(
        "hand-made",
        new Provisioning("hand-made", HandMadeTrace.Own, "im.example", "sip:192.0.2.1:5060;transport=udp;lr", HandMadeTrace.Factory, 3, Declared, "alice", "secret"),
        interruption)).Verdict;

    private PeerMessageTraces Answers(int status)
    {
        if (status != 0)
        {
            Msrp(Direction.FromClient, MsrpWriter.Response(Last, status, null, Peer, Own).Write());
        }

        return this;
    }

    private void Sip(Direction direction, ReadOnlyMemory<byte> octets) => _recorder.Message(direction, WireProtocol.Sip, Transport.Udp, 0, Client, Core, octets);

    private void Msrp(Direction direction, MsrpMessage message)
    {
        _clock.Now += TimeSpan.FromSeconds(0.1).Ticks;
        _recorder.Message(direction, WireProtocol.Msrp, Transport.Tcp, 1, Client, Core, message.Octets);
    }
}
