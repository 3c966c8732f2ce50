namespace Conformance.Harness.Core.Transactions;

/// <summary>The states of the four transactions (RFC 3261 section 17, RFC 6026).</summary>
internal enum TransactionState
{
    Calling,
    Trying,
    Proceeding,
    Accepted,
    Completed,
    Confirmed,
    Terminated,
}

/// <summary>What can happen to a transaction. "Out" responses come from the transaction user.</summary>
internal enum TransactionEvent
{
    Request,
    Ack,
    Provisional,
    Success,
    Refusal,
    ProvisionalOut,
    SuccessOut,
    RefusalOut,
    TransportError,
    TimerA,
    TimerB,
    TimerD,
    TimerE,
    TimerF,
    TimerG,
    TimerH,
    TimerI,
    TimerJ,
    TimerK,
    TimerL,
    TimerM,
}

/// <summary>What a transaction does.</summary>
internal enum TransactionEffect
{
    /// <summary>Sends the client's request, or the server's last response.</summary>
    Send,

    /// <summary>Gives the message to the transaction user.</summary>
    PassUp,

    /// <summary>Sends the ACK to a non-2xx (RFC 3261 section 17.1.1.3).</summary>
    Acknowledge,

    /// <summary>Sets the timer that fired again, to twice its interval (but for timer A, T2 at most).</summary>
    BackOff,

    /// <summary>Sets the timer that fired again, to T2.</summary>
    SlowDown,

    /// <summary>Tells the transaction user that time is up.</summary>
    TellTimeout,

    /// <summary>Tells the transaction user that the message could not be sent.</summary>
    TellTransportError,
}

/// <summary>One cell: in this state, on this event, go there and do that.</summary>
internal sealed record Transition(
    TransactionState State,
    TransactionEvent Event,
    TransactionState Next,
    params IReadOnlyList<TransactionEffect> Effects);

/// <summary>
/// A state machine as data. An event without a cell changes nothing. A timer runs as long as the machine is in states
/// that list it: entering such a state starts it unless it runs already, entering another stops it.
/// </summary>
internal sealed class TransitionTable(
    TransactionState initial,
    TransactionEffect firstEffect,
    Dictionary<TransactionState, TransactionEvent[]> timers,
    IReadOnlyList<Transition> cells)
{
    private readonly Dictionary<(TransactionState, TransactionEvent), Transition> _cells = cells.ToDictionary(it => (it.State, it.Event));

    public TransactionState Initial => initial;

    /// <summary>What is done with the request that begins the transaction.</summary>
    public TransactionEffect FirstEffect => firstEffect;

    public Transition? this[TransactionState state, TransactionEvent happening] => _cells.GetValueOrDefault((state, happening));

    public IReadOnlyList<TransactionEvent> TimersOf(TransactionState state) => timers.GetValueOrDefault(state) ?? [];
}
