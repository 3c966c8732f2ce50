using Conformance.Harness.Core.Network;

namespace Conformance.Tests.Harness.Core.Network;

internal sealed class ManualEventLoopTests
{
    private readonly ManualEventLoop _loop = new();

    [Test]
    public void Clock_without_work_jumps_from_timer_to_timer_in_due_order()
    {
        var begin = _loop.Time.GetTimestamp();
        var seen = _loop.Run(() =>
        {
            var done = new TaskCompletionSource<List<string>>();
            var seen = new List<string>();
            void Note(string name) => seen.Add($"{name} {_loop.Time.GetElapsedTime(begin).TotalSeconds:0.0}");
            _loop.After(TimeSpan.FromSeconds(32), () =>
            {
                Note("late");
                done.SetResult(seen);
            });
            _loop.After(TimeSpan.FromSeconds(0.5), () => Note("first"));
            _loop.After(TimeSpan.FromSeconds(0.5), () => Note("second"));
            return done.Task;
        });

        Assert.That(seen, Is.EqualTo(["first 0.5", "second 0.5", "late 32.0"]));
    }

    [Test]
    public void Periodic_timer_fires_again_until_it_is_disposed()
    {
        var fired = _loop.Run(async () =>
        {
            var count = 0;
            var timer = _loop.Time.CreateTimer(_ => count++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
            await Task.Delay(TimeSpan.FromSeconds(6), _loop.Time);
            await timer.DisposeAsync();
            await Task.Delay(TimeSpan.FromSeconds(6), _loop.Time);
            return count;
        });

        Assert.That(fired, Is.EqualTo(3));
    }

    [Test]
    public void Timer_that_is_set_anew_fires_only_at_its_new_time()
    {
        var fired = _loop.Run(async () =>
        {
            var begin = _loop.Time.GetTimestamp();
            var times = new List<double>();
            await using var timer = _loop.Time.CreateTimer(
                _ => times.Add(_loop.Time.GetElapsedTime(begin).TotalSeconds), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            timer.Change(TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
            await Task.Delay(TimeSpan.FromSeconds(10), _loop.Time);
            return times;
        });

        Assert.That(fired, Is.EqualTo([3.0]));
    }

    [Test]
    public void Work_that_nothing_can_end_is_a_deadlock() => Assert.That(
        () => _loop.Run(() => new TaskCompletionSource<int>().Task),
        Throws.InvalidOperationException.With.Message.StartsWith("deadlock: "));

    [Test]
    public void Work_that_only_timers_keep_alive_ends_at_the_horizon()
    {
        using var timer = _loop.Time.CreateTimer(_ => { }, null, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        Assert.That(
            () => _loop.Run(() => new TaskCompletionSource<int>().Task),
            Throws.InvalidOperationException.With.Message.StartsWith("deadlock: "));
    }

    [Test]
    public void Clock_begins_at_the_same_instant_in_every_run() =>
        Assert.That(new ManualEventLoop().Time.GetUtcNow(), Is.EqualTo(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero)));
}
