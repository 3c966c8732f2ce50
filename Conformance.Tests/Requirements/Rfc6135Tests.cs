using Conformance.Harness.Judging;
using Conformance.Tests.Requirements.Rfc4975;

namespace Conformance.Tests.Requirements;

/// <summary>Who is to connect, as the client's session descriptions say it: what fails, and what does not.</summary>
internal sealed class Rfc6135Tests
{
    private const string Path = "msrp://192.0.2.1:2855/other;tcp";
    private const string Setup = "RFC6135-4.2.2-1";
    private const string Connection = "RFC6135-4.4-1";

    [TestCase("a=setup:actpass", Verdict.Pass)]
    [TestCase("a=setup:active", Verdict.Pass)]
    [TestCase("a=setup:passive", Verdict.Fail)]
    [TestCase("a=setup:holdconn", Verdict.Fail)]
    public void Offer_lets_the_peer_wait(string line, Verdict verdict) => Assert.That(Offers(line).By(Setup).Verdict, Is.EqualTo(verdict));

    [TestCase("active", Verdict.Pass)]
    [TestCase("passive", Verdict.Pass)]
    [TestCase("actpass", Verdict.Pass, Description = "of no use in an answer, but RFC 6135 does not speak of it")]
    [TestCase("holdconn", Verdict.Fail)]
    public void Answer_says_either_role(string role, Verdict verdict) => Assert.That(
        Offers("a=setup:actpass").IsInvited(Path, answered: $"a=setup:{role}\r\n").By(Setup).Verdict,
        Is.EqualTo(verdict));

    [Test]
    public void Who_negotiates_once_does_so_always() => Assert.Multiple(() =>
    {
        Assert.That(Offers("a=setup:actpass").InvitesAgain(offered: "a=setup:active\r\n").By(Setup).Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(Offers("a=setup:actpass").InvitesAgain().By(Setup).Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(Offers("a=setup:actpass").IsInvited(Path).By(Setup).Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(Offers("a=setup:actpass").IsInvited(Path, 488).By(Setup).Verdict, Is.EqualTo(Verdict.Pass), "no answer, no stream");
    });

    [TestCase(Setup)]
    [TestCase(Connection)]
    public void Who_does_not_negotiate_is_not_bound(string id) => Assert.Multiple(() =>
    {
        Assert.That(new SentMessageTraces().By(id).Verdict, Is.EqualTo(Verdict.None));
        Assert.That(Offers("a=connection:new").By(id).Verdict, Is.EqualTo(Verdict.None));
        Assert.That(new SentMessageTraces(more: "a=setup:passive\r\n").By(id).Verdict, Is.EqualTo(Verdict.None), "the peer does");
    });

    [TestCase("a=setup:actpass", Verdict.Pass)]
    [TestCase("a=setup:actpass\r\na=connection:new", Verdict.Fail)]
    [TestCase("a=connection:existing\r\na=setup:actpass", Verdict.Fail)]
    [TestCase("a=setup:actpass\r\na=x-connection:new", Verdict.Pass)]
    public void Connections_are_not_spoken_of(string lines, Verdict verdict) => Assert.That(Offers(lines).By(Connection).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Answers_do_not_speak_of_connections_either() => Assert.That(
        Offers("a=setup:actpass").IsInvited(Path, answered: "a=setup:active\r\na=connection:new\r\n").By(Connection).Verdict,
        Is.EqualTo(Verdict.Fail));

    private static SentMessageTraces Offers(string lines) => new(offered: $"{lines}\r\n");
}
