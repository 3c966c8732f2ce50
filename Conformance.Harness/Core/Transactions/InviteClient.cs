using static Conformance.Harness.Core.Transactions.TransactionEffect;
using static Conformance.Harness.Core.Transactions.TransactionEvent;
using static Conformance.Harness.Core.Transactions.TransactionState;

namespace Conformance.Harness.Core.Transactions;

/// <summary>The INVITE client transaction: RFC 3261 section 17.1.1, figure 5 as RFC 6026 section 8.4 replaces it.</summary>
internal static class InviteClient
{
    public static readonly TransitionTable Table = new(
        Calling,
        Send,
        new()
        {
            [Calling] = [TimerA, TimerB],
            [Accepted] = [TimerM],
            [Completed] = [TimerD],
        },
        [
            new(Calling, TimerA, Calling, Send, BackOff),
            new(Calling, TimerB, Terminated, TellTimeout),
            new(Calling, TransportError, Terminated, TellTransportError),
            new(Calling, Provisional, Proceeding, PassUp),
            new(Calling, Success, Accepted, PassUp),
            new(Calling, Refusal, Completed, Acknowledge, PassUp),

            new(Proceeding, Provisional, Proceeding, PassUp),
            new(Proceeding, Success, Accepted, PassUp),
            new(Proceeding, Refusal, Completed, Acknowledge, PassUp),

            new(Accepted, Success, Accepted, PassUp),
            new(Accepted, TimerM, Terminated),

            new(Completed, Refusal, Completed, Acknowledge),
            new(Completed, TransportError, Terminated, TellTransportError),
            new(Completed, TimerD, Terminated),
        ]);
}
