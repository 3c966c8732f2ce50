using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;
using static Conformance.Tests.Requirements.Rfc3261.DialogTraces;

namespace Conformance.Tests.Requirements.Rfc3261;

/// <summary>What is right and wrong in answers to the peer's requests in a dialog, case by case.</summary>
internal sealed class PeerRequestTests
{
    private static readonly SipMessage Extended = Peer("INVITE").WithAdded("Require", "foo-ext, 100rel");

    [TestCase("foo-ext, 100rel", Verdict.Pass)]
    [TestCase("100REL,\r\n FOO-EXT", Verdict.Pass)]
    [TestCase("foo-ext", Verdict.Fail)]
    public void Unsupported_names_each_extension_that_is_lacked(string named, Verdict verdict) => Assert.That(
        By("RFC3261-8.2.2.3-1", Extended, Answer(Extended, 420).WithAdded("Unsupported", named)),
        Is.EqualTo(verdict));

    [Test]
    public void Extension_that_the_client_has_is_not_to_be_refused()
    {
        var request = Peer("INVITE").WithAdded("Require", "REPLACES");

        Assert.That(By("RFC3261-8.2.2.3-1", request, Answer(request, 200)), Is.EqualTo(Verdict.Inconclusive));
    }

    [Test]
    public void Method_that_the_client_lacks_is_refused_for_that_first()
    {
        var request = Peer("MESSAGE").WithAdded("Require", "foo-ext");

        Assert.That(By("RFC3261-8.2.2.3-1", request, Answer(request, 405).With("Allow", "INVITE, ACK, CANCEL, BYE")), Is.EqualTo(Verdict.Inconclusive));
    }

    [TestCase(1, 32.5, Verdict.Fail)]
    [TestCase(1, 20, Verdict.Inconclusive)]
    public void Request_without_an_answer_fails_once_nobody_waits_any_longer(int sequence, double seconds, Verdict verdict)
    {
        var trace = Chat().CoreSends(Peer("OPTIONS", 2), Peer("INVITE", sequence)).Passes(TimeSpan.FromSeconds(seconds)).Does(new Deregister()).Seal(verdict == Verdict.Fail ? null : "cut short");

        Assert.That(Judged.By("RFC3261-12.2.2-1", trace).Verdict, Is.EqualTo(verdict));
    }

    [TestCase(500, Verdict.Pass)]
    [TestCase(200, Verdict.Fail)]
    public void Lower_number_is_refused(int statusCode, Verdict verdict)
    {
        var (first, stale) = (Peer("OPTIONS", 2), Peer("INVITE", 1));
        var trace = Chat().CoreSends(first).ClientSends(Answer(first, 200)).CoreSends(stale).ClientSends(Answer(stale, statusCode)).Seal();

        Assert.That(Judged.By("RFC3261-12.2.2-1", trace).Verdict, Is.EqualTo(verdict));
    }

    [TestCase(481, Verdict.Pass)]
    [TestCase(200, Verdict.Fail)]
    public void Dialog_that_there_is_not_is_refused(int statusCode, Verdict verdict)
    {
        var bye = Peer("BYE", 1, "nobody");

        Assert.That(By("RFC3261-12.2.2-1", bye, Answer(bye, statusCode)), Is.EqualTo(verdict));
    }

    [TestCase(200, true, Verdict.Pass)]
    [TestCase(488, false, Verdict.Fail)]
    [TestCase(200, false, Verdict.Fail)]
    public void Same_session_again_is_taken(int statusCode, bool hasAnswer, Verdict verdict)
    {
        var offer = Described(Peer("INVITE"), PeerSdp);
        var answer = Answer(offer, statusCode);

        Assert.That(By("RFC3261-14.2-1", offer, hasAnswer ? Described(answer, HandMadeMessages.Sdp) : answer), Is.EqualTo(verdict));
    }

    [TestCase(488, Verdict.Pass)]
    [TestCase(606, Verdict.Pass)]
    [TestCase(200, Verdict.Pass)]
    [TestCase(500, Verdict.Fail)]
    [TestCase(481, Verdict.Fail)]
    public void Session_without_a_chat_may_be_taken_or_refused(int statusCode, Verdict verdict)
    {
        var offer = Described(Peer("INVITE"), "v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n");

        Assert.That(By("RFC3261-14.2-1", offer, Answer(offer, statusCode)), Is.EqualTo(verdict));
    }

    [TestCase("o=- 3724395400 3724395401 IN IP4 192.0.2.2", "s=x", Verdict.Pass)]
    [TestCase("o=- 3724395400 3724395401 IN IP4 192.0.2.2", "s=-", Verdict.Pass)]
    [TestCase("o=- 3724395400 3724395400 IN IP4 192.0.2.2", "s=-", Verdict.Pass)]
    [TestCase("o=- 3724395400 3724395400 IN IP4 192.0.2.2", "s=x", Verdict.Fail)]
    [TestCase("o=- 3724395400 3724395402 IN IP4 192.0.2.2", "s=x", Verdict.Fail)]
    [TestCase("o=alice 3724395400 3724395401 IN IP4 192.0.2.2", "s=x", Verdict.Fail)]
    [TestCase("o=- 3724395400 3724395401 IN IP4 192.0.2.3", "s=x", Verdict.Fail)]
    public void Version_counts_changes(string origin, string name, Verdict verdict)
    {
        var offer = Described(Peer("INVITE"), PeerSdp);
        var sdp = HandMadeMessages.Sdp.Replace("o=- 3724395400 3724395400 IN IP4 192.0.2.2", origin, StringComparison.Ordinal).Replace("s=-", name, StringComparison.Ordinal);

        Assert.That(By("RFC3264-8-1", offer, Described(Answer(offer, 200), sdp)), Is.EqualTo(verdict));
    }

    private static string PeerSdp => HandMadeMessages.Sdp.Replace("192.0.2.2", "192.0.2.1", StringComparison.Ordinal);

    private static SipMessage Described(SipMessage message, string sdp) =>
        message.WithAdded("Content-Type", "application/sdp").WithBody(System.Text.Encoding.UTF8.GetBytes(sdp));

    private static Verdict By(string id, SipMessage request, SipMessage answer) =>
        Judged.By(id, Chat().CoreSends(request).ClientSends(answer).Seal()).Verdict;
}
