using System.Globalization;
using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Core.Msrp;

/// <summary>
/// The core's end of one MSRP session: takes what the client sends, answers each text with an echo, and sends what the
/// peer says. Nothing is sent before the client's first request has shown which connection is the session's (RFC 4975
/// section 5.4).
/// </summary>
internal sealed class MsrpChat
{
    /// <summary>A longer body would have to be one that can be interrupted (RFC 4975 section 7.1).</summary>
    private const int LargestChunk = 2048;

    private const string Wrapper = CpimMessage.MediaType;
    private const string Anonymous = "<sip:anonymous@anonymous.invalid>";
    private readonly CoreServices _core;
    private readonly string _clientPath;
    private readonly IReadOnlyList<string> _acceptTypes;
    private readonly Action<int, MsrpMessage> _send;
    private readonly MsrpPolicy _policy;
    private readonly PeerMessages _peer;
    private readonly MsrpReassembly _received = new();
    private readonly Queue<(string ContentType, byte[] Body)> _waiting = new();
    private readonly Dictionary<string, int> _refused = [];
    private int _contents;

    public MsrpChat(CoreServices core, string path, string clientPath, IReadOnlyList<string> acceptTypes, MsrpPolicy policy, Action<int, MsrpMessage> send)
    {
        _core = core;
        _clientPath = clientPath;
        _acceptTypes = acceptTypes;
        _send = send;
        _policy = policy;
        Path = path;
        _peer = new PeerMessages(core, policy, clientPath, path, type => IsAcceptedByClient(type.Split(';')[0].Trim()), message => send(ConnectionId, message));
    }

    /// <summary>The URI that the core gave for this session.</summary>
    public string Path { get; }

    /// <summary>The connection that the client uses for it; 0 before the first request.</summary>
    public int ConnectionId { get; private set; }

    /// <summary>Takes a SEND of this session and gives what becomes of it; what is refused is so with each of its chunks.</summary>
    public MsrpAnswer Answer(MsrpMessage request)
    {
        var planned = request.HasBody ? _policy.Answers(++_contents) : null;
        if (planned is { Status: >= 400 and var refusal } && request.MessageId is { } refused)
        {
            _refused[refused] = refusal;
        }

        return planned
            ?? (request.MessageId is { } id && _refused.TryGetValue(id, out var status) ? new MsrpAnswer(status) : new MsrpAnswer(Status(request)));
    }

    /// <summary>Makes this connection the session's, and sends what has waited for one.</summary>
    public void Bind(int connectionId)
    {
        ConnectionId = connectionId;
        while (_waiting.TryDequeue(out var message))
        {
            Send(message.ContentType, message.Body);
        }

        _peer.Begin();
    }

    /// <summary>Takes a response to a request of the core.</summary>
    public void OnResponse(MsrpMessage response) => _peer.OnResponse(response);

    /// <summary>Nothing more is sent of the peer's own accord.</summary>
    public void Stop() => _peer.Stop();

    /// <summary>Takes a SEND that has been answered with 200.</summary>
    public void Take(MsrpMessage request)
    {
        if (_received.Take(request) is not { } whole)
        {
            return;
        }

        if (request.Header("Success-Report")?.Value.Trim() == "yes")
        {
            Report(request, whole.Length);
        }

        if (request.ContentType is { } contentType && whole.Length > 0)
        {
            _peer.OnMessage(request.MessageId!);
            Echo(contentType, whole);
        }
    }

    /// <summary>Sends a text; wrapped where the client takes its type only so.</summary>
    public void Say(string contentType, string text)
    {
        var type = contentType.Split(';')[0].Trim();
        if (IsAcceptedByClient(type) || !IsAcceptedByClient(Wrapper))
        {
            Send(contentType, Encoding.UTF8.GetBytes(text));
        }
        else
        {
            Send(Wrapper, Wrapped(Anonymous, Anonymous, contentType, text));
        }
    }

    private int Status(MsrpMessage request) => request switch
    {
        { MessageId: null } => 400,
        { HasBody: true, ContentType: { } type } when !Accepts(type) => 415,
        _ when _received.IsFull(request) => 413,
        _ => 200,
    };

    private static bool Accepts(string contentType) =>
        contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || contentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
        || contentType.StartsWith(Wrapper, StringComparison.OrdinalIgnoreCase);

    private void Echo(string contentType, byte[] content)
    {
        if (contentType.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            Say(contentType, $"echo: {Encoding.UTF8.GetString(content)}");
        }
        else if (CpimMessage.Is(contentType)
            && CpimMessage.Parse(content) is { Value: { ContentType: { } type } wrapped } reading
            && type.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            var (from, to) = reading.IsSound ? (wrapped.Header("To"), wrapped.Header("From")) : (null, null);
            Send(Wrapper, Wrapped(from ?? Anonymous, to ?? Anonymous, type, $"echo: {Encoding.UTF8.GetString(wrapped.Body.Span)}"));
        }
    }

    /// <summary>A success report over the whole message (RFC 4975 section 7.1.2).</summary>
    private void Report(MsrpMessage request, int length)
    {
        var back = string.Join(' ', request.FromPath.Select(it => it.Value?.Text));
        _send(ConnectionId, MsrpWriter.Request(_core.Identifiers.Next(10), "REPORT", back, Path)
            .Header("Message-ID", request.MessageId!)
            .Header("Byte-Range", $"1-{length}/{length}")
            .Header("Status", "000 200 OK")
            .Write());
    }

    private byte[] Wrapped(string from, string to, string contentType, string text) => CpimMessage.Write(
        [("From", from), ("To", to), ("DateTime", _core.Loop.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))],
        contentType,
        Encoding.UTF8.GetBytes(text));

    private void Send(string contentType, byte[] body)
    {
        if (ConnectionId == 0)
        {
            _waiting.Enqueue((contentType, body));
            return;
        }

        var messageId = _core.Identifiers.Next(12);
        var start = 0;
        do
        {
            var chunk = body.AsSpan(start, Math.Min(LargestChunk, body.Length - start));
            var end = start + chunk.Length;
            _send(ConnectionId, MsrpWriter.Request(MsrpTransactions.Fresh(_core.Identifiers, chunk), "SEND", _clientPath, Path)
                .Header("Message-ID", messageId)
                .Header("Byte-Range", $"{start + 1}-{end}/{body.Length}")
                .Body(contentType, chunk)
                .Write(end == body.Length ? '$' : '+'));
            start = end;
        }
        while (start < body.Length);
    }

    private bool IsAcceptedByClient(string type) => _acceptTypes.Any(it =>
        it == "*"
        || it.Equals(type, StringComparison.OrdinalIgnoreCase)
        || (it.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(it[..^1], StringComparison.OrdinalIgnoreCase)));
}
