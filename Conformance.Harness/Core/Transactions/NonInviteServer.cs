using static Conformance.Harness.Core.Transactions.TransactionEffect;
using static Conformance.Harness.Core.Transactions.TransactionEvent;
using static Conformance.Harness.Core.Transactions.TransactionState;

namespace Conformance.Harness.Core.Transactions;

/// <summary>The server transaction of every other request: RFC 3261 section 17.2.2, figure 8.</summary>
internal static class NonInviteServer
{
    public static readonly TransitionTable Table = new(
        Trying,
        PassUp,
        new()
        {
            [Completed] = [TimerJ],
        },
        [
            new(Trying, ProvisionalOut, Proceeding, Send),
            new(Trying, SuccessOut, Completed, Send),
            new(Trying, RefusalOut, Completed, Send),

            new(Proceeding, Request, Proceeding, Send),
            new(Proceeding, ProvisionalOut, Proceeding, Send),
            new(Proceeding, SuccessOut, Completed, Send),
            new(Proceeding, RefusalOut, Completed, Send),
            new(Proceeding, TransportError, Terminated, TellTransportError),

            new(Completed, Request, Completed, Send),
            new(Completed, TransportError, Terminated, TellTransportError),
            new(Completed, TimerJ, Terminated),
        ]);
}
