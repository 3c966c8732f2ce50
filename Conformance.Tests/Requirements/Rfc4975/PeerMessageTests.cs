using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Requirements.Rfc4975;

/// <summary>What is right and wrong in what a client does with the peer's MSRP requests, case by case.</summary>
internal sealed class PeerMessageTests
{
    private const string Capitals = "MSRP://192.0.2.2:2855/9di4ea6ymnnx9kgd;TCP";
    private const string OtherCase = "msrp://192.0.2.2:2855/9DI4EA6YMNNX9KGD;tcp";
    private const string OtherId = "msrp://192.0.2.2:2855/9di4ea6ymnnx9kgdx;tcp";

    private static PeerMessageTraces Chat => new();

    [TestCase("no", 0, Verdict.Pass)]
    [TestCase("no", 200, Verdict.Fail)]
    [TestCase("no", 415, Verdict.Fail)]
    [TestCase("partial", 0, Verdict.Pass)]
    [TestCase("partial", 413, Verdict.Pass)]
    [TestCase("partial", 200, Verdict.Fail)]
    [TestCase("yes", 200, Verdict.Inconclusive)]
    public void Response_that_is_not_wanted_fails(string failureReport, int status, Verdict verdict) =>
        Assert.That(Chat.PeerSends(status, fields: ("Failure-Report", failureReport)).By("RFC4975-7.1.4-1"), Is.EqualTo(verdict));

    [TestCase("000 413 Too large", Verdict.Fail)]
    [TestCase("000 200 OK", Verdict.Pass)]
    public void Failure_report_that_is_not_wanted_fails(string status, Verdict verdict) => Assert.That(
        Chat.PeerSends(0, message: "peer-message-0no", fields: [("Failure-Report", "no"), ("Success-Report", "yes")]).ClientReports("peer-message-0no", status).By("RFC4975-7.1.4-1"),
        Is.EqualTo(verdict));

    [Test]
    public void Silence_proves_nothing_in_a_scenario_that_was_cut_short() => Assert.Multiple(() =>
    {
        Assert.That(Chat.PeerSends(0, fields: ("Failure-Report", "no")).By("RFC4975-7.1.4-1", "cut short"), Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Chat.PeerSends(0, to: OtherId).By("RFC4975-7.3-1", "cut short"), Is.EqualTo(Verdict.Inconclusive));
    });

    [TestCase(OtherId, 481, Verdict.Pass)]
    [TestCase(OtherId, 200, Verdict.Fail)]
    [TestCase(OtherId, 0, Verdict.Fail)]
    [TestCase(OtherCase, 200, Verdict.Fail)]
    [TestCase(Capitals, 200, Verdict.Inconclusive)]
    [TestCase("msrp://[::1]:2855/9di4ea6ymnnx9kgd;tcp", 200, Verdict.Inconclusive)]
    public void Message_to_another_session_is_refused(string to, int status, Verdict verdict) =>
        Assert.That(Chat.PeerSends(status, to: to).By("RFC4975-7.3-1"), Is.EqualTo(verdict));

    [TestCase(Capitals, 200, Verdict.Pass)]
    [TestCase(Capitals, 481, Verdict.Fail)]
    [TestCase(OtherCase, 481, Verdict.Pass)]
    [TestCase(OtherCase, 200, Verdict.Fail)]
    [TestCase(OtherId, 200, Verdict.Inconclusive)]
    public void Only_session_ids_are_compared_with_their_case(string to, int status, Verdict verdict) =>
        Assert.That(Chat.PeerSends(status, to: to).By("RFC4975-6.1-1"), Is.EqualTo(verdict));

    [TestCase(415, Verdict.Inconclusive)]
    [TestCase(200, Verdict.Fail)]
    public void Message_that_was_refused_is_not_reported_as_received(int status, Verdict verdict) => Assert.That(
        new PeerMessageTraces("message/cpim").PeerSends(status, fields: ("Success-Report", "yes")).By("RFC4975-7.1.3-1"),
        Is.EqualTo(verdict));

