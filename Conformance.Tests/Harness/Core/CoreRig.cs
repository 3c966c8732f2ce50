using System.Net;
using System.Text;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

/// <summary>
/// A fake core on a network in memory, and a client without any mind of its own: it sends the octets it is told to and
/// keeps what comes back.
/// </summary>
internal sealed class CoreRig : IPortUser<SipMessage>, IPortUser<MsrpMessage>
{
    public const string Factory = "sip:im-factory@im.example";
    private static readonly IPEndPoint CoreAddress = IPEndPoint.Parse("192.0.2.1:5060");
    private readonly Inbox<SipMessage> _sip = new();
    private readonly Inbox<MsrpMessage> _msrp = new();
    private SipPort _port = null!;
    private MsrpPort _msrpPort = null!;
    private int _branches;

    private CoreRig(Behaviour behaviour)
    {
        Loop = new ManualEventLoop();
        Recorder = new TraceRecorder(Loop.Time);
        Options = new CoreOptions(PortPlan.With(CoreAddress), "im.example", Factory, "alice", "secret", 1, behaviour);
    }

    public ManualEventLoop Loop { get; }

    public TraceRecorder Recorder { get; }

    public CoreOptions Options { get; }

    public FakeCore Core { get; private set; } = null!;

    public IPEndPoint Client => _port.Local;

    public Hop ToCore { get; private set; }

    /// <summary>SIP messages that came and were not looked at.</summary>
    public IReadOnlyCollection<SipMessage> Unread => _sip.Unread;

    public IReadOnlyCollection<MsrpMessage> UnreadMsrp => _msrp.Unread;

    public List<StreamChange> Connections { get; } = [];

    public IEnumerable<WireMessage> Recorded => Recorder.Events.OfType<WireMessage>();

    /// <summary>Runs a script against a core and checks that nothing the core said was unsound.</summary>
    public static void Run(Func<CoreRig, Task> script, Behaviour? behaviour = null, Transport transport = Transport.Udp)
    {
        var rig = new CoreRig(behaviour ?? Behaviours.Usual);
        var network = new MemoryNetwork(rig.Loop, TimeSpan.FromMilliseconds(1));
        using var core = new FakeCore(rig.Loop, network.Host(CoreAddress.Address), rig.Options, rig.Recorder);
        rig.Core = core;
        rig.ToCore = new Hop(transport, CoreAddress);
        var host = network.Host(IPAddress.Parse("192.0.2.2"));
        using var port = new SipPort(host, IPEndPoint.Parse("192.0.2.2:5070"), new ConnectionNumbers(), rig);
        using var msrp = new MsrpPort(host, IPEndPoint.Parse("192.0.2.2:0"), new ConnectionNumbers(), rig);
        rig._port = port;
        rig._msrpPort = msrp;
        rig.Loop.Run(async () =>
        {
            await script(rig);
            return true;
        });
        rig.AssertCoreIsSound();
    }

    public Task Wait(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Loop.Time);

    public Task Send(SipMessage message) => _port.SendAsync(message.Octets, ToCore);

    public Task Send(string text) => _port.SendAsync(Encoding.UTF8.GetBytes(text), ToCore);

    public Task<SipMessage> Next() => _sip.Next();

    /// <summary>The next message, which has to be this response.</summary>
    public async Task<SipMessage> Next(int statusCode)
    {
        var message = await Next();
        Assert.That(message.StatusCode, Is.EqualTo(statusCode), Encoding.UTF8.GetString(message.Octets.Span));
        return message;
    }

    /// <summary>Sends a request and gives the response to it, which is the next message.</summary>
    public async Task<SipMessage> Ask(SipMessage request, int statusCode)
    {
        await Send(request);
        return await Next(statusCode);
    }

    /// <summary>A request with its mandatory fields, to which more can be added.</summary>
    public SipWriter Request(string method, string uri, string callId = "call-1", int sequence = 1, string to = "<sip:bob@im.example>") =>
        SipWriter.Request(method, uri)
            .Header("Via", $"SIP/2.0/{ToCore.Transport.ToString().ToUpperInvariant()} {Client};branch=z9hG4bK-{++_branches};rport")
            .Header("Max-Forwards", "70")
            .Header("From", "<sip:alice@im.example>;tag=from-1")
            .Header("To", to)
            .Header("Call-ID", callId)
            .Header("CSeq", $"{sequence} {method}");

