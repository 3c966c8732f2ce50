using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Wire.Msrp;

internal sealed class MsrpFramerTests
{
    [Test]
    public void Stream_of_all_sound_messages_is_cut_into_them()
    {
        var fixtures = MsrpFixture.Sound().ToList();

        var messages = new MsrpFramer().Feed((byte[])[.. fixtures.SelectMany(it => it.Octets)]).ToList();

        Assert.That(messages.Select(it => it.ToString()), Is.EqualTo(fixtures.Select(it => Encoding.UTF8.GetString(it.Octets))));
    }

    [Test]
    public void Junk_is_given_line_by_line_and_the_next_message_is_found()
    {
        var response = MsrpFixture.Named("response-comment").Octets;

        var messages = new MsrpFramer().Feed((byte[])[.. "\r\nHELO there\nx\r\nMSRP \r\nMSRP abcd\r\n"u8, .. response]).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(messages.Select(it => it.ToString()), Is.EqualTo(
                (string[])["\r\n", "HELO there\nx\r\n", "MSRP \r\n", "MSRP abcd\r\n", Encoding.UTF8.GetString(response)]));
            Assert.That(messages[..4].Select(it => it.Defects.Single().Kind), Is.All.EqualTo(DefectKind.MalformedMsrpStartLine));
            Assert.That(messages[4].Defects, Is.Empty);
        });
    }

    [Test]
    public void End_line_of_another_transaction_ends_a_bodiless_message()
    {
        var messages = new MsrpFramer().Feed(MsrpFixture.Named("bad-end-line-id").Octets).ToList();

        Assert.That(messages.Single().Defects.Single().Kind, Is.EqualTo(DefectKind.MalformedEndLine));
    }

    [Test]
    public void Unfinished_message_is_pending()
    {
        var octets = MsrpFixture.Named("bad-end-line-missing").Octets;
        var framer = new MsrpFramer();

        Assert.Multiple(() =>
        {
            Assert.That(framer.Feed(octets), Is.Empty);
            Assert.That(framer.Pending.ToArray(), Is.EqualTo(octets));
        });
    }

    [Test]
    public void Message_beyond_the_limit_is_given_as_it_is()
    {
        var octets = MsrpFixture.Named("bad-end-line-missing").Octets;
        var framer = new MsrpFramer(octets.Length);

        var message = framer.Feed(octets).Single();

        Assert.Multiple(() =>
        {
            Assert.That(message.Octets.ToArray(), Is.EqualTo(octets));
            Assert.That(message.Defects.Single().Kind, Is.EqualTo(DefectKind.MissingEndLine));
            Assert.That(framer.Pending.IsEmpty, Is.True);
        });
    }

    [Test]
    public void Given_message_does_not_change_with_what_comes_later()
    {
        var octets = MsrpFixture.Named("send-whole").Octets;
        var framer = new MsrpFramer();
        var first = framer.Feed(octets).Single();

        framer.Feed(MsrpFixture.Named("response-comment").Octets);

        Assert.That(first.Octets.ToArray(), Is.EqualTo(octets));
    }

    [TestCase("MSRP abcd1234 SEND\r\nX-A: ")]
    [TestCase("no message and no line ")]
    public void Head_that_never_ends_is_given_long_before_the_limit(string begin)
    {
        var framer = new MsrpFramer();

        var messages = framer.Feed(Encoding.UTF8.GetBytes(begin.PadRight(300_000, 'a'))).ToList();

        Assert.That(messages.Single().Octets.Length, Is.EqualTo(300_000));
        Assert.That(messages.Single().Defects, Is.Not.Empty);
        Assert.That(framer.Pending.Length, Is.Zero);
    }
}
