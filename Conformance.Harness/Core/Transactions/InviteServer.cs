using static Conformance.Harness.Core.Transactions.TransactionEffect;
using static Conformance.Harness.Core.Transactions.TransactionEvent;
using static Conformance.Harness.Core.Transactions.TransactionState;

namespace Conformance.Harness.Core.Transactions;

/// <summary>
/// The INVITE server transaction: RFC 3261 section 17.2.1, figure 7 as RFC 6026 section 8.6 replaces it. Its users answer
/// within 200 ms, so that no 100 is due. That Timer H is told is section 17.2.1's text; the figure leaves it out.
/// </summary>
internal static class InviteServer
{
    public static readonly TransitionTable Table = new(
        Proceeding,
        PassUp,
        new()
        {
            [Accepted] = [TimerL],
            [Completed] = [TimerG, TimerH],
            [Confirmed] = [TimerI],
        },
        [
            new(Proceeding, Request, Proceeding, Send),
            new(Proceeding, ProvisionalOut, Proceeding, Send),
            new(Proceeding, SuccessOut, Accepted, Send),
            new(Proceeding, RefusalOut, Completed, Send),
            new(Proceeding, TransportError, Proceeding, TellTransportError),

            new(Accepted, SuccessOut, Accepted, Send),
            new(Accepted, Ack, Accepted, PassUp),
            new(Accepted, TransportError, Accepted, TellTransportError),
            new(Accepted, TimerL, Terminated),

            new(Completed, Request, Completed, Send),
            new(Completed, TimerG, Completed, Send, BackOff),
            new(Completed, Ack, Confirmed),
            new(Completed, TransportError, Completed, TellTransportError),
            new(Completed, TimerH, Terminated, TellTimeout),

            new(Confirmed, TimerI, Terminated),
        ]);
}
