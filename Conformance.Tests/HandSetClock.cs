namespace Conformance.Tests;

/// <summary>A clock that a test sets, for traces made by hand.</summary>
internal sealed class HandSetClock : TimeProvider
{
    /// <summary>In ticks of 100 ns.</summary>
    public long Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now;
}
