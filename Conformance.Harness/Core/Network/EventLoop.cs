namespace Conformance.Harness.Core.Network;

/// <summary>
/// One thread's worth of order: everything of a scenario (core, in-process client, script) runs on it, one callback at a
/// time, so that none of it needs locks and an in-process run repeats exactly. It is the SynchronizationContext of what
/// it runs: awaits come back to it.
/// </summary>
public abstract class EventLoop : SynchronizationContext
{
    /// <summary>The clock; its timers call back on the loop.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>Queues a callback. From any thread.</summary>
    public abstract void Post(Action callback);

    public sealed override void Post(SendOrPostCallback d, object? state) => Post(() => d(state));

    /// <summary>Calls back on the loop after a delay, unless disposed before.</summary>
    public IDisposable After(TimeSpan delay, Action callback)
    {
        var timer = new OneShot(callback);
        timer.Arm(this, delay);
        return timer;
    }

    /// <summary>Runs the work and all that it awaits, on this thread, and returns when it is done.</summary>
    public abstract T Run<T>(Func<Task<T>> work);

    private sealed class OneShot(Action callback) : IDisposable
    {
        private ITimer? _timer;
        private bool _disposed;

        public void Arm(EventLoop loop, TimeSpan delay) =>
            _timer = loop.Time.CreateTimer(_ => loop.Post(Fire), null, delay, Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            _disposed = true;
            _timer?.Dispose();
        }

        private void Fire()
        {
            if (!_disposed)
            {
                Dispose();
                callback();
            }
        }
    }
}
