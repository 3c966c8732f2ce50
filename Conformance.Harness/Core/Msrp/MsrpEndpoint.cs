using System.Net;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Core.Msrp;

/// <summary>
/// The MSRP end of every chat of the core, on one port (RFC 4975): the client connects; each request is answered by its
/// session, or with 481 if there is none.
/// </summary>
internal sealed class MsrpEndpoint : IPortUser<MsrpMessage>, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly CoreServices _core;
    private readonly PortRecorder _recorder;
    private readonly MsrpPort _port;
    private readonly Dictionary<string, MsrpChat> _chats = [];

    public MsrpEndpoint(CoreServices core, INetwork network, ConnectionNumbers numbers, PortRecorder recorder, TlsSettings tls)
    {
        _core = core;
        _recorder = recorder;
        _port = new MsrpPort(network, new IPEndPoint(core.Options.Ports.Address, core.Options.Ports.Msrp), numbers, this, tls);
    }

    /// <summary>How many sessions there are.</summary>
    public int Count => _chats.Count;

    /// <summary>Whether it takes MSRP over TLS.</summary>
    public bool IsSecure => _port.SecureLocal is not null;

    /// <summary>Begins a session with a client whose path and accept-types are those of its session description.</summary>
    public MsrpChat Open(string clientPath, IReadOnlyList<string> acceptTypes, MsrpPolicy policy, bool isSecure)
    {
        var scheme = isSecure ? "msrps" : "msrp";
        var address = new IPEndPoint(_core.Address.Address, (isSecure ? _port.SecureLocal! : _port.Local).Port);
        var id = _core.Identifiers.Next(16);
        // A peer behind a relay is not reached itself: its URI has the core's address for SIP, where nobody speaks MSRP.
        var path = policy.IsRelayed ? $"{scheme}://{address}/relay-{id};tcp {scheme}://{_core.Address}/{id};tcp" : $"{scheme}://{address}/{id};tcp";
        var chat = new MsrpChat(_core, path, clientPath, acceptTypes, policy, Send);
        _chats.Add(id, chat);
        return chat;
    }

    /// <summary>Ends a session. The connection is the client's to close, since it opened it; one that stays is closed later.</summary>
    public void Close(MsrpChat chat)
    {
        chat.Stop();
        var isOpen = _chats.FirstOrDefault(it => it.Value == chat).Key is { } id && _chats.Remove(id);
        if (isOpen && chat.ConnectionId != 0)
        {
            // So long a client may take to end a connection that no session uses any more.
            _core.Loop.After(64 * _core.Timers.T1, () => CloseIfUnused(chat.ConnectionId));
        }
    }

    public void OnMessage(MsrpMessage message, Hop source, IPEndPoint local)
    {
        _recorder.Received(message.Octets, source, local);
        if (message.IsRequest && IsAnswerable(message))
        {
            OnRequest(message, source.ConnectionId);
        }
        else if (!message.IsRequest)
        {
            foreach (var chat in _chats.Values.Where(it => it.ConnectionId == source.ConnectionId).ToList())
            {
                chat.OnResponse(message);
            }
        }
    }

    public void OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local) => _recorder.Sending(octets, target, local);

    public void OnConnection(StreamChange change) => _recorder.Changed(change);

    public void OnFragment(ReadOnlyMemory<byte> octets, Hop source, IPEndPoint local) => _recorder.Received(octets, source, local);

    /// <summary>Records what has come of messages that never ended.</summary>
    public void RecordFragments() => _port.Flush();

    public void Dispose() => _port.Dispose();

    private static bool IsAnswerable(MsrpMessage request) =>
        request is { TransactionId.Length: > 0, Method.Length: > 0, ToPath.Count: > 0, FromPath.Count: > 0 }
        && request.ToPath[0].Value is not null
        && request.FromPath.All(it => it.Value is not null);

    private void OnRequest(MsrpMessage request, int connectionId)
    {
        if (request.Method == "REPORT")
        {
            return;
        }

        var chat = _chats.GetValueOrDefault(request.ToPath[^1].Value?.SessionId ?? "");
        if (chat is null || !IsPath(chat.Path, request))
        {
            Respond(request, connectionId, 481);
        }
        else if (request.Method != "SEND")
        {
            Respond(request, connectionId, 501);
        }
        else if (chat.ConnectionId != connectionId && _port.IsOpen(chat.ConnectionId))
        {
            Respond(request, connectionId, 506);
        }
        else
        {
            OnSend(chat, request, connectionId);
        }
    }

    private void OnSend(MsrpChat chat, MsrpMessage request, int connectionId)
    {
        var answer = chat.Answer(request);
        if (answer is { Status: { } late, After.Ticks: > 0 })
        {
            _core.Loop.After(answer.After, () => Respond(request, connectionId, late));
        }
        else if (answer.Status is { } status)
        {
            Respond(request, connectionId, status);
        }

        if (chat.ConnectionId != connectionId)
        {
            chat.Bind(connectionId);
        }

        if (answer.Resets)
        {
            // What is under way first, so that the client has the response.
            _core.Loop.After(Pause, () => _port.Abort(connectionId));
        }
        else if (answer.Status == 200)
        {
            chat.Take(request);
        }
    }

    private static bool IsPath(string path, MsrpMessage request)
    {
        var uris = path.Split(' ').Select(it => MsrpUri.Parse(it).Value).ToList();
        return uris.Count == request.ToPath.Count && uris.Zip(request.ToPath).All(it => it is { First: { } own, Second.Value: { } named } && own.IsEquivalentTo(named));
    }

    /// <summary>RFC 4975 section 7.2: Failure-Report says whether a response is wanted.</summary>
    private void Respond(MsrpMessage request, int connectionId, int status)
    {
        var wanted = request.Header("Failure-Report")?.Value.Trim() switch
        {
            "no" => false,
            "partial" => status != 200,
            _ => true,
        };
        if (wanted)
        {
            var back = request.Method == "SEND" ? request.FromPath.Take(1) : request.FromPath;
            Send(connectionId, MsrpWriter.Response(
                request.TransactionId,
                status,
                Comments[status],
                string.Join(' ', back.Select(it => it.Value!.Text)),
                request.ToPath[0].Value!.Text).Write());
        }
    }

    private void Send(int connectionId, MsrpMessage message) => _port.Send(connectionId, message.Octets);

    private void CloseIfUnused(int connectionId)
    {
        if (_chats.Values.All(it => it.ConnectionId != connectionId))
        {
            _port.Close(connectionId);
        }
    }

    private static readonly Dictionary<int, string> Comments = new()
    {
        [200] = "OK",
        [408] = "Timed Out",
        [400] = "Bad Request",
        [413] = "Message Too Large",
        [415] = "Unsupported Media Type",
        [481] = "No Such Session",
        [501] = "Unknown Method",
        [506] = "Session On Another Connection",
    };
}
