using System.Text.Json;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Control;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>
/// One subscriber of a core in another process. What passes there is recorded here as it comes, at the time that it had there;
/// the two clocks were set against each other when the subscriber was opened.
/// </summary>
internal sealed class RemoteCore(RemoteCores cores, EventLoop loop, TraceRecorder recorder, SubscriberReply subscriber, TimeSpan ahead) : ICore
{
    private readonly TaskCompletionSource _complete = new();
    private readonly Dictionary<int, TaskCompletionSource> _marks = [];
    private int _lastMark;
    private bool _isFinishing;
    private bool _isOver;

    public event Action<string>? Lost;

    public string Address => subscriber.Address;

    public string User => subscriber.User;

    public string? CertificateAuthority => subscriber.CertificateAuthority;

    public string OutboundProxy(string transport) => transport switch
    {
        "udp" => subscriber.Udp,
        "tcp" => subscriber.Tcp,
        _ => subscriber.Tls,
    };

    /// <summary>Begins to record.</summary>
    public void Follow() => _ = Task.Run(ReadAsync);

    public void HangUp() => Tell("bye", null);

    public void SendMessage(string contentType, string body) => Tell("message", new PeerText(contentType, body));

    public Task CatchUpAsync()
    {
        if (_isOver || _isFinishing)
        {
            return _isOver ? Task.CompletedTask : _complete.Task;
        }

        var number = ++_lastMark;
        var reached = _marks[number] = new TaskCompletionSource();
        Tell("mark", new TraceMark(number));
        return reached.Task;
    }

    public async Task FinishAsync()
    {
        _isFinishing = true;
        Tell("finish", null);
        await _complete.Task;
    }

    public void Dispose()
    {
        _isOver = true;
        _ = Task.Run(async () =>
        {
            try
            {
                await cores.DoAsync(HttpMethod.Delete, $"subscribers/{subscriber.Id}", null);
            }
            catch (CoreUnavailableException)
            {
                // It is closed already, or its core is gone.
            }
        });
    }

    private async void Tell(string what, object? body)
    {
        try
        {
            await cores.DoAsync(HttpMethod.Post, $"subscribers/{subscriber.Id}/{what}", body);
        }
        catch (CoreUnavailableException problem)
        {
            // What is asked of a trace that has just ended is of no interest any more.
            End(_isFinishing && !problem.IsGone ? null : problem.Message);
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            using var lines = await cores.TraceAsync(subscriber.Id);
            while (await lines.ReadLineAsync() is { } line)
            {
                var read = JsonSerializer.Deserialize<TraceLine>(line, ControlContract.Json)!;
                loop.Post(() => Take(read));
            }

            loop.Post(() => End(_isFinishing ? null : "its trace has ended"));
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException or JsonException)
        {
            loop.Post(() => End($"its trace broke off: {problem.Message}"));
        }
    }

    private void Take(TraceLine line)
    {
        if (line.Fault is { } fault)
        {
            // A bug of the suite, wherever it shows itself.
            throw new InvalidOperationException($"the core failed: {fault}");
        }

        if (line.Mark is { } mark)
        {
            Reach(mark);
        }
        else
        {
            recorder.Append(line.Happened!, line.Happened!.At + ahead);
        }
    }

    private void Reach(int mark)
    {
        if (_marks.Remove(mark, out var reached))
        {
            reached.TrySetResult();
        }
    }

    private void End(string? why)
    {
        if (why is not null && !_isOver)
        {
            _isOver = true;
            Lost?.Invoke(why);
        }

        _complete.TrySetResult();
        foreach (var mark in _marks.Keys.ToList())
        {
            Reach(mark);
        }
    }
}
