using System.Net;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core.Transactions;

/// <summary>A transaction layer on one host and a bare port on another: what the bare one sees, and when.</summary>
internal sealed class TransactionRig : IDisposable
{
    private readonly long _begin;

    public TransactionRig(Transport transport)
    {
        var network = new MemoryNetwork(Loop);
        NearPort = new SipPort(network.Host(IPAddress.Parse("192.0.2.1")), IPEndPoint.Parse("192.0.2.1:5060"), new ConnectionNumbers(), Near);
        FarPort = new SipPort(network.Host(IPAddress.Parse("192.0.2.2")), IPEndPoint.Parse("192.0.2.2:5060"), new ConnectionNumbers(), Far);
        ToFar = new Hop(transport, FarPort.Local);
        ToNear = new Hop(transport, NearPort.Local);
        Near.Layer = new TransactionLayer(Loop, TimerValues.Default, NearPort, Near);
        Far.Received = (message, source) => Seen.Add((Seconds, message, source));
        _begin = Loop.Time.GetTimestamp();
    }

    public ManualEventLoop Loop { get; } = new();

    public NearUser Near { get; } = new();

    public FarUser Far { get; } = new();

    public SipPort NearPort { get; }

    public SipPort FarPort { get; }

    public Hop ToFar { get; }

    public Hop ToNear { get; }

    /// <summary>What reached the far host, with the second at which it did.</summary>
    public List<(double At, SipMessage Message, Hop Source)> Seen { get; } = [];

    public double Seconds => Math.Round(Loop.Time.GetElapsedTime(_begin).TotalSeconds, 3);

    public IEnumerable<double> TimesOf(string method) => Seen.Where(it => it.Message.Method == method).Select(it => it.At);

    public IEnumerable<double> TimesOf(int status) => Seen.Where(it => it.Message.StatusCode == status).Select(it => it.At);

    public static void Run(Transport transport, Func<TransactionRig, Task> script)
    {
        using var rig = new TransactionRig(transport);
        rig.Loop.Run(async () =>
        {
            await script(rig);
            return true;
        });
    }

    public Task Wait(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Loop.Time);

    public static SipMessage Request(string method, string branch = "z9hG4bK-1", int sequence = 1) => SipWriter.Request(method, "sip:bob@im.example")
        .Header("Via", $"SIP/2.0/UDP 192.0.2.9:5060;branch={branch}")
        .Header("Route", "<sip:192.0.2.1;lr>, <sip:192.0.2.7;lr>")
        .Header("Max-Forwards", "70")
        .Header("From", "<sip:alice@im.example>;tag=a")
        .Header("To", "<sip:bob@im.example>")
        .Header("Call-ID", "call-1")
        .Header("CSeq", $"{sequence} {method}")
        .Write();

    public Task Answer(SipMessage request, int status, string tag = "b") => FarPort.SendAsync(Response(request, status, tag).Octets, ToNear);

    public static SipMessage Response(SipMessage request, int status, string tag = "b") =>
        SipReply.To(request, new Hop(Transport.Udp, IPEndPoint.Parse("192.0.2.9:5060")), status, "Text", tag).Write();

    public void Dispose()
    {
        NearPort.Dispose();
        FarPort.Dispose();
    }

    /// <summary>The side with the transactions.</summary>
    internal sealed class NearUser : IPortUser<SipMessage>, ITransactionUser
    {
        public TransactionLayer Layer { get; set; } = null!;

        public List<(ServerTransaction? Transaction, SipMessage Request)> Requests { get; } = [];

        public List<SipMessage> Strays { get; } = [];

        public void OnMessage(SipMessage message, Hop source, IPEndPoint local) => Layer.Receive(message, source);

        public void OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local)
        {
        }

        public void OnConnection(StreamChange change)
        {
        }

        public void OnRequest(ServerTransaction? transaction, SipMessage request, Hop from) => Requests.Add((transaction, request));

        public void OnStrayResponse(SipMessage response, Hop from) => Strays.Add(response);
    }

    /// <summary>The side that only watches.</summary>
    internal sealed class FarUser : IPortUser<SipMessage>
    {
        public Action<SipMessage, Hop> Received { get; set; } = (_, _) => { };

        public void OnMessage(SipMessage message, Hop source, IPEndPoint local) => Received(message, source);

        public void OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local)
        {
        }

        public void OnConnection(StreamChange change)
        {
        }
    }
}