    public SipWriter Invite(string uri = "sip:bob@im.example", string callId = "call-1") =>
        Request("INVITE", uri, callId).Header("Contact", $"<sip:alice@{Client}{(ToCore.Transport == Transport.Tcp ? ";transport=tcp" : "")}>");

    /// <summary>A request in the dialog that a 200 began.</summary>
    public SipWriter InDialog(string method, SipMessage success, int sequence)
    {
        var contact = success.Contacts.Select(it => it.Value!.Uri.Text).FirstOrDefault() ?? "sip:bob@im.example";
        return Request(method, contact, success.CallId!, sequence, success.Header("To")!.Value);
    }

    public static string Offer(string more = "", string acceptTypes = "text/plain message/cpim") =>
        $"""
        v=0
        o=- 1 1 IN IP4 192.0.2.2
        s=-
        c=IN IP4 192.0.2.2
        t=0 0
        m=message 7394 TCP/MSRP *
        a=accept-types:{acceptTypes}
        a=path:msrp://192.0.2.2:7394/client;tcp
        a=sendrecv

        """.ReplaceLineEndings("\r\n") + more;

    /// <summary>Sets up a chat and gives the 200.</summary>
    public async Task<SipMessage> Chat(string callId = "call-1", string? offer = null)
    {
        await Send(Invite(callId: callId).Body("application/sdp", Encoding.UTF8.GetBytes(offer ?? Offer())).Write());
        await Next(180);
        var success = await Next(200);
        await Send(InDialog("ACK", success, 1).Write());
        return success;
    }

    /// <summary>Connects to the MSRP path in a 200 and gives the connection's number and that path.</summary>
    public async Task<(int Connection, string Path)> Connect(SipMessage success)
    {
        var path = Path(success);
        var uri = MsrpUri.Parse(path.Split(' ')[0]).Value!;
        return (await _msrpPort.ConnectAsync(new IPEndPoint(IPAddress.Parse(uri.Host), uri.Port!.Value)), path);
    }

    public static string Path(SipMessage success)
    {
        var description = success.BodyPart("application/sdp")!.Content.Text(success.Octets);
        return description.Split("a=path:")[1].Split("\r\n")[0];
    }

    public void Send(int connection, MsrpMessage message) => _msrpPort.Send(connection, message.Octets);

    public void CloseMsrp(int connection) => _msrpPort.Close(connection);

    public Task<MsrpMessage> NextMsrp() => _msrp.Next();

    void IPortUser<SipMessage>.OnMessage(SipMessage message, Hop source, IPEndPoint local) => _sip.Add(message);

    void IPortUser<MsrpMessage>.OnMessage(MsrpMessage message, Hop source, IPEndPoint local) => _msrp.Add(message);

    void IPortUser<SipMessage>.OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local)
    {
    }

    void IPortUser<MsrpMessage>.OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local)
    {
    }

    void IPortUser<SipMessage>.OnConnection(StreamChange change) => Connections.Add(change);

    void IPortUser<MsrpMessage>.OnConnection(StreamChange change) => Connections.Add(change);

    private void AssertCoreIsSound()
    {
        foreach (var message in Recorded.Where(it => !it.IsFromClient))
        {
            var text = Encoding.UTF8.GetString(message.Octets.Span);
            Assert.That(message.IsSip ? message.Sip.Inspect() : message.Msrp.Defects, Is.Empty, text);
            if (message.IsSip && message.Sip.BodyPart("application/sdp") is { } part)
            {
                Assert.That(Conformance.Harness.Wire.Sdp.SdpDescription.Parse(message.Octets, part.Content).Defects, Is.Empty, text);
            }
        }
    }

    /// <summary>Messages in the order in which they came, for whoever waits.</summary>
    private sealed class Inbox<T>
    {
        private readonly Queue<T> _messages = new();
        private TaskCompletionSource? _waiting;

        public IReadOnlyCollection<T> Unread => _messages;

        public void Add(T message)
        {
            _messages.Enqueue(message);
            _waiting?.TrySetResult();
        }

        public async Task<T> Next()
        {
            while (_messages.Count == 0)
            {
                _waiting = new TaskCompletionSource();
                await _waiting.Task;
            }

            return _messages.Dequeue();
        }
    }
}
