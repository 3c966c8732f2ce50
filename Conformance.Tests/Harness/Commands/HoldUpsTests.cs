using Conformance.Harness.Commands;

namespace Conformance.Tests.Harness.Commands;

public sealed class HoldUpsTests
{
    [TestCase(0.05, 0.05, null)]
    [TestCase(0.05, 0.5, null)]
    [TestCase(0.05, 1.45, "this machine was too busy: the run was held up, by up to 1.4 s, so that what is timed may be judged wrongly; use fewer --jobs, or run it where less else runs")]
    [TestCase(1.45, 0.05, "this machine was too busy: the run was held up, by up to 1.4 s, so that what is timed may be judged wrongly; use fewer --jobs, or run it where less else runs")]
    public void Longest_is_told_of_where_judges_allow_less(double first, double second, string? remark)
    {
        var clock = new Clock();
        using var holdUps = new HoldUps(clock);

        clock.Fire(after: first);
        clock.Fire(after: second);

        Assert.That(holdUps.Remark, Is.EqualTo(remark));
    }

    [Test]
    public void One_that_lasts_is_told_of_as_well()
    {
        var clock = new Clock();
        using var holdUps = new HoldUps(clock);

        clock.Pass(2.05);

        Assert.That(holdUps.Remark, Does.Contain("by up to 2.0 s"));
    }

    /// <summary>A clock whose one timer fires when it is told to.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _now;
        private TimerCallback _due = _ => { };

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(double seconds) => _now += TimeSpan.FromSeconds(seconds).Ticks;

        public void Fire(double after)
        {
            Pass(after);
            _due(null);
        }

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _due = callback;
            return new Idle();
        }

        private sealed class Idle : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
