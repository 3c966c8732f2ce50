using Conformance.Harness.Core.Network;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>Waits for events of a trace that is being recorded.</summary>
internal sealed class EventWaits(EventLoop loop, TraceRecorder recorder)
{
    private readonly List<TaskCompletionSource<TraceEvent?>> _open = [];

    /// <summary>The first event after that number which is wanted, recorded already or to come; null when the limit has passed first.</summary>
    public async Task<TraceEvent?> AwaitAsync(Func<TraceEvent, bool> wanted, int after, TimeSpan limit)
    {
        if (recorder.Events.Skip(after).FirstOrDefault(wanted) is { } recorded)
        {
            return recorded;
        }

        // The script goes on by way of the loop, not inside the recorder's event.
        var found = new TaskCompletionSource<TraceEvent?>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(TraceEvent happened)
        {
            if (wanted(happened))
            {
                found.TrySetResult(happened);
            }
        }

        _open.Add(found);
        recorder.Recorded += Look;
        using var timer = loop.After(limit, () => found.TrySetResult(null));
        try
        {
            return await found.Task;
        }
        finally
        {
            recorder.Recorded -= Look;
            _open.Remove(found);
        }
    }

    /// <summary>Ends every wait as if its limit had passed.</summary>
    public void EndAll() => _open.ForEach(it => it.TrySetResult(null));
}
