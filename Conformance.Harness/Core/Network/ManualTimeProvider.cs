namespace Conformance.Harness.Core.Network;

/// <summary>
/// A clock that stands still until it is told to jump to its next timer. It begins at 2000-01-01 00:00 UTC, so that runs
/// repeat exactly. Timers due at the same instant fire in the order in which they were set.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly PriorityQueue<(ManualTimer Timer, long Setting), (long Due, long Setting)> _due = new();
    private long _now;
    private long _settings;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Epoch.AddTicks(_now);

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Jumps to the next timer and fires it; false when no timer is set.</summary>
    public bool FireNext()
    {
        while (_due.TryDequeue(out var entry, out var key))
        {
            if (entry.Timer.Setting == entry.Setting)
            {
                _now = Math.Max(_now, key.Due);
                entry.Timer.Fire();
                return true;
            }
        }

        return false;
    }

    private long Set(ManualTimer timer, TimeSpan delay)
    {
        var setting = ++_settings;
        _due.Enqueue((timer, setting), (_now + delay.Ticks, setting));
        return setting;
    }

    /// <summary>Setting names the one entry of the queue that is this timer's; older entries are void.</summary>
    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private bool _disposed;

        public long Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_disposed)
            {
                return false;
            }

            _period = period;
            Setting = dueTime == Timeout.InfiniteTimeSpan ? 0 : clock.Set(this, dueTime);
            return true;
        }

        public void Fire()
        {
            var repeats = _period > TimeSpan.Zero;
            Setting = repeats ? clock.Set(this, _period) : 0;
            callback(state);
        }

        public void Dispose()
        {
            _disposed = true;
            Setting = 0;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
