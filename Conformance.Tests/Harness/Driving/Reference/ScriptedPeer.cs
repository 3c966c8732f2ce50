using System.Net;
using System.Text;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>
/// What the client talks to: proxy, registrar, answering user and MSRP endpoint in one, each answer of which a test can
/// replace. It keeps no transactions and repeats nothing by itself.
/// </summary>
internal sealed class ScriptedPeer : IDisposable
{
    private const string MsrpSession = "peersession01";
    private readonly Action _wake;
    private readonly SipEnd _sip;
    private readonly MsrpEnd _msrp;
    private readonly INetwork _network;
    private readonly List<TaskCompletionSource> _bound = [];

    public ScriptedPeer(INetwork network, IPAddress address, Action wake)
    {
        _wake = wake;
        _network = network;
        _sip = new SipEnd(network, new IPEndPoint(address, 5060), this);
        _msrp = new MsrpEnd(network, new IPEndPoint(address, 2855), this);
        OnRegister = (request, hop) =>
        {
            if (request.Header("Authorization") is null)
            {
                Reply(request, hop, 401, "Unauthorized", ("WWW-Authenticate", Challenge));
            }
            else
            {
                Reply(request, hop, 200, "OK", [("Contact", request.Header("Contact")!.Value + ";expires=3600"), .. RegisterHeaders]);
            }
        };
        OnInvite = (request, hop) =>
        {
            Reply(request, hop, 100, "Trying");
            Reply(request, hop, 180, "Ringing");
            Accept(request, hop);
        };
    }

    public const string Challenge = "Digest realm=\"im.example\", nonce=\"n1\", algorithm=MD5, qop=\"auth\", opaque=\"o1\"";

    public IPEndPoint Address => _sip.Port.Local;

    public IPEndPoint MsrpAddress => _msrp.Port.Local;

    public string Path => $"msrp://{MsrpAddress}/{MsrpSession};tcp";

    /// <summary>Further header fields of the 200 to REGISTER.</summary>
    public List<(string Name, string Value)> RegisterHeaders { get; } = [];

    /// <summary>Header fields of the 200 to INVITE.</summary>
    public List<(string Name, string Value)> InviteHeaders { get; set; } = [("Contact", "<sip:chat@192.0.2.1:5060>"), ("Allow", "INVITE, ACK, CANCEL, BYE")];

    /// <summary>The session description of the 200 to INVITE; null for none.</summary>
    public Func<string?>? Description { get; set; }

    public Action<SipMessage, Hop> OnRegister { get; set; }

    public Action<SipMessage, Hop> OnInvite { get; set; }

    public Action<SipMessage, Hop>? OnBye { get; set; }

    public Action<SipMessage, Hop>? OnCancel { get; set; }

    public Action<SipMessage, Hop>? OnSubscribe { get; set; }

    /// <summary>What a SEND is answered with; null for nothing.</summary>
    public Func<MsrpMessage, int?> OnSend { get; set; } = _ => 200;

    public List<(SipMessage Message, Hop Hop)> Sip { get; } = [];

    public List<(MsrpMessage Message, int ConnectionId)> Msrp { get; } = [];

    public IEnumerable<SipMessage> Requests(string method) => Sip.Select(it => it.Message).Where(it => it.Method == method);

    public IEnumerable<MsrpMessage> Sends => Msrp.Select(it => it.Message).Where(it => it.Method == "SEND");

    public IEnumerable<MsrpMessage> MsrpResponses => Msrp.Select(it => it.Message).Where(it => !it.IsRequest);

    /// <summary>The hop that the first request of this method came by.</summary>
    public Hop HopOf(string method) => Sip.First(it => it.Message.Method == method).Hop;

    /// <summary>The connection on which the client's session is.</summary>
    public int Connection => Msrp[0].ConnectionId;

    /// <summary>Waits for the first MSRP message of the client.</summary>
    public Task Bound()
    {
        var bound = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bound.Add(bound);
        Wake();
        return bound.Task;
    }

