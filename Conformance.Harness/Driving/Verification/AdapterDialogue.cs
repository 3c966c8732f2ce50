using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Verification;

/// <summary>An answer as it came: a result or an error, and how long it took.</summary>
internal sealed record RawAnswer(JsonElement Result, RpcError? Error, TimeSpan Took);

/// <summary>
/// Talks to a client line by line, and keeps what breaks the adapter contract where the adapter of a run would end the scenario
/// for it.
/// </summary>
internal sealed class AdapterDialogue : IDisposable
{
    /// <summary>Who writes more than so many lines that break the contract is listened to no longer.</summary>
    private const int MostBreaches = 100;

    private readonly EventLoop _loop;
    private readonly ILineChannel _channel;
    private readonly TraceRecorder _recorder;
    private readonly Dictionary<int, TaskCompletionSource<Reply?>> _open = [];
    private readonly TaskCompletionSource<string> _ended = new();
    private int _lastId;
    private int _breachesBefore;

    /// <summary>Starts the client.</summary>
    /// <param name="loop">Whose timers limit the waits for answers.</param>
    /// <param name="channel">Where its lines pass.</param>
    /// <param name="recorder">Takes what the client says unasked.</param>
    public AdapterDialogue(EventLoop loop, ILineChannel channel, TraceRecorder recorder)
    {
        _loop = loop;
        _channel = channel;
        _recorder = recorder;
        channel.Start(OnLine, OnEnded);
    }

    /// <summary>What was wrong with lines of the client, each with the line.</summary>
    public List<string> Breaches { get; } = [];

    /// <summary>The last breach since the client was last asked something; null for none.</summary>
    public string? LastBreach => Breaches.Count > _breachesBefore ? Breaches[^1] : null;

    /// <summary>How the client ended; null while it has not.</summary>
    public string? End => _ended.Task.IsCompleted ? _ended.Task.Result : null;

    /// <summary>What the client has begun to write, as the end of a sentence; "" for nothing.</summary>
    public string Unfinished => ContractReader.Unfinished(_channel);

    /// <summary>Asks, and gives the answer; null when none has come within the limit, or the client has ended.</summary>
    public async Task<RawAnswer?> AskAsync(string method, JsonObject parameters, TimeSpan limit)
    {
        var id = ++_lastId;
        var answered = _open[id] = new TaskCompletionSource<Reply?>();
        if (End is not null)
        {
            return null;
        }

        _breachesBefore = Breaches.Count;
        var begin = _loop.Time.GetTimestamp();
        using var timer = _loop.After(limit, () => answered.TrySetResult(null));
        Send(JsonRpcAdapter.Request(id, method, parameters));
        var reply = await answered.Task;
        _open.Remove(id);
        return reply is null ? null : new RawAnswer(reply.Result, reply.Error, _loop.Time.GetElapsedTime(begin));
    }

    /// <summary>Sends a line as it is.</summary>
    public void Send(string line) => _channel.Send(line);

    /// <summary>Says that no more lines come, and waits for the client to end; false when it has not within the limit.</summary>
    public async Task<bool> CloseAsync(TimeSpan limit)
    {
        if (End is not null)
        {
            return true;
        }

        await _channel.CloseAsync(limit);
        using var timer = _loop.After(limit, () => _ended.TrySetCanceled());
        await Task.WhenAny(_ended.Task);
        return _ended.Task.IsCompletedSuccessfully;
    }

    /// <summary>Ends the client, and says why in the place of what it would have said.</summary>
    public void Stop(string why)
    {
        _channel.Dispose();
        OnEnded(why);
    }

    public void Dispose() => _channel.Dispose();

    private void OnLine(string line)
    {
        try
        {
            switch (ContractReader.Read(line))
            {
                case Notification notification:
                    _recorder.Report(notification.Report);
                    break;
                // What has no id answers a line that could not be read (JSON-RPC 2.0 section 5).
                case Reply { Id: null, Error.Code: VerbException.ParseError or VerbException.InvalidRequest }:
                    break;
                case Reply { Id: { } id } reply when _open.TryGetValue(id, out var answered):
                    answered.TrySetResult(reply);
                    break;
                default:
                    Break($"an answer whose id is that of no open request: {ContractReader.Quote(line)}");
                    break;
            }
        }
        catch (ContractException breach)
        {
            Break($"{breach.Message}: {ContractReader.Quote(line)}");
        }
    }

    private void Break(string what)
    {
        Breaches.Add(what);
        if (Breaches.Count == MostBreaches)
        {
            Stop(string.Create(CultureInfo.InvariantCulture, $"ended by the suite after {MostBreaches} lines that break the contract"));
        }
    }

    private void OnEnded(string what)
    {
        _ended.TrySetResult(what);
        foreach (var answered in _open.Values.ToList())
        {
            answered.TrySetResult(null);
        }
    }
}
