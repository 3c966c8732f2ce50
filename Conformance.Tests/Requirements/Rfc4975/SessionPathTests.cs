using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Requirements.Rfc4975;

/// <summary>Paths of several URIs, paths that change, and connections that end: what fails, and what does not.</summary>
internal sealed class SessionPathTests
{
    private const string Relay = "msrp://192.0.2.1:2855/relay-1;tcp";
    private const string Behind = "msrp://192.0.2.9:7777/far;tcp";
    private const string Whole = $"{Relay} {Behind}";
    private const string Former = "msrp://192.0.2.1:2855/9di4ea6ymnnx9kgd;tcp";
    private const string Other = "msrp://192.0.2.1:2855/other;tcp";
    private const string OtherInCapitals = "MSRP://192.0.2.1:2855/other;TCP";

    [TestCase(Whole, 2855, Verdict.Pass)]
    [TestCase("MSRP://192.0.2.1:2855/relay-1;TCP msrp://192.0.2.9:7777/far;tcp", 2855, Verdict.Pass)]
    [TestCase(Relay, 2855, Verdict.Fail)]
    [TestCase(Behind, 2855, Verdict.Fail)]
    [TestCase($"{Behind} {Relay}", 2855, Verdict.Fail)]
    [TestCase(Whole, 7777, Verdict.Fail)]
    public void Path_of_several_uris_is_connected_at_its_first_and_named_whole(string to, int port, Verdict verdict) =>
        Assert.That(Relayed(port).Sends("", to: to).By("RFC4975-8.3-1").Verdict, Is.EqualTo(verdict));

    [TestCase(10, null, Verdict.Fail)]
    [TestCase(1, "cut short", Verdict.Inconclusive)]
    public void Path_of_several_uris_that_is_not_taken_up_fails_once_the_time_is_over(double seconds, string? interruption, Verdict verdict) =>
        Assert.That(Relayed(null).Passes(seconds).Does(new Deregister()).By("RFC4975-8.3-1", interruption).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Path_of_several_uris_that_ends_the_chat_fails_unless_the_user_ends_it() => Assert.Multiple(() =>
    {
        Assert.That(Relayed(null).Passes(1).Ends().By("RFC4975-8.3-1").Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(Relayed(null).Passes(1).Does(new EndChat("chat-1"), action => new Done(action)).Ends().By("RFC4975-8.3-1").Verdict, Is.EqualTo(Verdict.Inconclusive));
    });

    [Test]
    public void Path_of_one_uri_is_no_occasion() => Assert.That(new SentMessageTraces().Sends("Hello").By("RFC4975-8.3-1").Verdict, Is.EqualTo(Verdict.Inconclusive));

    [TestCase(Other, 1, Verdict.Pass)]
    [TestCase(OtherInCapitals, 1, Verdict.Pass)]
    [TestCase(Former, 1, Verdict.Fail)]
    [TestCase(Former, 0.3, Verdict.None, Description = "under way when the path changed")]
    public void Path_that_the_peer_gave_last_is_named(string to, double seconds, Verdict verdict) => Assert.That(
        new SentMessageTraces().Sends("Hello").IsInvited(Other).Passes(seconds).Sends("And this?", "client-message-02", to: to).By("RFC4975-8.4-1").Verdict,
        Is.EqualTo(verdict));

    [TestCase(Former, 488, Verdict.None, Description = "the former path holds")]
    [TestCase(Former, 200, Verdict.Fail)]
    public void Path_that_the_client_refuses_does_not_hold(string to, int status, Verdict verdict) => Assert.That(
        new SentMessageTraces().Sends("Hello").IsInvited(Other, status).Passes(1).Sends("And this?", "client-message-02", to: to).By("RFC4975-8.4-1").Verdict,
        Is.EqualTo(verdict));

    [Test]
    public void Path_in_an_answer_of_the_peer_holds_as_well() => Assert.Multiple(() =>
    {
        Assert.That(new SentMessageTraces().InvitesAgain(Other).Passes(1).Sends("Hello", to: Other).By("RFC4975-8.4-1").Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(new SentMessageTraces().InvitesAgain(Other).Passes(1).Sends("Hello", to: Former).By("RFC4975-8.4-1").Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(new SentMessageTraces().InvitesAgain().Passes(1).Sends("Hello", to: Former).By("RFC4975-8.4-1").Verdict, Is.EqualTo(Verdict.None));
    });

    [Test]
    public void Connection_stays_until_the_dialog_ends() => Assert.Multiple(() =>
    {
        Assert.That(Speaking().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(Speaking().Ends().Closes().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(Speaking().Closes().Passes(0.3).Ends().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Pass), "the BYE is slower than the connection's end");
        Assert.That(Speaking().Closes().Passes(1).Ends().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(Speaking().Closes().Passes(1).By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(new SentMessageTraces().Closes().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Inconclusive), "nothing was sent over it");
        Assert.That(Speaking().Loses().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Inconclusive), "it was not the client who ended it");
    });

    [Test]
    public void Connection_that_is_used_no_longer_may_end() => Assert.Multiple(() =>
    {
        Assert.That(Speaking().InvitesAgain().Connects().Sends("").Closes(1).Passes(9).Ends().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Pass), "the session is on another one");
        Assert.That(Speaking().IsInvited(Other).Closes().Connects().Sends("", to: Other).Passes(9).Ends().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Pass), "the path is another one");
        Assert.That(Speaking().InvitesAgain(Other).Closes().Passes(9).Ends().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Pass), "the answer has another path");
        Assert.That(Speaking().IsInvited(null).Closes().Passes(9).Ends().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Pass), "there is no stream any more");
        Assert.That(Speaking().IsInvited(Former).Closes().Passes(9).Ends().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Fail), "nothing has changed");
        Assert.That(Speaking().IsInvited(Other, 488).Closes().Passes(9).Ends().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Fail), "the client refused to move");
    });

    [Test]
    public void Client_that_is_shut_down_in_a_chat_proves_nothing() => Assert.Multiple(() =>
    {
        Assert.That(Speaking().Closes().By("RFC4975-5.4-5", "cut short").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Speaking().Does(new Deregister()).Closes().By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Speaking().Closes().Passes(1).Does(new Deregister()).By("RFC4975-5.4-5").Verdict, Is.EqualTo(Verdict.Fail));
    });

    private static SentMessageTraces Speaking() => new SentMessageTraces().Sends("Hello").Answers(200).Passes(1);

    /// <summary>The peer's path has two URIs, and the client connects to this port, if to any.</summary>
    private static SentMessageTraces Relayed(int? port)
    {
        var trace = new SentMessageTraces(path: Whole, connects: false);
        return port is { } target ? trace.Connects(target) : trace;
    }
}