    public void Reply(SipMessage request, Hop hop, int statusCode, string reason, params IEnumerable<(string Name, string Value)> headers) =>
        Send(Headed(request, hop, statusCode, reason, "peertag", headers).Write(), hop);

    public static SipWriter Headed(SipMessage request, Hop hop, int statusCode, string reason, string tag, params IEnumerable<(string Name, string Value)> headers)
    {
        var writer = SipReply.To(request, hop, statusCode, reason, statusCode == 100 ? null : tag);
        foreach (var (name, value) in headers)
        {
            writer.Header(name, value);
        }

        return writer;
    }

    /// <summary>The 200 to an INVITE.</summary>
    public void Accept(SipMessage request, Hop hop, string tag = "peertag") => Send(Acceptance(request, hop, tag), hop);

    public SipMessage Acceptance(SipMessage request, Hop hop, string tag = "peertag")
    {
        var writer = Headed(request, hop, 200, "OK", tag, InviteHeaders);
        var description = Description is null ? Answer() : Description();
        return (description is null ? writer : writer.Body("application/sdp", Encoding.UTF8.GetBytes(description))).Write();
    }

    public string Answer(string media = "TCP/MSRP", int? port = null, string? path = null, string acceptTypes = "text/plain message/cpim", string more = "a=sendrecv\r\n") =>
        $"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=message {port ?? MsrpAddress.Port} {media} *\r\n"
        + $"a=accept-types:{acceptTypes}\r\na=path:{path ?? Path}\r\n{more}";

    /// <summary>A request of the peer in the dialog of the first INVITE.</summary>
    public void Request(string method, uint sequence, string branch, (string Name, string Value)[]? headers = null, string? description = null, string? toTag = null)
    {
        var (invite, hop) = Sip.First(it => it.Message.Method == "INVITE");
        var from = invite.Header("To")!.Value + ";tag=peertag";
        var to = toTag is null ? invite.Header("From")!.Value : $"<{Bench.Alice}>;tag={toTag}";
        var writer = SipWriter.Request(method, invite.Contacts[0].Value!.Uri.Text)
            .Header("Via", $"SIP/2.0/UDP {Address};branch=z9hG4bK{branch};rport")
            .Header("Max-Forwards", "70")
            .Header("From", from)
            .Header("To", to)
            .Header("Call-ID", invite.CallId!)
            .Header("CSeq", $"{sequence} {method}");
        foreach (var (name, value) in headers ?? [])
        {
            writer.Header(name, value);
        }

        var client = invite.Contacts[0].Value!.Uri as SipUri;
        var target = new IPEndPoint(IPAddress.Parse(client!.Host), client.Port!.Value);
        Send((description is null ? writer : writer.Body("application/sdp", Encoding.UTF8.GetBytes(description))).Write(), new Hop(Transport.Udp, target));
    }

    /// <summary>The client's answer to a request with this branch.</summary>
    public SipMessage? ResponseTo(string branch) =>
        Sip.Select(it => it.Message).LastOrDefault(it => !it.IsRequest && it.Vias[0].Value?.Branch == "z9hG4bK" + branch);

    public async void Send(SipMessage message, Hop hop) => await _sip.Port.SendAsync(message.Octets, hop);

    public void SendMsrp(MsrpMessage message, int? connection = null) => _msrp.Port.Send(connection ?? Connection, message.Octets);

    /// <summary>A SEND of the peer in the client's session.</summary>
    public void SendMessage(string transactionId, string messageId, string body, string contentType = "text/plain", char flag = '$', string? range = null, params IEnumerable<(string Name, string Value)> headers)
    {
        var writer = MsrpWriter.Request(transactionId, "SEND", ClientPath, Path).Header("Message-ID", messageId);
        if (range is not null)
        {
            writer.Header("Byte-Range", range);
        }

        foreach (var (name, value) in headers)
        {
            writer.Header(name, value);
        }

        SendMsrp(writer.Body(contentType, Encoding.UTF8.GetBytes(body)).Write(flag));
    }

