using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Driving.Reference;

/// <summary>One MSRP session of the client: the connection that carries it, what it sends and what it receives (RFC 4975).</summary>
internal sealed class MsrpClient
{
    private readonly MsrpEndpoint _endpoint;
    private readonly Identifiers _identifiers;
    private readonly string _localUri;
    private readonly MsrpUri _local;
    private readonly MsrpSender _sender;
    private readonly MsrpReceiver _receiver = new();
    private readonly Dictionary<string, string> _types = [];
    private readonly HashSet<string> _refused = new(StringComparer.OrdinalIgnoreCase);
    private RemoteSession _remote;
    private bool _awaitsConnection;
    private bool _isSilent;

    public MsrpClient(EventLoop loop, MsrpEndpoint endpoint, Identifiers identifiers, string localUri, RemoteSession remote)
    {
        _endpoint = endpoint;
        _identifiers = identifiers;
        _localUri = localUri;
        _local = MsrpUri.Parse(localUri).Value!;
        _remote = remote;
        _sender = new MsrpSender(loop, identifiers, localUri, endpoint.ResponseTimeout, Send);
        _sender.Failed = OnSendFailed;
        endpoint.Add(this);
    }

    /// <summary>The number of the connection that carries the session; null while there is none.</summary>
    public int? ConnectionId { get; private set; }

    public RemoteSession Remote => _remote;

    /// <summary>A whole message of the peer, once: its Content-Type and its octets.</summary>
    public Action<string, byte[]>? Received { get; set; }

    /// <summary>A message of the user that the peer did not get, and why.</summary>
    public Action<string>? MessageFailed { get; set; }

    /// <summary>The session can no longer be used, and why.</summary>
    public Action<string>? Lost { get; set; }

    /// <summary>Whether the URI is the client's own of this session (RFC 4975 section 6.1).</summary>
    public bool Is(MsrpUri uri) => _local.IsEquivalentTo(uri);

    /// <summary>Whether the URI is one of either side of this session.</summary>
    public bool IsNamedBy(MsrpUri uri) => Is(uri) || _remote.Path.Split(' ').Contains(uri.Text);

    /// <summary>Connects to the peer and binds the connection to the session with a first SEND (RFC 4975 section 5.4).</summary>
    /// <exception cref="IOException">The connection was refused.</exception>
    public async Task ConnectAsync()
    {
        ConnectionId = await _endpoint.ConnectAsync(_remote.Target) ?? ConnectionId;
        if (_isSilent)
        {
            Close();
        }
        else
        {
            _sender.SendEmpty(_remote.Path);
        }
    }

    /// <summary>Whether the connection carries this session. One that the peer opened is taken on where it is due.</summary>
    public bool Owns(int connectionId)
    {
        if (_awaitsConnection && ConnectionId is { } old && old != connectionId)
        {
            _endpoint.Close(old);
            ConnectionId = null;
        }

        ConnectionId ??= connectionId;
        _awaitsConnection = _awaitsConnection && ConnectionId != connectionId;
        return ConnectionId == connectionId;
    }

    /// <summary>A new description of the peer. With another path, the peer as the offerer connects (RFC 4975 section 8.5).</summary>
    public void Update(RemoteSession remote)
    {
        _awaitsConnection = remote.Path != _remote.Path;
        _remote = remote;
    }

    public void SendMessage(string contentType, byte[] body) => _types[_sender.Send(_remote.Path, contentType, body)] = contentType;

    /// <summary>Whether the peer has answered such a type with 415: it is not sent again (RFC 4975 section 10.6).</summary>
    public bool IsRefused(string contentType) => _refused.Contains(RemoteSession.TypeOf(contentType));

    public void OnRequest(MsrpMessage request)
    {
        var outcome = _receiver.Take(request);
        if (MsrpReplies.Response(request, outcome.Status, outcome.Comment) is { } response)
        {
            Send(response);
        }

        if (outcome.Failure is { } failure)
        {
            OnSendFailed(request.MessageId ?? "", failure.Status, failure.Text);
        }

        if (outcome.Length is { } length && request.Header("Success-Report")?.Value == "yes")
        {
            Send(MsrpReplies.SuccessReport(request, _identifiers.Next(16), _localUri, length));
        }

        if (outcome.Message is { } message)
        {
            Received?.Invoke(message.ContentType, message.Body);
        }
    }

    public void OnResponse(MsrpMessage response) => _sender.OnResponse(response);

    public void ConnectionLost() => Lost?.Invoke("the MSRP connection was lost");

    /// <summary>No more media: what BYE means (RFC 3261 section 15.1.1).</summary>
    public void Silence()
    {
        _isSilent = true;
        Lost = null;
        MessageFailed = null;
        Received = null;
        _sender.Stop();
    }

    public void Close()
    {
        Silence();
        _endpoint.Remove(this);
        if (ConnectionId is { } open)
        {
            _endpoint.Close(open);
        }
    }

    private void OnSendFailed(string messageId, int status, string text)
    {
        if (status == 415 && _types.TryGetValue(messageId, out var type))
        {
            _refused.Add(RemoteSession.TypeOf(type));
        }

        MessageFailed?.Invoke(text);
        if (status is 481 or 506)
        {
            // RFC 4975 sections 10.8 and 10.11: the session is of no more use.
            Lost?.Invoke($"the peer answered {status} to a message");
        }
    }

    private void Send(MsrpMessage message) => _endpoint.Send(ConnectionId, message);
}
