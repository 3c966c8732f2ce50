using Conformance.Harness.Judging;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Harness.Requirements.Draft;

/// <summary>Readings of 6.1.3.2.1 that bear on several of its items.</summary>
internal static class Readings
{
    /// <summary>Decision D2: title and steps speak of both kinds of chat, the lead-in of one.</summary>
    public static readonly Interpretation<ChatAttempt> LeadIn = new(
        "D2",
        "the procedure holds for one-to-one and ad-hoc chats",
        "the lead-in names one-to-one chats only",
        When: it => !it.IsAdHoc);
}
