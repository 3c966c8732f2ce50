using System.Collections.Concurrent;

namespace Conformance.Harness.Core.Network;

/// <summary>
/// The event loop of runs that take no real time: when nothing is left to do, the clock jumps to the next timer. Work that
/// waits for something that can no longer happen is a bug of the harness and ends with an InvalidOperationException; so
/// does work that is not done when <paramref name="horizon"/> of manual time has passed (default: a day), because timers
/// that renew themselves would otherwise turn the clock for ever.
/// </summary>
public sealed class ManualEventLoop(TimeSpan? horizon = null) : EventLoop
{
    private readonly ConcurrentQueue<Action> _queue = new();
    private readonly ManualTimeProvider _time = new();
    private readonly TimeSpan _horizon = horizon ?? TimeSpan.FromDays(1);

    public override TimeProvider Time => _time;

    public override void Post(Action callback) => _queue.Enqueue(callback);

    public override T Run<T>(Func<Task<T>> work)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            var begin = _time.GetTimestamp();
            var task = work();
            while (!task.IsCompleted)
            {
                Step(begin);
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    private void Step(long begin)
    {
        if (_queue.TryDequeue(out var callback))
        {
            callback();
        }
        else if (!_time.FireNext())
        {
            throw new InvalidOperationException("deadlock: the work is not done, and neither a callback nor a timer is left");
        }
        else if (_time.GetElapsedTime(begin) > _horizon)
        {
            throw new InvalidOperationException($"deadlock: the work is not done after {_horizon} of manual time");
        }
    }
}
