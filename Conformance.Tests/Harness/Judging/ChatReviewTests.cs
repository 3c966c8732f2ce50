using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Harness.Judging;

/// <summary>The one sentence on a run in which no chat came about.</summary>
public class ChatReviewTests
{
    [Test]
    public void Refusals_are_counted_by_what_was_said() => Assert.That(
        ChatReview.Of([Answered(488), Answered(488), Answered(404)]),
        Is.EqualTo(new[] { "no chat came about: each of 3 answered INVITEs was refused, 2 of them with 488 Refused, and what a chat shows is not proven" }));

    [Test]
    public void No_invite_is_told() => Assert.That(
        ChatReview.Of([new HandMadeTrace().Asks("sip:bob@im.example").Seal()]),
        Is.EqualTo(new[] { "no chat came about: no INVITE of the client was answered or none was sent, and what a chat shows is not proven" }));

    [Test]
    public void Nothing_is_said_where_a_chat_came_about() =>
        Assert.That(ChatReview.Of([Answered(488), Answered(200)]), Is.Empty);

    [Test]
    public void Nothing_is_said_where_nobody_asked_for_one() => Assert.That(ChatReview.Of([new HandMadeTrace().Seal()]), Is.Empty);

    private static Trace Answered(int statusCode)
    {
        var invite = HandMadeMessages.Invite("sip:bob@im.example");
        return new HandMadeTrace().Asks("sip:bob@im.example").ClientSends(invite).CoreSends(statusCode == 200 ? HandMadeMessages.Ok(invite) : HandMadeMessages.Refusal(invite, statusCode)).Seal();
    }
}
