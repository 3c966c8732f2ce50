using System.Text;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Sip;

public sealed class SipEditTests
{
    private const string Odd =
        "INVITE sip:b@im.test SIP/2.0\r\nvia : SIP/2.0/UDP h\r\n ;branch=1\r\nROUTE:<sip:p>\r\nsubject:\r\n"
        + "Route : <sip:q>\r\nl:   4 \r\n\r\nb\0dy";

    [TestCase("Route", "ROUTE:<sip:p>\r\n", "", "Route : <sip:q>\r\n", "")]
    [TestCase("v", "via : SIP/2.0/UDP h\r\n ;branch=1\r\n", "", null, null)]
    [TestCase("Content-Length", "l:   4 \r\n", "", null, null)]
    [TestCase("Absent", null, null, null, null)]
    public void Message_without_a_field_has_all_other_octets_as_they_were(
        string name, string? from, string? to, string? alsoFrom, string? alsoTo) =>
        Assert.That(Text(Message(Odd).Without(name)), Is.EqualTo(Replace(Replace(Odd, from, to), alsoFrom, alsoTo)));

    [TestCase("Route", "<sip:r>", "ROUTE:<sip:p>", "ROUTE:<sip:r>")]
    [TestCase("Via", "x", "via : SIP/2.0/UDP h\r\n ;branch=1", "via : x")]
    [TestCase("s", "Lunch", "subject:", "subject: Lunch")]
    [TestCase("Content-Length", "9", "l:   4 ", "l:   9 ")]
    [TestCase("New", "\u00E9", "l:   4 \r\n", "l:   4 \r\nNew: \u00E9\r\n")]
    public void Message_with_a_field_has_all_other_octets_as_they_were(string name, string value, string from, string to) =>
        Assert.That(Text(Message(Odd).With(name, value)), Is.EqualTo(Replace(Odd, from, to)));

    [Test]
    public void Message_with_an_added_field_has_it_at_the_end_of_the_head() =>
        Assert.That(Text(Message(Odd).WithAdded("Route", "<sip:r>")), Is.EqualTo(Replace(Odd, "4 \r\n", "4 \r\nRoute: <sip:r>\r\n")));

    [Test]
    public void Message_with_a_first_field_has_it_before_all_others() =>
        Assert.That(Text(Message(Odd).WithFirst("Via", "x")), Is.EqualTo(Replace(Odd, "via", "Via: x\r\nvia")));

    [TestCase("INVITE sip:b@im.test SIP/2.0\r\nA: 1", "INVITE sip:b@im.test SIP/2.0\r\nA: 1\r\nB: 2\r\n")]
    [TestCase("INVITE sip:b@im.test SIP/2.0", "INVITE sip:b@im.test SIP/2.0\r\nB: 2\r\n")]
    [TestCase("INVITE sip:b@im.test SIP/2.0\r\n\r\n", "INVITE sip:b@im.test SIP/2.0\r\nB: 2\r\n\r\n")]
    [TestCase("", "\r\nB: 2\r\n")]
    public void Field_added_stands_on_a_line_of_its_own(string before, string after) =>
        Assert.That(Text(Message(before).WithAdded("B", "2")), Is.EqualTo(after));

    [Test]
    public void Message_with_another_request_uri_has_all_other_octets_as_they_were() =>
        Assert.That(Text(Message(Odd).WithRequestUri("tel:+1")), Is.EqualTo(Replace(Odd, "sip:b@im.test", "tel:+1")));

    [Test]
    public void Response_with_another_request_uri_stays_as_it_is() =>
        Assert.That(Text(Message("SIP/2.0 200 OK\r\n\r\n").WithRequestUri("tel:+1")), Is.EqualTo("SIP/2.0 200 OK\r\n\r\n"));

    [Test]
    public void Message_with_another_start_line_has_all_other_octets_as_they_were() =>
        Assert.That(Text(Message(Odd).WithStartLine("SIP/2.0 200 OK")), Is.EqualTo(Replace(Odd, "INVITE sip:b@im.test SIP/2.0", "SIP/2.0 200 OK")));

    [TestCase(Odd, "longer body", "l:   11 \r\n\r\nlonger body")]
    [TestCase(Odd, "", "l:   0 \r\n\r\n")]
    public void Message_with_another_body_has_its_length_and_all_other_octets_as_they_were(string before, string body, string end) =>
        Assert.That(Text(Message(before).WithBody(Encoding.UTF8.GetBytes(body))), Is.EqualTo(Replace(before, "l:   4 \r\n\r\nb\0dy", end)));

    [TestCase("A b C\r\nD: 1\r\n\r\nold", "A b C\r\nD: 1\r\n\r\nnew!")]
    [TestCase("A b C\r\nl: 3\r\n\r\noldnoise", "A b C\r\nl: 4\r\n\r\nnew!noise")]
    [TestCase("A b C\r\nD: 1\r\n", "A b C\r\nD: 1\r\n\r\nnew!")]
    [TestCase("A b C\r\nD: 1", "A b C\r\nD: 1\r\n\r\nnew!")]
    public void Body_replaced_leaves_what_is_around_it(string before, string after) =>
        Assert.That(Text(Message(before).WithBody("new!"u8)), Is.EqualTo(after));

    [TestCaseSource(typeof(SipFixtures), nameof(SipFixtures.All))]
    public void Octets_replaced_leave_all_others_as_they_were(string file)
    {
        var message = SipMessage.Parse(File.ReadAllBytes(file));
        var span = message.Headers[1].ValueSpan;

        var edited = message.WithOctets(span, "\xFF"u8);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(edited.Octets[..span.Offset].ToArray(), Is.EqualTo(message.Octets[..span.Offset].ToArray()));
            Assert.That(edited.Octets[(span.Offset + 2)..].ToArray(), Is.EqualTo(message.Octets[span.End..].ToArray()));
        }
    }

    [TestCaseSource(typeof(SipFixtures), nameof(SipFixtures.All))]
    public void Field_added_and_taken_away_again_gives_the_same_octets(string file)
    {
        var octets = File.ReadAllBytes(file);

        var edited = SipMessage.Parse(octets).WithAdded("Not-There", "x").WithFirst("Not-There", "y").Without("not-there");

        Assert.That(edited.Octets.ToArray(), Is.EqualTo(octets));
    }

    [Test]
    public void Writer_keeps_the_order_of_its_parts_and_ends_with_Content_Length()
    {
        var message = SipWriter.Request("MESSAGE", "sip:b@im.test")
            .Header("Via", "SIP/2.0/UDP h").Body("text/plain", "h\u00E9"u8).Header("Subject", "s").Write();

        Assert.That(Text(message), Is.EqualTo(
            "MESSAGE sip:b@im.test SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nContent-Type: text/plain\r\nSubject: s\r\nContent-Length: 3\r\n\r\nh\u00E9"));
    }

    [Test]
    public void Writer_of_a_response_without_body_says_so() =>
        Assert.That(Text(SipWriter.Response(202, "").Write()), Is.EqualTo("SIP/2.0 202 \r\nContent-Length: 0\r\n\r\n"));

    private static SipMessage Message(string text) => SipMessage.Parse(Encoding.UTF8.GetBytes(text));

    private static string Text(SipMessage message) => Encoding.UTF8.GetString(message.Octets.Span);

    /// <summary>The text with the one place where <paramref name="from"/> stands replaced.</summary>
    private static string Replace(string text, string? from, string? to)
    {
        if (from is null)
        {
            return text;
        }

        var at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.That(at, Is.Not.Negative);
        return text[..at] + to + text[(at + from.Length)..];
    }
}