    public string ClientPath => Msrp[0].Message.Header("From-Path")!.Value;

    public MsrpMessage? MsrpResponseTo(string transactionId) => MsrpResponses.FirstOrDefault(it => it.TransactionId == transactionId);

    /// <summary>Opens a connection to the client's own MSRP port and says something on it.</summary>
    public async Task<int> ConnectMsrp(IPEndPoint client) => await _msrp.Port.ConnectAsync(client);

    public void CloseMsrp() => _msrp.Port.Close(Connection);

    /// <summary>Nothing listens for SIP over TCP any more; datagrams still come.</summary>
    public void RefuseTcp()
    {
        _sip.Dispose();
        _sip.OnlyDatagrams(_network);
    }

    public void Dispose()
    {
        _sip.Dispose();
        _msrp.Dispose();
    }

    private void Take(SipMessage message, Hop hop)
    {
        Sip.Add((message, hop));
        switch (message.Method)
        {
            case "REGISTER":
                OnRegister(message, hop);
                break;
            case "INVITE":
                OnInvite(message, hop);
                break;
            case "BYE":
                (OnBye ?? ((request, to) => Reply(request, to, 200, "OK")))(message, hop);
                break;
            case "SUBSCRIBE":
                OnSubscribe?.Invoke(message, hop);
                break;
            case "PRACK":
                Reply(message, hop, 200, "OK");
                break;
            case "CANCEL":
                Reply(message, hop, 200, "OK");
                OnCancel?.Invoke(message, hop);
                break;
        }

        Wake();
    }

    private void Take(MsrpMessage message, Hop hop)
    {
        Msrp.Add((message, hop.ConnectionId));
        if (message.Method == "SEND" && OnSend(message) is { } status)
        {
            SendMsrp(
                MsrpWriter.Response(message.TransactionId, status, null, message.Header("From-Path")!.Value, message.Header("To-Path")!.Value.Split(' ')[0]).Write(),
                hop.ConnectionId);
        }

        Wake();
    }

    private void Wake()
    {
        if (Msrp.Count > 0)
        {
            _bound.ForEach(it => it.TrySetResult());
            _bound.Clear();
        }

        _wake();
    }

    private sealed class SipEnd : IPortUser<SipMessage>, IDisposable
    {
        private readonly ScriptedPeer _peer;
        private readonly IPEndPoint _listen;

        public SipEnd(INetwork network, IPEndPoint listen, ScriptedPeer peer)
        {
            _peer = peer;
            _listen = listen;
            Port = new SipPort(network, listen, new ConnectionNumbers(), this);
        }

        public SipPort Port { get; private set; }

        public void OnlyDatagrams(INetwork network) => network.BindDatagram(
            _listen,
            (remote, octets) => OnMessage(SipMessage.Parse(octets), new Hop(Transport.Udp, remote), _listen));

        public void OnMessage(SipMessage message, Hop source, IPEndPoint local) => _peer.Take(message, source);

        public void OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local)
        {
        }

        public void OnConnection(StreamChange change)
        {
        }

        public void Dispose() => Port.Dispose();
    }

    private sealed class MsrpEnd : IPortUser<MsrpMessage>, IDisposable
    {
        private readonly ScriptedPeer _peer;

        public MsrpEnd(INetwork network, IPEndPoint listen, ScriptedPeer peer)
        {
            _peer = peer;
            Port = new MsrpPort(network, listen, new ConnectionNumbers(), this);
        }

        public MsrpPort Port { get; }

        public void OnMessage(MsrpMessage message, Hop source, IPEndPoint local) => _peer.Take(message, source);

        public void OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local)
        {
        }

        public void OnConnection(StreamChange change)
        {
        }

        public void Dispose() => Port.Dispose();
    }
}