    [TestCase("RFC4975-6.1-1")]
    [TestCase("RFC4975-14.5-1")]
    public void Client_that_takes_wrapped_messages_only_may_refuse_others(string id) => Assert.That(
        new PeerMessageTraces("message/cpim").PeerSends(415, to: Capitals).PeerSends(413, range: "1-9/1000000000000", flag: '+').PeerSends(415).By(id),
        Is.EqualTo(Verdict.Inconclusive));

    [TestCase("application/x-foo", 415, Verdict.Pass)]
    [TestCase("application/x-foo", 200, Verdict.Fail)]
    [TestCase("multipart/mixed;boundary=b", 200, Verdict.Pass)]
    [TestCase("Multipart/Mixed;boundary=b", 415, Verdict.Fail)]
    [TestCase("text/plain", 200, Verdict.Inconclusive)]
    public void Type_decides(string type, int status, Verdict verdict) =>
        Assert.That(Chat.PeerSends(status, type: type).By("RFC4975-7.3.1-1"), Is.EqualTo(verdict));

    [TestCase("UNHEARD", 501, Verdict.Pass)]
    [TestCase("UNHEARD", 200, Verdict.Fail)]
    [TestCase("UNHEARD", 0, Verdict.Fail)]
    [TestCase("NICKNAME", 200, Verdict.Inconclusive)]
    public void Method_that_nobody_knows_is_refused(string method, int status, Verdict verdict) =>
        Assert.That(Chat.PeerAsks(method, status).By("RFC4975-12-1"), Is.EqualTo(verdict));

    [TestCase(200, Verdict.Pass)]
    [TestCase(400, Verdict.Fail)]
    public void Field_that_nobody_knows_is_ignored(int status, Verdict verdict) =>
        Assert.That(Chat.PeerSends(status, fields: ("X-Foo", "1")).By("RFC4975-12-1"), Is.EqualTo(verdict));

    [TestCase(200, 200, Verdict.Pass)]
    [TestCase(413, 200, Verdict.Pass)]
    [TestCase(0, 0, Verdict.Fail)]
    public void Client_lives_on_after_a_huge_total(int huge, int next, Verdict verdict) => Assert.That(
        Chat.PeerSends(huge, range: "1-9/1000000000000", flag: '+', message: "peer-message-big").PeerSends(next).By("RFC4975-14.5-1"),
        Is.EqualTo(verdict));

    [TestCase(Verdict.Pass, "Hello world")]
    [TestCase(Verdict.Pass, "Hello ", "world")]
    [TestCase(Verdict.Fail, "world", "Hello ")]
    [TestCase(Verdict.Fail, "worldHello ")]
    public void Chunks_are_shown_in_their_order(Verdict verdict, params string[] shown) => Assert.That(
        Chunks("7-11/11", "1-6/11").Shows(shown).By("RFC4975-7.3.1-2"),
        Is.EqualTo(verdict));

    [Test]
    public void What_is_not_shown_fails_only_of_a_client_that_shows_things() => Assert.Multiple(() =>
    {
        Assert.That(Chunks("7-11/11", "1-6/11").By("RFC4975-7.3.1-2"), Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Chat.Shows("echo: Hello").By("RFC4975-7.3.1-2"), Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Chat.Shows("echo: Hello").PeerSends(200, "world", "chunked", "7-11/11").PeerSends(200, "Hello ", "chunked", "1-6/11", '+').By("RFC4975-7.3.1-2"), Is.EqualTo(Verdict.Fail));
        Assert.That(Twice().By("RFC4975-5.4-4"), Is.EqualTo(Verdict.Inconclusive));
    });

    [TestCase("7-11/11", "1-99/11", 200)]
    [TestCase("7-11/11", "1-6/11", 413)]
    public void Chunks_that_are_illegal_or_too_large_are_not_judged(string first, string second, int status) =>
        Assert.That(Chunks(first, second, status).Shows("else").By("RFC4975-7.3.1-2"), Is.EqualTo(Verdict.Inconclusive));

    [TestCase(Verdict.Pass, "Good morning")]
    [TestCase(Verdict.Fail, "Good morning", "Good morning")]
    [TestCase(Verdict.Fail, "else")]
    [TestCase(Verdict.Pass, "Good morning", "(again) Good morning")]
    public void Message_that_comes_twice_is_shown_once(Verdict verdict, params string[] shown) =>
        Assert.That(Twice().Shows(shown).By("RFC4975-5.4-4"), Is.EqualTo(verdict));

