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
    [TestCase(Verdict.Fail, 0.5, 1, 1.5, 2, TestName = "Intervals_double")]
    [TestCase(Verdict.Fail, 0.5, 3.5, 7.5, TestName = "None_is_left_out")]
    [TestCase(Verdict.Fail, 0.5, 1.5, 7.5, TestName = "None_of_the_later_ones_either")]
    [TestCase(Verdict.Fail, 0.2, 0.6, 1.4, TestName = "T1_is_not_shorter")]
    [TestCase(Verdict.Fail, 0.5, 1.5, 2.5, TestName = "Intervals_of_an_INVITE_are_not_capped")]
    public void Copies_after(Verdict verdict, params double[] seconds) =>
        Assert.That(Section17Timers.RepeatsInvite.Judge([Repeated(seconds)]).Verdict, Is.EqualTo(verdict));

    private static Trace Repeated(double[] seconds)
    {
        var invite = HandMadeMessages.Invite("sip:bob@im.example");
        var trace = new HandMadeTrace().Asks("sip:bob@im.example").ClientSends(invite);
        var before = 0.0;
        foreach (var at in seconds)
        {
            trace.Passes(TimeSpan.FromSeconds(at - before)).ClientSends(invite);
            before = at;
        }

        return trace.Seal();
    }
}
