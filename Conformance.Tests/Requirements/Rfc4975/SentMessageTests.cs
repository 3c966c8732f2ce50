using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Requirements.Rfc4975;

/// <summary>What a client sends after the peer has refused, not answered or lost something: what fails, and what does not.</summary>
internal sealed class SentMessageTests
{
    [TestCase(1.5, '+', "client-message-01", Verdict.Pass, Description = "under way when the response came")]
    [TestCase(3, '+', "client-message-01", Verdict.Fail)]
    [TestCase(3, '$', "client-message-01", Verdict.Fail)]
    [TestCase(3, '#', "client-message-01", Verdict.Pass, Description = "the end that section 10.5 asks for")]
    [TestCase(3, '$', "client-message-02", Verdict.Pass)]
    public void Chunks_stop_after_413(double seconds, char flag, string message, Verdict verdict)
    {
        var judgement = new SentMessageTraces().Sends("ab", range: "1-2/6", flag: '+').Answers(413)
            .Passes(seconds).Sends("cd", message, range: "3-4/6", flag: flag)
            .By("RFC4975-10.5-1");

        Assert.That(judgement.Verdict, Is.EqualTo(verdict));
    }

    [TestCase("000 413 Message Too Large", Verdict.Fail)]
    [TestCase("000 408 Timed Out", Verdict.None)]
    [TestCase("000 200 OK", Verdict.None)]
    public void Chunks_stop_after_413_in_a_report(string status, Verdict verdict)
    {
        var judgement = new SentMessageTraces().Sends("ab", range: "1-2/6", flag: '+').Answers(200).Reports(status)
            .Passes(3).Sends("cd", range: "3-4/6", flag: '+')
            .By("RFC4975-10.5-1");

        Assert.That(judgement.Verdict, Is.EqualTo(verdict));
    }

    [TestCase("text/plain", 3, '$', Verdict.Fail)]
    [TestCase("TEXT/Plain", 3, '$', Verdict.Fail)]
    [TestCase("text/plain", 1.5, '$', Verdict.Pass, Description = "under way when the response came")]
    [TestCase("text/html", 3, '$', Verdict.Pass)]
    [TestCase("message/cpim", 3, '$', Verdict.Pass)]
    [TestCase("text/plain", 3, '#', Verdict.Pass, Description = "nothing but the end of a message")]
    public void Type_that_is_refused_is_not_sent_again(string type, double seconds, char flag, Verdict verdict) => Assert.That(
        new SentMessageTraces().Sends("Hello").Answers(415).Passes(seconds).Sends("And this?", "client-message-02", type, flag: flag).By("RFC4975-10.6-1").Verdict,
        Is.EqualTo(verdict));

    [TestCase("000 415 Unsupported Media Type", Verdict.Fail)]
    [TestCase("000 413 Message Too Large", Verdict.None)]
    [TestCase("001 415 Of another namespace", Verdict.None)]
    public void Type_may_be_refused_in_a_report(string status, Verdict verdict) => Assert.That(
        new SentMessageTraces().Sends("Hello").Answers(200).Reports(status).Passes(3).Sends("And this?", "client-message-02").By("RFC4975-10.6-1").Verdict,
        Is.EqualTo(verdict));

