using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Core.Control;

/// <summary>
/// The core of one subscriber in a host of many: on an event loop and a thread of its own, so that what goes wrong with one
/// leaves the others alone. Used from any thread.
/// </summary>
internal sealed class HostedCore(string id, CoreOptions options)
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<TraceLine> _trace = Channel.CreateUnbounded<TraceLine>();
    private readonly TaskCompletionSource<ICore> _core = new();
    private int _watchers;

    /// <summary>The subscriber's address.</summary>
    public string Address => options.Address;

    /// <summary>That of the core, and of the network that it is started on.</summary>
    public LiveEventLoop Loop { get; } = new();

    /// <summary>All that passes, from the beginning; complete once it is finished, or released.</summary>
    public ChannelReader<TraceLine> Trace => _trace.Reader;

    /// <summary>The part of the shared ports that is its own; set once it is started.</summary>
    public SubscriberNetwork? Network { get; private set; }

    /// <summary>Starts it, and gives what its client has to know.</summary>
    public Task<SubscriberReply> StartAsync(SubscriberNetwork network)
    {
        Network = network;
        var started = new TaskCompletionSource<SubscriberReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Serve(network, started)) { IsBackground = true, Name = options.Address }.Start();
        return started.Task;
    }

    /// <summary>Whether somebody reads its trace, or did.</summary>
    public bool IsWatched => _watchers > 0;

    /// <summary>Takes its trace; false for all but the first, since an event is given once.</summary>
    public bool Watch() => Interlocked.Increment(ref _watchers) == 1;

    public void HangUp() => Act(core => core.HangUp());

    public void SendMessage(PeerText text) => Act(core => core.SendMessage(text.ContentType, text.Body));

    public void Mark(TraceMark mark) => Act(_ => _trace.Writer.TryWrite(new TraceLine(Mark: mark.Number)));

    /// <summary>Ends the trace, with what was left of messages that never ended.</summary>
    public void Finish() => Act(core =>
    {
        core.FinishAsync();
        _trace.Writer.TryComplete();
    });

    public void Release() => _released.TrySetResult();

    private void Act(Action<ICore> act) => Loop.Post(() => act(_core.Task.Result));

    [SuppressMessage("Design", "CA1031", Justification = "A bug that one subscriber's client brings out is told to its run, and ends no other.")]
    private void Serve(INetwork network, TaskCompletionSource<SubscriberReply> started)
    {
        try
        {
            Loop.Run(async () =>
            {
                var recorder = new TraceRecorder(Loop.Time);
                recorder.Recorded += it => _trace.Writer.TryWrite(new TraceLine(it));
                using var core = new FakeCore(Loop, network, options, recorder);
                _core.SetResult(core);
                started.SetResult(new SubscriberReply(
                    id,
                    core.Address,
                    core.User,
                    core.OutboundProxy("udp"),
                    core.OutboundProxy("tcp"),
                    core.OutboundProxy("tls"),
                    core.CertificateAuthority!,
                    recorder.Now));
                await _released.Task;
                return true;
            });
        }
        catch (Exception fault)
        {
            started.TrySetException(fault);
            _trace.Writer.TryWrite(new TraceLine(Fault: $"{fault.GetType().Name}: {fault.Message}"));
        }

        _trace.Writer.TryComplete();
    }
}
