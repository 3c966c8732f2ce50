namespace Conformance.Harness.Core.Transactions;

/// <summary>
/// T1, T2 and T4 of RFC 3261 section 17.1.1.1, and the timers that follow from them (table 4 there, and L and M of RFC 6026)
/// as they are on an unreliable transport.
/// </summary>
public sealed record TimerValues(TimeSpan T1, TimeSpan T2, TimeSpan T4)
{
    public static readonly TimerValues Default = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));

    /// <summary>First interval between copies of an INVITE; doubles without a limit.</summary>
    public TimeSpan A => T1;

    /// <summary>How long an INVITE may go without any response.</summary>
    public TimeSpan B => 64 * T1;

    /// <summary>How long copies of a non-2xx to an INVITE are awaited.</summary>
    public TimeSpan D => 64 * T1;

    /// <summary>First interval between copies of another request; doubles up to T2.</summary>
    public TimeSpan E => T1;

    /// <summary>How long another request may go without a final response.</summary>
    public TimeSpan F => 64 * T1;

    /// <summary>First interval between copies of a non-2xx to an INVITE; doubles up to T2.</summary>
    public TimeSpan G => T1;

    /// <summary>How long the ACK to a non-2xx is awaited.</summary>
    public TimeSpan H => 64 * T1;

    /// <summary>How long copies of that ACK are absorbed.</summary>
    public TimeSpan I => T4;

    /// <summary>How long copies of another request are answered.</summary>
    public TimeSpan J => 64 * T1;

    /// <summary>How long copies of the response to another request are absorbed.</summary>
    public TimeSpan K => T4;

    /// <summary>How long copies of an INVITE that had a 2xx are absorbed (RFC 6026 section 7.1).</summary>
    public TimeSpan L => 64 * T1;

    /// <summary>How long further 2xx to an INVITE are awaited (RFC 6026 section 7.2).</summary>
    public TimeSpan M => 64 * T1;
}
