using Conformance.Harness.Core.Network;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Transactions;

/// <summary>Runs a <see cref="TransitionTable"/>: keeps the state and its timers; effects are its owner's.</summary>
/// <param name="table">What to run.</param>
/// <param name="loop">Where timers fire.</param>
/// <param name="values">The timers' lengths.</param>
/// <param name="isReliable">Whether the transport is reliable: it needs no copies and no waiting for copies.</param>
/// <param name="act">Carries out an effect other than those on timers, with the message of the event.</param>
/// <param name="ended">Called once, when the transaction is over.</param>
internal sealed class TransactionMachine(
    TransitionTable table,
    EventLoop loop,
    TimerValues values,
    bool isReliable,
    Action<TransactionEffect, SipMessage?> act,
    Action ended)
{
    private readonly Dictionary<TransactionEvent, (IDisposable Timer, TimeSpan Interval)> _running = [];

    public TransactionState State { get; private set; }

    public void Start(SipMessage request)
    {
        Enter(table.Initial);
        act(table.FirstEffect, request);
    }

    /// <summary>Goes to the next state first and acts then, so that what an effect sets off meets the new state.</summary>
    public void Handle(TransactionEvent happening, SipMessage? message = null)
    {
        if (table[State, happening] is not { } cell)
        {
            return;
        }

        _running.Remove(happening, out var fired);
        if (cell.Next != State)
        {
            Enter(cell.Next);
        }

        foreach (var effect in cell.Effects)
        {
            Act(effect, happening, fired.Interval, message);
        }

        if (cell.Next == TransactionState.Terminated)
        {
            ended();
        }
    }

    private void Act(TransactionEffect effect, TransactionEvent timer, TimeSpan interval, SipMessage? message)
    {
        if (effect == TransactionEffect.BackOff)
        {
            var doubled = 2 * interval;
            Set(timer, timer == TransactionEvent.TimerA || doubled < values.T2 ? doubled : values.T2);
        }
        else if (effect == TransactionEffect.SlowDown)
        {
            Set(timer, values.T2);
        }
        else
        {
            act(effect, message);
        }
    }

    private void Enter(TransactionState state)
    {
        State = state;
        var wanted = table.TimersOf(state);
        foreach (var timer in _running.Keys.Except(wanted).ToList())
        {
            _running.Remove(timer, out var stopped);
            stopped.Timer.Dispose();
        }

        foreach (var timer in wanted.Where(it => !_running.ContainsKey(it)))
        {
            if (LengthOf(timer) is { } length)
            {
                Set(timer, length);
            }
        }
    }

    private void Set(TransactionEvent timer, TimeSpan interval) =>
        _running[timer] = (loop.After(interval, () => Handle(timer)), interval);

    /// <summary>Null where the transport needs no such timer (RFC 3261 table 4).</summary>
    private TimeSpan? LengthOf(TransactionEvent timer) => timer switch
    {
        TransactionEvent.TimerA => isReliable ? null : values.A,
        TransactionEvent.TimerB => values.B,
        TransactionEvent.TimerD => isReliable ? TimeSpan.Zero : values.D,
        TransactionEvent.TimerE => isReliable ? null : values.E,
        TransactionEvent.TimerF => values.F,
        TransactionEvent.TimerG => isReliable ? null : values.G,
        TransactionEvent.TimerH => values.H,
        TransactionEvent.TimerI => isReliable ? TimeSpan.Zero : values.I,
        TransactionEvent.TimerJ => isReliable ? TimeSpan.Zero : values.J,
        TransactionEvent.TimerK => isReliable ? TimeSpan.Zero : values.K,
        TransactionEvent.TimerL => values.L,
        TransactionEvent.TimerM => values.M,
        _ => throw new ArgumentOutOfRangeException(nameof(timer), timer, "not a timer"),
    };
}
