using static Conformance.Harness.Core.Transactions.TransactionEffect;
using static Conformance.Harness.Core.Transactions.TransactionEvent;
using static Conformance.Harness.Core.Transactions.TransactionState;

namespace Conformance.Harness.Core.Transactions;

/// <summary>The client transaction of every other request: RFC 3261 section 17.1.2, figure 6.</summary>
internal static class NonInviteClient
{
    public static readonly TransitionTable Table = new(
        Trying,
        Send,
        new()
        {
            [Trying] = [TimerE, TimerF],
            [Proceeding] = [TimerE, TimerF],
            [Completed] = [TimerK],
        },
        [
            new(Trying, TimerE, Trying, Send, BackOff),
            new(Trying, TimerF, Terminated, TellTimeout),
            new(Trying, TransportError, Terminated, TellTransportError),
            new(Trying, Provisional, Proceeding, PassUp),
            new(Trying, Success, Completed, PassUp),
            new(Trying, Refusal, Completed, PassUp),

            new(Proceeding, TimerE, Proceeding, Send, SlowDown),
            new(Proceeding, TimerF, Terminated, TellTimeout),
            new(Proceeding, TransportError, Terminated, TellTransportError),
            new(Proceeding, Provisional, Proceeding, PassUp),
            new(Proceeding, Success, Completed, PassUp),
            new(Proceeding, Refusal, Completed, PassUp),

            new(Completed, TimerK, Terminated),
        ]);
}
