using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Requirements;

/// <summary>What did not come, came late, or could not be awaited.</summary>
public sealed class SilentClientTests
{
    [TestCase("RFC3261-13.2.2.4-1", "ACK sip:bob")]
    [TestCase("RFC3261-15.1.2-1", "CSeq: 7 BYE\r\nContent-Length")]
    [TestCase("RFC3261-17.1.1.3-1", "ACK sip:im-factory")]
    [TestCase("RFC4975-7.2-1", "MSRP peersays1 200")]
    [TestCase("RFC4975-5.4-1", " SEND")]
    public void Client_that_stays_silent_fails_once_nobody_waits_any_longer(string id, string text)
    {
        var trace = Later(Without(new ChatTrace().Record(), it => Says(it, text)), "BYE sip:bob", TimeSpan.FromSeconds(10));

        Assert.That(Judge(id, trace), Is.EqualTo(Verdict.Fail));
    }

    [TestCase("RFC3261-13.2.2.4-1", "ACK sip:bob")]
    [TestCase("RFC3261-15.1.2-1", "CSeq: 7 BYE\r\nContent-Length")]
    [TestCase("RFC3261-17.1.1.3-1", "ACK sip:im-factory")]
    [TestCase("RFC4975-7.2-1", "MSRP peersays1 200")]
    public void Client_that_was_cut_short_before_it_could_answer_is_not_judged(string id, string text)
    {
        var whole = new ChatTrace().Record();
        var begun = whole with { Events = [.. whole.Events.TakeWhile(it => !Says(it, text))], Interruption = "the client crashed" };

        Assert.That(Judge(id, begun), Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void What_a_client_told_its_user_instead_of_sending_an_invite_stands_in_the_finding()
    {
        var trace = new HandMadeTrace().Asks("sip:bob@im.example").Says(_ => new UserNotified("chatFailed", "exit code 3")).Seal();

        var finding = Judged.By("IM-6.1.3.2.1-6", trace).Worst();

        Assert.That((finding.Verdict, finding.Observed), Is.EqualTo((Verdict.Fail, "no initial INVITE was sent; the client told its user: chatFailed: exit code 3")));
        Assert.That(finding.Evidence.Select(it => it.Label), Does.Contain("what it told"));
    }

    [Test]
    public void Chat_that_was_over_before_an_invite_is_told_in_the_finding()
    {
        var trace = new HandMadeTrace().Asks("sip:bob@im.example").Says(_ => new ChatEnded("chat-1")).Seal();

        Assert.That(Judged.By("IM-6.1.3.2.1-6", trace).Worst().Observed, Is.EqualTo("no initial INVITE was sent, and the client said that the chat is over"));
    }

    [Test]
    public void Client_whose_command_failed_is_not_judged_by_the_invite_that_did_not_come()
    {
        var trace = new HandMadeTrace().Asks("sip:bob@im.example")
            .Says(_ => new UserNotified("progress", "calling"))
            .Says(_ => new UserNotified("commandFailed", "exit code 3"))
            .Seal();

        var finding = Judged.By("IM-6.1.3.2.1-6", trace).Worst();

        Assert.That((finding.Verdict, finding.Observed), Is.EqualTo((Verdict.Inconclusive, "the client's command failed: exit code 3")));
    }

    [TestCase("RFC3261-13.2.2.4-1", "ACK sip:bob", 20)]
    [TestCase("RFC3261-17.1.1.3-1", "ACK sip:im-factory", 20)]
    [TestCase("RFC4975-5.4-1", " SEND", 20)]
    [TestCase("RFC4975-7.2-1", "MSRP peersays1 200", 20)]
    public void Client_that_answers_late_passes(string id, string text, int seconds) =>
        Assert.That(Judge(id, Later(new ChatTrace().Record(), text, TimeSpan.FromSeconds(seconds))), Is.EqualTo(Verdict.Pass));

    [TestCase("", 10, Verdict.Fail)]
    [TestCase("a=setup:actpass\r\n", 10, Verdict.Inconclusive)]
    [TestCase("", 0, Verdict.Inconclusive)]
    public void Client_that_does_not_connect_fails_unless_the_peer_may_or_the_chat_ends_at_once(string setup, int secondsToBye, Verdict expected)
    {
        var trace = new ChatTrace().Edit("*", "a=sendrecv\r\n", $"{setup}a=sendrecv\r\n").Record();
        var unconnected = Without(trace, it => it is Connection or WireMessage { IsMsrp: true });

        Assert.That(Judge("RFC4975-8.5-1", Later(unconnected, "BYE sip:", TimeSpan.FromSeconds(secondsToBye))), Is.EqualTo(expected));
    }

    [TestCase(0.1, Verdict.Pass)]
    [TestCase(2, Verdict.Fail)]
    public void Send_behind_a_bye_fails_unless_both_may_have_crossed(double seconds, Verdict expected)
    {
        var trace = new ChatTrace().Record();
        var last = trace.Messages.Single(it => Says(it, "trans1last SEND"));
        var bye = trace.Messages.Single(it => Says(it, "BYE sip:bob"));
        var events = trace.Events.Where(it => it != last).ToList();
        events.Insert(events.IndexOf(bye) + 1, last with { At = bye.At + TimeSpan.FromSeconds(seconds) });

        Assert.That(Judge("RFC3261-15.1.1-1", Numbered(trace, events)), Is.EqualTo(expected));
    }

    private static Verdict Judge(string id, Trace trace) => Catalogue.Requirements.Single(it => it.Id == id).Judge([trace]).Verdict;

    private static bool Says(TraceEvent happened, string text) =>
        happened is WireMessage { IsFromClient: true } message && SipOccasions.OctetsOf(message).Contains(text, StringComparison.Ordinal);

    private static Trace Without(Trace trace, Func<TraceEvent, bool> gone) => Numbered(trace, trace.Events.Where(it => !gone(it)));

    /// <summary>From the first message that says so on, all comes that much later.</summary>
    private static Trace Later(Trace trace, string text, TimeSpan delay)
    {
        var from = trace.Events.FirstOrDefault(it => Says(it, text) || (it is WireMessage { IsFromClient: false } message && SipOccasions.OctetsOf(message).StartsWith(text, StringComparison.Ordinal)));
        return trace with { Events = [.. trace.Events.Select(it => from is not null && it.Number >= from.Number ? it with { At = it.At + delay } : it)] };
    }

    private static Trace Numbered(Trace trace, IEnumerable<TraceEvent> events) =>
        trace with { Events = [.. events.Select((it, i) => it with { Number = i + 1 })] };
}
