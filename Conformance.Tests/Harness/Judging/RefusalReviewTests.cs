using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Harness.Judging;

/// <summary>The sentences on what the client refused its user.</summary>
public class RefusalReviewTests
{
    [Test]
    public void Refusals_are_counted_by_verb_with_the_first_text()
    {
        var first = new HandMadeTrace().Asks("sip:bob@im.example").Does(Text).Says(it => new Done(it)).Does(Text).Says(it => new Refused(it, "busy")).Seal();
        var second = new HandMadeTrace().Does(Text).Says(it => new Refused(it, "later")).Does(new Deregister()).Says(it => new Refused(it, "never")).Seal();

        Assert.That(RefusalReview.Of([first, second]), Is.EqualTo(new[]
        {
            "the client refused 1 of 1 deregister requests, first in scenario hand-made: never",
            "the client refused 2 of 3 sendMessage requests, first in scenario hand-made: busy",
        }));
    }

    [Test]
    public void Nothing_is_said_of_a_verb_that_is_refused_at_times() => Assert.That(
        RefusalReview.Of([new HandMadeTrace().Asks("sip:bob@im.example").Does(Text).Says(it => new Done(it)).Does(Text).Says(it => new Refused(it, "the peer has refused it before")).Seal()]),
        Is.Empty);

    [Test]
    public void Nothing_is_said_of_what_was_done_or_is_no_verb_of_the_client() =>
        Assert.That(RefusalReview.Of([new HandMadeTrace().Asks("sip:bob@im.example").Does(Text).Says(it => new Unsupported(it)).Seal()]), Is.Empty);

    private static SendMessage Text => new("chat-1", "text/plain", "Hello");
}
