using System.Text;
using Conformance.Harness.Wire;

namespace Conformance.Tests.Harness.Wire;

public sealed class CursorTests
{
    [Test]
    public void Cursor_walks_a_span_with_the_offsets_of_the_whole_buffer()
    {
        var cursor = new Cursor("xxab 12;yy"u8, new ByteSpan(2, 6));

        var letters = cursor.TakeWhile(CharClass.Alpha);
        var space = cursor.SkipLws();
        var digits = cursor.TakeUntil(CharClass.LineEnd);

        Assert.That((letters, space, digits), Is.EqualTo((new ByteSpan(2, 2), new ByteSpan(4, 1), new ByteSpan(5, 3))));
    }

    [Test]
    public void Cursor_at_its_end_stays_there()
    {
        var cursor = new Cursor("abc"u8, new ByteSpan(0, 2));
        cursor.Advance(100);

        var (taken, found) = (cursor.TakeUntil('c'), cursor.Take('c'));
        var isQuoted = cursor.TakeQuoted(out var quoted);

        Assert.That((cursor.AtEnd, cursor.Current, taken, found, isQuoted, quoted), Is.EqualTo(
            (true, -1, new ByteSpan(2, 0), false, false, new ByteSpan(2, 0))));
    }

    [TestCase("\"\" x", true, 2)]
    [TestCase("\"a\\\"b\" x", true, 6)]
    [TestCase("\"a\\\\\" x", true, 5)]
    [TestCase("\"a\\", false, 3)]
    [TestCase("\"a\\\"", false, 4)]
    public void Quoted_string_taken_ends_at_the_quote_that_is_not_escaped(string text, bool isClosed, int length)
    {
        var cursor = new Cursor(Encoding.ASCII.GetBytes(text), new ByteSpan(0, text.Length));

        Assert.That((cursor.TakeQuoted(out var quoted), quoted), Is.EqualTo((isClosed, new ByteSpan(0, length))));
    }

    [TestCase("plain", "plain")]
    [TestCase("a \r\n\t b\r\n c", "a b c")]
    [TestCase("a\n b", "a b")]
    [TestCase("\u043F\r\n \u0451", "\u043F \u0451")]
    public void Text_unfolded_has_one_space_for_each_fold(string text, string unfolded) =>
        Assert.That(WireText.Unfold(Encoding.UTF8.GetBytes(text)), Is.EqualTo(unfolded));

    [TestCase("token", "token")]
    [TestCase("\"\"", "")]
    [TestCase("\"a \\\"b\\\" \\\\ \\c\"", "a \"b\" \\ c")]
    public void Text_unquoted_has_its_quoted_pairs_undone(string text, string unquoted) =>
        Assert.That(WireText.Unquote(Encoding.UTF8.GetBytes(text)), Is.EqualTo(unquoted));

    [TestCase("")]
    [TestCase("a \"b\" \\ c")]
    public void Text_quoted_and_unquoted_is_the_same(string text) =>
        Assert.That(WireText.Unquote(Encoding.UTF8.GetBytes(WireText.Quote(text))), Is.EqualTo(text));
}