    [Test]
    public void Message_that_comes_twice_is_answered_twice() =>
        Assert.That(Twice(0).Shows("Good morning").By("RFC4975-5.4-4"), Is.EqualTo(Verdict.Fail));

    [Test]
    public void Report_is_left_alone() => Assert.Multiple(() =>
    {
        Assert.That(Reported(0, "000 200 OK").By("RFC4975-7.1.2-1"), Is.EqualTo(Verdict.Pass));
        Assert.That(Reported(200, "000 200 OK").By("RFC4975-7.1.2-1"), Is.EqualTo(Verdict.Fail));
        Assert.That(Reported(0, "000 200 OK").ClientReports("client-message-01", "000 200 OK").By("RFC4975-7.1.2-1"), Is.EqualTo(Verdict.Fail));
        Assert.That(Reported(0, "000 200 OK").ClientReports("peer-message-001", "000 200 OK").By("RFC4975-7.1.2-1"), Is.EqualTo(Verdict.Pass));
    });

    [Test]
    public void Failure_that_is_reported_has_a_consequence() => Assert.Multiple(() =>
    {
        Assert.That(Told().PeerAsks("REPORT", 0, Failure).Says(new UserNotified("messageFailed", "")).By("RFC4975-7.3.2-1"), Is.EqualTo(Verdict.Pass));
        Assert.That(Told().PeerAsks("REPORT", 0, Failure).Says(new UserNotified("typing", "")).By("RFC4975-7.3.2-1"), Is.EqualTo(Verdict.Inconclusive), "nobody knows what that says");
        Assert.That(Told().PeerAsks("REPORT", 0, Failure).Says(new ChatEnded("chat-1")).By("RFC4975-7.3.2-1"), Is.EqualTo(Verdict.Pass));
        Assert.That(Told().PeerAsks("REPORT", 0, Failure).ClientSends("client-message-01", "Hello").By("RFC4975-7.3.2-1"), Is.EqualTo(Verdict.Pass));
        Assert.That(Told().PeerAsks("REPORT", 0, Failure).Closes().By("RFC4975-7.3.2-1"), Is.EqualTo(Verdict.Pass));
        Assert.That(Told().PeerAsks("REPORT", 0, Failure).By("RFC4975-7.3.2-1"), Is.EqualTo(Verdict.Fail));
        Assert.That(Told().PeerAsks("REPORT", 0, Failure).By("RFC4975-7.3.2-1", "cut short"), Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Told().PeerAsks("REPORT", 0, Failure).Does(new EndChat("chat-1")).Says(new ChatEnded("chat-1")).Closes().By("RFC4975-7.3.2-1"), Is.EqualTo(Verdict.Fail));
        Assert.That(Reported(0, "000 408 Timed Out").By("RFC4975-7.3.2-1"), Is.EqualTo(Verdict.Inconclusive), "a client that never tells anything");
        Assert.That(Told().By("RFC4975-7.3.2-1"), Is.EqualTo(Verdict.None), "no report on what wants none");
    });

    private static (string Name, string Value)[] Failure => [("Message-ID", "client-message-01"), ("Byte-Range", "1-5/5"), ("Status", "000 408 Timed Out")];

    private static PeerMessageTraces Told() => Chat.Says(new UserNotified("chatFailed", "an earlier chat"));

    private static PeerMessageTraces Reported(int status, string outcome) =>
        Chat.PeerAsks("REPORT", status, ("Message-ID", "client-message-01"), ("Byte-Range", "1-5/5"), ("Status", outcome));

    private static PeerMessageTraces Chunks(string first, string second, int status = 200) =>
        Chat.PeerSends(status, "world", "chunked", first).PeerSends(status, "Hello ", "chunked", second, '+');

    private static PeerMessageTraces Twice(int second = 200) =>
        Chat.PeerSends(200, "Good morning", "repeated").PeerSends(second, "Good morning", "repeated");
}