    [Test]
    public void Sending_nothing_proves_nothing_in_a_scenario_that_was_cut_short() => Assert.Multiple(() =>
    {
        Assert.That(new SentMessageTraces().Sends("Hello").Answers(413).By("RFC4975-10.5-1", "cut short").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(new SentMessageTraces().Sends("Hello").Answers(415).By("RFC4975-10.6-1", "cut short").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(new SentMessageTraces().Sends("Hello").Answers(481).By("RFC4975-10.8-1", "cut short").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Small().Types(new string('x', 150)).By("RFC4975-8.6-6", "cut short").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(new SentMessageTraces().Sends("Hello").Answers(415).Passes(3).Sends("And this?", "client-message-02").By("RFC4975-10.6-1", "cut short").Verdict, Is.EqualTo(Verdict.Fail), "what was seen was seen");
    });

    [TestCase(481, 3, false, false, Verdict.Fail)]
    [TestCase(481, 3, false, true, Verdict.Pass)]
    [TestCase(481, 3, true, false, Verdict.Pass)]
    [TestCase(200, 3, false, false, Verdict.None)]
    public void Session_that_is_gone_by_a_report_is_left(int status, double seconds, bool ends, bool isSilent, Verdict verdict)
    {
        var trace = new SentMessageTraces().Sends("Hello").Answers(200).Reports($"000 {status} Tells").Passes(seconds);
        trace = ends ? trace.Ends() : isSilent ? trace : trace.Sends("And this?", "client-message-02");

        Assert.That(trace.By("RFC4975-10.8-1").Verdict, Is.EqualTo(verdict));
    }

    [TestCase(481, 1.5, false, Verdict.Pass)]
    [TestCase(481, 3, false, Verdict.Fail)]
    [TestCase(481, 3, true, Verdict.Pass)]
    [TestCase(506, 3, false, Verdict.Fail)]
    [TestCase(400, 3, false, Verdict.None)]
    public void Session_that_is_gone_is_left_unless_it_is_made_anew(int status, double seconds, bool isMadeAnew, Verdict verdict)
    {
        var trace = new SentMessageTraces().Sends("Hello").Answers(status).Passes(seconds);
        var judgement = (isMadeAnew ? trace.InvitesAgain() : trace).Sends("And this?", "client-message-02").By("RFC4975-10.8-1");

        Assert.That(judgement.Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void Connection_that_506_came_over_is_left_and_not_the_session() => Assert.That(
        new SentMessageTraces().Connects().Sends("Hello").Answers(506).Passes(3).Sends("Hello", connection: 1).By("RFC4975-10.8-1").Verdict,
        Is.EqualTo(Verdict.Pass));

    [Test]
    public void Message_that_is_sent_again_over_another_connection_is_not_longer_for_it() => Assert.That(
        Small().Types(new string('x', 60)).Sends(new string('x', 60)).Loses().InvitesAgain().Connects().Sends(new string('x', 60)).By("RFC4975-8.6-6").Verdict,
        Is.EqualTo(Verdict.Inconclusive), "nothing was asked that is too long");

    [TestCase(60, Verdict.Pass)]
    [TestCase(101, Verdict.Fail)]
    public void Size_is_that_of_the_message_and_not_of_its_copies(int length, Verdict verdict) => Assert.That(
        Small().Types(new string('x', 150)).Sends(new string('x', length)).Loses().InvitesAgain().Connects().Sends(new string('x', length)).By("RFC4975-8.6-6").Verdict,
        Is.EqualTo(verdict));

    [Test]
    public void Size_is_that_of_all_chunks() => Assert.That(
        Small().Types(new string('x', 150)).Sends(new string('x', 75), range: "1-75/150", flag: '+').Sends(new string('x', 75), range: "76-150/150").By("RFC4975-8.6-6").Verdict,
        Is.EqualTo(Verdict.Fail));

    [TestCase(true, Verdict.Pass)]
    [TestCase(false, Verdict.Fail)]
    public void Lost_session_goes_on_after_another_exchange_alone(bool isExchanged, Verdict verdict)
    {
        var lost = new SentMessageTraces().Sends("Hello").Loses();

        Assert.That((isExchanged ? lost.InvitesAgain() : lost).Connects().Sends("").Sends("Hello").By("RFC4975-5.4-3").Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void Message_that_is_sent_again_behind_an_empty_one_keeps_its_id() => Assert.That(
        new SentMessageTraces().Sends("Hello").Loses().InvitesAgain().Connects().Sends("", "empty-message").Sends("Hello", "another-message").By("RFC4975-5.4-3").Verdict,
        Is.EqualTo(Verdict.Fail));

    [Test]
    public void Text_that_the_user_types_again_is_another_message() => Assert.That(
        new SentMessageTraces().Sends("Hello").Loses().InvitesAgain().Connects().Types("Hello").Sends("Hello", "another-message").By("RFC4975-5.4-3").Verdict,
        Is.EqualTo(Verdict.Pass));

    [Test]
    public void Session_that_has_moved_on_does_not_fail_with_its_former_connection() => Assert.That(
        new SentMessageTraces().Sends("Hello").InvitesAgain().Connects().Sends("", "empty-message").Loses().Sends("And this?", "another-message").By("RFC4975-5.4-3").Verdict,
        Is.EqualTo(Verdict.Pass));

    [Test]
    public void Chat_that_ends_with_its_connection_is_not_judged() => Assert.That(
        new SentMessageTraces().Sends("Hello").Loses().Ends().By("RFC4975-5.4-3").Verdict,
        Is.EqualTo(Verdict.None));

    private static SentMessageTraces Small() => new(more: "a=max-size:100\r\n");
}

/// <summary>A client whose message nobody answers.</summary>
internal sealed class UnansweredMessageTests
{
    private const string Id = "RFC4975-7.1.1-8";

    private static readonly EndChat End = new("chat-1");

    [Test]
    public void Client_that_tells_nothing_of_it_fails() => Assert.That(
        Telling().Sends("Hello").Passes(38).Does(new Deregister()).By(Id).Verdict,
        Is.EqualTo(Verdict.Fail));

    [Test]
    public void Chat_that_the_user_ends_later_tells_nothing() => Assert.That(
        Telling().Sends("Hello").Passes(38).Does(End, action => new Done(action)).Says(new ChatEnded("chat-1")).By(Id).Verdict,
        Is.EqualTo(Verdict.Fail));

    [Test]
    public void Client_that_never_tells_its_user_anything_is_not_judged() => Assert.That(
        new SentMessageTraces().Sends("Hello").Passes(38).Does(End).By(Id).Verdict,
        Is.EqualTo(Verdict.Inconclusive));

    [Test]
    public void Chat_that_ends_about_when_the_time_is_over_shows_nothing() => Assert.That(
        Telling().Sends("Hello").Passes(32).Does(End).Passes(60).Does(new Deregister()).By(Id).Verdict,
        Is.EqualTo(Verdict.Inconclusive));

    [Test]
    public void Chat_that_ends_before_the_time_is_over_is_no_occasion() => Assert.That(
        Telling().Sends("Hello").Passes(20).Does(End).Passes(60).Does(new Deregister()).By(Id).Verdict,
        Is.EqualTo(Verdict.None));

    [TestCase("told")]
    [TestCase("over")]
    [TestCase("left")]
    [TestCase("verb")]
    public void Client_may_tell_of_it_in_several_ways(string way)
    {
        var trace = Telling().Types("Hello").Sends("Hello").Passes(31);
        trace = way switch
        {
            "told" => trace.Says(new UserNotified("messageFailed", "no answer")),
            "over" => trace.Says(new ChatEnded("chat-1")),
            "left" => trace.Ends(),
            _ => trace.Types("And this?", action => new Refused(action, "no answer to the message before")),
        };

        Assert.That(trace.Passes(7).Does(End).By(Id).Verdict, Is.EqualTo(Verdict.Pass));
    }

    [Test]
    public void Notification_of_a_kind_that_nobody_knows_shows_nothing() => Assert.That(
        Telling().Sends("Hello").Passes(31).Says(new UserNotified("typing", "…")).Passes(7).Does(End).By(Id).Verdict,
        Is.EqualTo(Verdict.Inconclusive));

    [TestCase("no")]
    [TestCase("partial")]
    public void Client_that_wants_no_answer_waits_for_none(string failureReport) => Assert.That(
        Telling().Sends("Hello", failureReport: failureReport).Passes(38).Does(End).By(Id).Verdict,
        Is.EqualTo(Verdict.None));

    [Test]
    public void Message_that_is_answered_over_another_connection_has_not_failed() => Assert.That(
        Telling().Sends("Hello").Loses().InvitesAgain().Connects().Sends("Hello").Answers(200).Passes(38).Does(End).By(Id).Verdict,
        Is.EqualTo(Verdict.None));

    /// <summary>The user has been told something before.</summary>
    private static SentMessageTraces Telling() => new SentMessageTraces().Says(new UserNotified("chatFailed", "another chat"));
}
