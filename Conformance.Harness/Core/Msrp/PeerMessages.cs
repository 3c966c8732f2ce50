using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Core.Msrp;

/// <summary>Carries out what the peer sends in one session: one request after the other.</summary>
/// <param name="core">The core.</param>
/// <param name="policy">What is sent.</param>
/// <param name="clientPath">The path that the client gave.</param>
/// <param name="path">The core's own.</param>
/// <param name="accepts">Whether the client takes a media type.</param>
/// <param name="send">Sends on the session's connection.</param>
internal sealed class PeerMessages(CoreServices core, MsrpPolicy policy, string clientPath, string path, Func<string, bool> accepts, Action<MsrpMessage> send)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Queue<PlannedRequest> _plan = new(policy.Requests);
    private readonly Dictionary<string, string> _messageIds = [];
    private IDisposable? _wait;
    private string? _awaited;
    private bool _hasBegun;

    /// <summary>The Message-ID of the client's last message; what is about it waits for one.</summary>
    private string? _clientMessage;

    /// <summary>Begins, once.</summary>
    public void Begin()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            Continue();
        }
    }

    /// <summary>The client has sent the last octets of a message with content.</summary>
    public void OnMessage(string messageId)
    {
        _clientMessage = messageId;
        if (_hasBegun && _wait is null)
        {
            Continue();
        }
    }

    /// <summary>A response of the client, which what comes next may have waited for.</summary>
    public void OnResponse(MsrpMessage response)
    {
        if (response.TransactionId == _awaited)
        {
            _wait?.Dispose();
            Continue();
        }
    }

    /// <summary>Nothing more is sent: the session is over.</summary>
    public void Stop()
    {
        _plan.Clear();
        _wait?.Dispose();
    }

    private void Continue()
    {
        (_wait, _awaited) = (null, null);
        while (_plan.TryPeek(out var left) && left is { IsOnlyIfAccepted: true, ContentType: { } type } && !accepts(type))
        {
            _plan.Dequeue();
        }

        if (_plan.TryPeek(out var next) && !(next.IsAboutClient && _clientMessage is null))
        {
            _plan.Dequeue();
            _wait = core.Loop.After(Pause, () => Send(next));
        }
    }

    private void Send(PlannedRequest request)
    {
        var id = MsrpTransactions.Fresh(core.Identifiers, request.Octets);
        var writer = MsrpWriter.Request(id, request.Method, request.To(clientPath), path);
        if (request.Method is "SEND" or "REPORT")
        {
            var length = request.Octets.Length;
            writer.Header("Message-ID", MessageId(request)).Header("Byte-Range", request.Range ?? (request.IsAboutClient ? "1-*/*" : $"1-{length}/{length}"));
        }

        foreach (var (name, value) in request.Headers)
        {
            writer.Header(name, value);
        }

        _awaited = id;
        _wait = core.Loop.After(request.Wait, Continue);
        send((request.ContentType is null ? writer : writer.Body(request.ContentType, request.Octets)).Write(request.Flag));
    }

    private string MessageId(PlannedRequest request)
    {
        if (request is { IsAboutClient: true } && _clientMessage is { } about)
        {
            return about;
        }

        var fresh = core.Identifiers.Next(16);
        return request.Message is null ? fresh
            : _messageIds.TryGetValue(request.Message, out var known) ? known
            : _messageIds[request.Message] = fresh;
    }
}
