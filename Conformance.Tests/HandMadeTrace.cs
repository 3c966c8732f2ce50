using System.Net;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests;

/// <summary>A trace written by hand through the recorder, so that a check can be held against exactly these octets.</summary>
internal sealed class HandMadeTrace
{
    public const string Own = "sip:alice@im.example";
    public const string Factory = "sip:im-factory@im.example";

    private readonly HandSetClock _clock = new();
    private readonly TraceRecorder _recorder;
    private int _lastAction;

    public HandMadeTrace() => _recorder = new TraceRecorder(_clock);

    /// <summary>Where the client stands, unless a test moves it.</summary>
    public IPEndPoint Client { get; init; } = new(IPAddress.Parse("192.0.2.2"), 5060);

    public IPEndPoint Core { get; init; } = new(IPAddress.Parse("192.0.2.1"), 5060);

    public int Maximum { get; init; } = 3;

    public Declaration Declaration { get; init; } = new(OneToOne: true, AdHoc: true, ConferenceSubscription: true, Msrp: true, Ims: true);

    /// <summary>The user asks for a chat, and the client calls it "chat-1".</summary>
    public HandMadeTrace Asks(params IReadOnlyList<string> invitees) =>
        Does(new StartChat(invitees)).Says(action => new ChatStarted(action, "chat-1"));

    public HandMadeTrace Does(UserRequest request)
    {
        _lastAction = _recorder.Action(request).Number;
        return this;
    }

    /// <summary>The client answers the last request of the user, or says something.</summary>
    public HandMadeTrace Says(Func<int, Report> report)
    {
        _recorder.Report(report(_lastAction));
        return this;
    }

    /// <summary>Time passes.</summary>
    public HandMadeTrace Passes(TimeSpan time)
    {
        _clock.Now += time.Ticks;
        return this;
    }

    public HandMadeTrace ClientSends(params IReadOnlyList<SipMessage> messages) => Sends(Direction.FromClient, messages);

    public HandMadeTrace CoreSends(params IReadOnlyList<SipMessage> messages) => Sends(Direction.ToClient, messages);

    /// <summary>MSRP over a connection.</summary>
    public HandMadeTrace ClientSendsMsrp(ReadOnlyMemory<byte> octets, int connection = 1)
    {
        _recorder.Message(Direction.FromClient, WireProtocol.Msrp, Transport.Tcp, connection, Client, Core, octets);
        return this;
    }

    /// <summary>A connection of the client comes up or ends.</summary>
    public HandMadeTrace Connection(ConnectionChange change, int connection = 1)
    {
        _recorder.Connection(change, Direction.FromClient, Transport.Tcp, connection, Client, Core);
        return this;
    }

    public Trace Seal(string? interruption = null) => _recorder.Seal(
        "hand-made",
        new Provisioning("hand-made", Own, "im.example", "sip:192.0.2.1:5060;transport=udp;lr", Factory, Maximum, Declaration, "alice", "secret"),
        interruption);

    private HandMadeTrace Sends(Direction direction, IReadOnlyList<SipMessage> messages)
    {
        foreach (var message in messages)
        {
            _recorder.Message(direction, WireProtocol.Sip, Transport.Udp, 0, Client, Core, message.Octets);
        }

        return this;
    }
}
