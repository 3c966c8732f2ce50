using System.Globalization;
using Conformance.Harness.Judging;

namespace Conformance.Harness.Commands;

/// <summary>
/// How late this process comes to what is due, by a timer of its own: on a machine that is too busy, what a client sent in time is
/// seen late, and what it was asked reaches it late.
/// </summary>
internal sealed class HoldUps : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private long _last;
    private TimeSpan _longest;

    public HoldUps(TimeProvider time)
    {
        _time = time;
        _last = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Look(), null, Period, Period);
    }

    /// <summary>What a run has to say of it; null as long as none was longer than judges allow for a message on its way.</summary>
    public string? Remark => Look() is var longest && longest > ExpectDialog.Transit
        ? string.Create(CultureInfo.InvariantCulture, $"this machine was too busy: the run was held up, by up to {longest.TotalSeconds:0.0} s, so that what is timed may be judged wrongly; use fewer --jobs, or run it where less else runs")
        : null;

    public void Dispose() => _timer.Dispose();

    private TimeSpan Look()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var late = _time.GetElapsedTime(_last, now) - Period;
            _last = now;
            return _longest = late > _longest ? late : _longest;
        }
    }
}
