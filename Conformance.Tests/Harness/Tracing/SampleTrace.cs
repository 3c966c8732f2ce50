using System.Net;
using System.Text;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Tracing;

/// <summary>Traces that hold one of everything that can happen.</summary>
internal static class SampleTrace
{
    public static readonly IPEndPoint Client = IPEndPoint.Parse("192.0.2.10:5070");
    public static readonly IPEndPoint Core = IPEndPoint.Parse("192.0.2.1:5060");
    public static readonly IPEndPoint ClientMsrp = IPEndPoint.Parse("[2001:db8::10]:49152");
    public static readonly IPEndPoint CoreMsrp = IPEndPoint.Parse("[2001:db8::1]:2855");

    public static Provisioning Provisioning { get; } = new(
        "Acme IM",
        "sip:alice@im.example",
        "im.example",
        "sip:192.0.2.1:5060;transport=udp;lr",
        "sip:im-factory@im.example",
        5,
        new Declaration(OneToOne: true, AdHoc: true, ConferenceSubscription: false, Msrp: true, Ims: false),
        "alice",
        "sécret\"",
        new ClientTimers(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10)),
        "register shutdown");

    public static Trace Whole { get; } = Of(
        "one-to-one chat",
        new UserAction(1, Milliseconds(0), new Register()),
        new ClientReport(2, Milliseconds(1), new Done(1)),
        new UserAction(3, Milliseconds(2), new StartChat(["sip:bob@im.example", "tel:+4412"])),
        Udp(4, Direction.FromClient, Sip("OPTIONS sip:im.example SIP/2.0")),
        Udp(5, Direction.ToClient, Sip("SIP/2.0 200 OK")),
        new ClientReport(6, Milliseconds(6), new ChatStarted(3, "chat-1")),
        Connection(7, ConnectionChange.Opened),
        Msrp(8, Direction.FromClient, Request("abcd").Write().Octets),
        Msrp(9, Direction.ToClient, MsrpWriter.Response("abcd", 200, "OK", "msrp://b:1/s;tcp", "msrp://a:1/s;tcp").Write().Octets),
        new UserAction(10, Milliseconds(10), new SendMessage("chat-1", "text/plain", "Grüße\n\t\"1\" \\ <b>")),
        Msrp(11, Direction.FromClient, Request("efgh").Body("image/png", [0x89, 0, 0xFF, 13, 10]).Write().Octets),
        Msrp(12, Direction.FromClient, Request("ijkl").Body("text/plain", Encoding.ASCII.GetBytes(new string('x', 70_000))).Write().Octets),
        new UserAction(13, Milliseconds(13), new DescribeChat("chat-1")),
        new ClientReport(14, Milliseconds(14), new ChatDescribed(13, "chat-1", "up", null, ["INVITE"], null, ["members"])),
        new UserAction(15, Milliseconds(15), new SubscribeConference("chat-1")),
        new ClientReport(16, Milliseconds(16), new Unsupported(15)),
        new UserAction(17, Milliseconds(17), new EndChat("chat-1")),
        new ClientReport(18, Milliseconds(18), new Refused(17, "no")),
        Connection(19, ConnectionChange.Closed),
        Connection(20, ConnectionChange.Refused, id: 2),
        Connection(21, ConnectionChange.Opened, id: 3),
        Connection(22, ConnectionChange.Reset, id: 3),
        new ClientReport(23, Milliseconds(23), new UserNotified("chatFailed", "")),
        new ClientReport(24, Milliseconds(24), new ChatEstablished("chat-1")),
        new ClientReport(25, Milliseconds(25), new ChatEnded("chat-1")),
        new ClientReport(26, Milliseconds(26), new MessageReceived("chat-1", "text/plain", "hi\r\n")),
        new ClientReport(27, Milliseconds(27), new ClientFault("line 3: \u0000")),
        new UserAction(28, TimeSpan.MaxValue, new Deregister()));

    /// <summary>One line of header and two short events.</summary>
    public static Trace Small { get; } = Of(
        "register",
        new UserAction(1, TimeSpan.Zero, new Register()),
        new WireMessage(2, TimeSpan.FromTicks(1), Direction.FromClient, WireProtocol.Sip, Transport.Udp, 0, Client, Core, "a\r\n"u8.ToArray()));

    public static Trace Of(string scenario, params TraceEvent[] events) => new(scenario, Provisioning, events, null);

    public static WireMessage Udp(int number, Direction direction, ReadOnlyMemory<byte> octets) =>
        new(number, Milliseconds(number), direction, WireProtocol.Sip, Transport.Udp, 0, Client, Core, octets);

    public static WireMessage Msrp(int number, Direction direction, ReadOnlyMemory<byte> octets) =>
        new(number, Milliseconds(number), direction, WireProtocol.Msrp, Transport.Tcp, 1, ClientMsrp, CoreMsrp, octets);

    public static WireMessage SipOverTcp(int number, int connection, Direction direction, ReadOnlyMemory<byte> octets) =>
        new(number, Milliseconds(number), direction, WireProtocol.Sip, Transport.Tcp, connection, Client, Core, octets);

    public static Connection Connection(int number, ConnectionChange change, int id = 1) => new(
        number,
        Milliseconds(number),
        change,
        Direction.FromClient,
        Transport.Tcp,
        id,
        new IPEndPoint(ClientMsrp.Address, ClientMsrp.Port + id - 1),
        CoreMsrp);

    public static byte[] Sip(string startLine) => Encoding.ASCII.GetBytes(
        $"{startLine}\r\nVia: SIP/2.0/UDP 192.0.2.10:5070;branch=z9hG4bK1\r\nFrom: <sip:alice@im.example>;tag=1\r\nTo: <sip:im.example>\r\n"
        + "Call-ID: 1@192.0.2.10\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");

    /// <summary>Two events are the same when every value is, octets and lists included.</summary>
    public static bool AreSame(TraceEvent one, TraceEvent other) => (one, other) switch
    {
        (WireMessage left, WireMessage right) =>
            left.Octets.Span.SequenceEqual(right.Octets.Span) && left with { Octets = default } == right with { Octets = default },
        (UserAction { Request: StartChat left }, UserAction { Request: StartChat right }) =>
            (one.Number, one.At) == (other.Number, other.At) && left.Invitees.SequenceEqual(right.Invitees),
        (ClientReport { Report: ChatDescribed left }, ClientReport { Report: ChatDescribed right }) =>
            (one.Number, one.At) == (other.Number, other.At)
            && AreSame(left.SupportedMethods, right.SupportedMethods)
            && AreSame(left.Members, right.Members)
            && AreSame(left.LeftOut, right.LeftOut)
            && left with { SupportedMethods = null, Members = null, LeftOut = null } == right with { SupportedMethods = null, Members = null, LeftOut = null },
        _ => one == other,
    };

    private static bool AreSame(IReadOnlyList<string>? one, IReadOnlyList<string>? other) =>
        one is null || other is null ? one is null && other is null : one.SequenceEqual(other);

    private static MsrpWriter Request(string id) =>
        MsrpWriter.Request(id, "SEND", "msrp://a:1/s;tcp", "msrp://b:1/s;tcp").Header("Message-ID", "m" + id);

    private static TimeSpan Milliseconds(int number) => TimeSpan.FromMilliseconds(number);
}
