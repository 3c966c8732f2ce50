using Conformance.Harness.Judging;
using Conformance.Harness.Requirements.Rfc3261;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Requirements.Rfc3261;

/// <summary>Copies of an INVITE that nobody answers: which times are a client's that keeps to Timer A, on a machine that may be busy.</summary>
public class TimerTests
{
    [TestCase(Verdict.Pass, 0.5, 1.5, 3.5, 7.5)]
    [TestCase(Verdict.Pass, 1, 3, 7, 15, TestName = "T1_may_be_longer")]
    [TestCase(Verdict.Pass, 0.9, 1.5, 3.5, 7.5, TestName = "One_may_be_late_on_its_way")]
    [TestCase(Verdict.Pass, 0.5, 1.9, 3.5, 7.5, TestName = "So_may_one_that_is_not_the_first")]
    [TestCase(Verdict.Pass, 0.9, 1.9, 3.9, 7.9, TestName = "A_timer_that_fired_late_moves_all_that_follow")]
    [TestCase(Verdict.Pass, 0.1, 1.1, 3.1, 7.1, TestName = "The_first_may_be_late_on_its_way")]
    [TestCase(Verdict.Fail, 0.5, 1, 1.5, 2, TestName = "Intervals_double")]
    [TestCase(Verdict.Fail, 0.5, 3.5, 7.5, TestName = "None_is_left_out")]
    [TestCase(Verdict.Fail, 0.5, 1.5, 7.5, TestName = "None_of_the_later_ones_either")]
    [TestCase(Verdict.Fail, 0.2, 0.6, 1.4, TestName = "T1_is_not_shorter")]
    [TestCase(Verdict.Fail, 0.5, 1.5, 2.5, 3.5, TestName = "Intervals_of_an_INVITE_are_not_capped")]
    public void Copies_after(Verdict verdict, params double[] seconds) =>
        Assert.That(Section17Timers.RepeatsInvite.Judge([Repeated(seconds)]).Verdict, Is.EqualTo(verdict));

    [TestCase(Verdict.Pass, 0.4, 1.2, 2.8, 6)]
    [TestCase(Verdict.Pass, 0.01, 0.75, 2.35, 5.55, TestName = "Two_that_were_held_up_come_together")]
    [TestCase(Verdict.Fail, 0.4, 2.8, 6, 12.4, TestName = "Declared_T1_leaves_none_out")]
    [TestCase(Verdict.Fail, 0.12, 0.36, 0.84, 1.8, TestName = "T1_is_not_shorter_than_declared")]
    public void Copies_of_a_client_that_declares_a_shorter_T1(Verdict verdict, params double[] seconds) =>
        Assert.That(Section17Timers.RepeatsInvite.Judge([With(Repeated(seconds), t1: 0.4)]).Verdict, Is.EqualTo(verdict));

    [TestCase(Verdict.Pass, 0.2, 0.6, 1.4, 3)]
    [TestCase(Verdict.Pass, 0.05, 0.45, 1.25, 2.85, TestName = "The_first_may_be_late_where_T1_is_short")]
    [TestCase(Verdict.Pass, 0.225, 0.6, 2.25, 3, 6.2, TestName = "What_follows_one_that_is_late_may_be_in_time")]
    [TestCase(Verdict.Fail, 0.05, 0.15, 0.35, 0.75, 1.55, 3.15, TestName = "A_quarter_of_the_declared_T1_is_too_short")]
    [TestCase(Verdict.Fail, 0.2, 1.4, 3, TestName = "Where_T1_is_short_none_is_left_out")]
    public void Copies_of_a_client_with_the_T1_of_the_shipped_profile(Verdict verdict, params double[] seconds) =>
        Assert.That(Section17Timers.RepeatsInvite.Judge([With(Repeated(seconds), t1: 0.2)]).Verdict, Is.EqualTo(verdict));

    [TestCase(0.5, Verdict.None)]
    [TestCase(0.25, Verdict.Fail)]
    public void Timer_B_follows_the_declared_T1(double t1, Verdict verdict)
    {
        var trace = With(Repeated([0.25, 0.75, 1.75, 3.75, 7.75, 15.75, 19]), t1);
        Assert.That(Section17Timers.GivesInviteUp.Judge([trace]).Verdict, Is.EqualTo(verdict));
    }

    [TestCase("chatFailed", Verdict.Pass)]
    [TestCase("typing", Verdict.Inconclusive)]
    public void Time_out_is_told_by_a_kind_that_is_known(string kind, Verdict verdict)
    {
        var trace = Repeated([0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 40], it => it.Says(_ => new UserNotified(kind, "")));

        Assert.That(Section17Timers.TellsOfTimeout.Judge([trace]).Verdict, Is.EqualTo(verdict));
    }

    private static Trace With(Trace trace, double t1) => trace with
    {
        Provisioning = trace.Provisioning with { Timers = trace.Provisioning.Timers with { T1 = TimeSpan.FromSeconds(t1) } },
    };

    private static Trace Repeated(double[] seconds, Func<HandMadeTrace, HandMadeTrace>? then = null)
    {
        var invite = HandMadeMessages.Invite("sip:bob@im.example");
        var trace = new HandMadeTrace().Asks("sip:bob@im.example").ClientSends(invite);
        var before = 0.0;
        foreach (var at in seconds)
        {
            trace.Passes(TimeSpan.FromSeconds(at - before)).ClientSends(invite);
            before = at;
        }

        return (then?.Invoke(trace) ?? trace).Seal();
    }
}
