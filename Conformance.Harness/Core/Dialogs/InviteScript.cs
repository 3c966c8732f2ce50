using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;

namespace Conformance.Harness.Core.Dialogs;

/// <summary>Carries out the plan for one INVITE outside a dialog: its replies, each on its leg and in its time.</summary>
/// <param name="core">The core.</param>
/// <param name="invite">The INVITE.</param>
/// <param name="open">Begins a leg with its first reply: a dialog with a session of its own.</param>
/// <param name="ended">Called once, when every leg is over and no reply is left.</param>
internal sealed class InviteScript(CoreServices core, ServerTransaction invite, Func<InviteScript, Reply, CoreDialog> open, Action ended)
{
    /// <summary>How long an INVITE that is not answered may ring; a proxy on the way would end it then (RFC 3261 section 16.6, Timer C).</summary>
    private static readonly TimeSpan LongestRinging = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, CoreDialog> _legs = [];
    private readonly HashSet<CoreDialog> _up = [];
    private InvitePolicy _policy = InvitePolicy.Usual;
    private Queue<Reply> _plan = [];
    private IDisposable? _pause;
    private Gate _waitsFor;
    private bool _hasEnded;

    public void Begin()
    {
        var attempt = core.CountInvite(invite.Request);
        var behaviour = core.Options.Behaviour.For(attempt.Called);
        _policy = behaviour.Invite;
        // Who is behaved to by name is counted by name.
        _plan = new Queue<Reply>(_policy.Plan(behaviour == core.Options.Behaviour ? attempt : attempt with { Number = attempt.NumberForCalled }));
        Continue();
    }

    /// <summary>Whether the INVITE of this script is the one that a CANCEL means.</summary>
    public bool Answers(ServerTransaction other) => invite == other;

    /// <summary>The INVITE was cancelled: what was planned falls away, unless its final reply is out.</summary>
    public void Cancel()
    {
        if (!invite.IsAnswered)
        {
            _pause?.Dispose();
            _plan = new Queue<Reply>(_policy.OnCancel);
            Continue();
        }
    }

    /// <summary>A reliable response was never confirmed: the INVITE is refused (RFC 3262 section 3).</summary>
    public void GiveUp()
    {
        if (!invite.IsAnswered)
        {
            _pause?.Dispose();
            _plan = new Queue<Reply>([new Reply(504)]);
            Continue();
        }
    }

    /// <summary>A leg has seen what a reply may wait for.</summary>
    public void Passed(Gate gate)
    {
        if (_waitsFor == gate && (gate != Gate.Confirmed || GateOf(_plan.Peek()) == Gate.Open))
        {
            _waitsFor = Gate.Open;
            Pause();
        }
    }

    /// <summary>A leg is over.</summary>
    public void Ended(CoreDialog leg)
    {
        _up.Remove(leg);
        EndIfDone();
    }

    private void Continue()
    {
        if (!_plan.TryPeek(out var next))
        {
            if (!invite.IsAnswered)
            {
                _plan.Enqueue(new Reply(480) { After = LongestRinging });
                Continue();
            }

            EndIfDone();
            return;
        }

        _waitsFor = GateOf(next);
        if (_waitsFor == Gate.Open)
        {
            Pause();
        }
    }

    private Gate GateOf(Reply reply)
    {
        var leg = _legs.GetValueOrDefault(reply.Leg)?.Reliable;
        return leg?.Holds(reply) == true ? Gate.Confirmed
            : reply.When == Gate.Confirmed && leg is null or { IsConfirmed: true } ? Gate.Open
            : reply.When;
    }

    private void Pause()
    {
        var reply = _plan.Dequeue();
        var wait = reply.After + (reply.AfterT1 * core.Timers.T1);
        if (wait == TimeSpan.Zero)
        {
            Send(reply);
        }
        else
        {
            _pause = core.Loop.After(wait, () => Send(reply));
        }
    }

    private void Send(Reply reply)
    {
        Leg(reply).Send(reply);
        if (reply is { StatusCode: >= 300, IsLate: false, IsCopy: false })
        {
            // A refusal ends every leg (RFC 3261 section 13.2.2.3); what is still planned may be late or a copy.
            foreach (var it in _up.ToList())
            {
                it.End();
            }
        }

        Continue();
    }

    private CoreDialog Leg(Reply reply)
    {
        if (!_legs.TryGetValue(reply.Leg, out var leg))
        {
            leg = _legs[reply.Leg] = open(this, reply);
            _up.Add(leg);
        }

        return leg;
    }

    private void EndIfDone()
    {
        if (!_hasEnded && _plan.Count == 0 && _up.Count == 0 && invite.IsAnswered)
        {
            _hasEnded = true;
            ended();
        }
    }
}
