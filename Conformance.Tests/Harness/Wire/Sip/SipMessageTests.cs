using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Sip;

public sealed class SipMessageTests
{
    private const string Rest =
        "Via: SIP/2.0/UDP h.test;branch=z9hG4bK1\r\nFrom: <sip:a@im.test>;tag=1\r\nTo: <sip:b@im.test>\r\n"
        + "Call-ID: c@h\r\nCSeq: 1 MESSAGE\r\nMax-Forwards: 70\r\n";

    private const string Request = "MESSAGE sip:b@im.test SIP/2.0\r\n" + Rest;

    [Test]
    public void Request_parsed_gives_its_parts_where_they_stand()
    {
        var message = Parse(Request + "Content-Length: 5\r\n\r\nhello");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.IsRequest, Is.True);
            Assert.That(message.Method, Is.EqualTo("MESSAGE"));
            Assert.That(message.StatusCode, Is.Zero);
            Assert.That(message.StartLine.Text(message.Octets), Is.EqualTo("MESSAGE sip:b@im.test SIP/2.0"));
            Assert.That(message.RequestUriSpan, Is.EqualTo(new ByteSpan(8, 13)));
            Assert.That(message.Head.Text(message.Octets), Does.EndWith("Content-Length: 5\r\n").And.StartsWith("MESSAGE"));
            Assert.That(message.Body.Text(message.Octets), Is.EqualTo("hello"));
            Assert.That(message.Inspect(), Is.Empty);
        }
    }

    [Test]
    public void Response_parsed_gives_its_parts()
    {
        var message = Parse("SIP/2.0 486 Busy Here\r\n" + Rest + "\r\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.IsRequest, Is.False);
            Assert.That(message.Method, Is.Empty);
            Assert.That(message.StatusCode, Is.EqualTo(486));
            Assert.That(message.ReasonPhrase, Is.EqualTo("Busy Here"));
            Assert.That(message.RequestUri.Value, Is.Null);
            Assert.That(message.Inspect(), Is.Empty);
        }
    }

    [TestCase("MESSAGE sip:b@im.test SIP/2.0", "")]
    [TestCase("MESSAGE tel:+33-6(00) SIP/2.0", "")]
    [TestCase("message sip:b@im.test sip/2.0", "MethodMismatch 144+7 \"MESSAGE\"")]
    [TestCase("MESSAGE sip:b@im.test\tSIP/2.0", "MalformedStartLine 21+1 \"\\t\"")]
    [TestCase("MESSAGE sip:b@im.test SIP/2", "MalformedStartLine 22+5 \"SIP/2\"")]
    [TestCase("MESSAGE sip:b@im.test SIP/2.1", "UnknownSipVersion 22+7 \"SIP/2.1\"")]
    [TestCase("MESSAGE sip:b@im.test", "MalformedStartLine 0+21 \"MESSAGE sip:b@im.test\"")]
    [TestCase("MESS{GE sip:b@im.test SIP/2.0", "MalformedStartLine 0+7 \"MESS{GE\"|MethodMismatch 144+7 \"MESSAGE\"")]
    [TestCase("SIP/2.0 200 OK", "")]
    [TestCase("SIP/2.0 200 ", "")]
    [TestCase("SIP/2.0 200 nicht \u00FCbel", "")]
    [TestCase("SIP/2.0 200", "MalformedStartLine 8+3 \"200\"")]
    [TestCase("SIP/2.0  200 OK", "MalformedStartLine 7+2 \"  \"")]
    [TestCase("SIP/2.0 2x0 OK", "MalformedStartLine 8+3 \"2x0\"")]
    [TestCase("SIP/2.0 099 OK", "StatusCodeOutOfRange 8+3 \"099\"")]
    [TestCase("SIP/2.0 700 OK", "StatusCodeOutOfRange 8+3 \"700\"")]
    [TestCase("SIP/2.0 20 OK", "StatusCodeOutOfRange 8+2 \"20\"")]
    [TestCase("SIP/2.0", "MalformedStartLine 0+7 \"SIP/2.0\"")]
    public void Start_line_inspected_has_exactly_its_defects(string line, string defects) =>
        Assert.That(Defects($"{line}\r\n{Rest}\r\n"), Is.EqualTo(defects));

    [TestCase("Z: 1\n", "BareLineFeed 175+1 \"\\n\"")]
    [TestCase("Z: 1\r2\r\n", "BareCarriageReturn 175+1 \"\\r\"")]
    [TestCase("Z\r\n", "HeaderWithoutColon 171+1 \"Z\"")]
    [TestCase("Z Y: 1\r\n", "MalformedHeaderName 171+3 \"Z Y\"")]
    [TestCase(": 1\r\n", "MalformedHeaderName 171+3 \": 1\"")]
    [TestCase("To: <sip:c@im.test>\r\n", "RepeatedHeader 171+19 \"To: <sip:c@im.test>\"")]
    [TestCase("t:<sip:c@im.test>\r\n", "RepeatedHeader 171+17 \"t:<sip:c@im.test>\"")]
    [TestCase("Content-Length: 0\r\nl:0\r\n", "RepeatedHeader 190+3 \"l:0\"")]
    [TestCase("Content-Length: 0\r\nl:1\r\n", "ConflictingContentLength 190+3 \"l:1\"")]
    [TestCase("Content-Length: zero\r\n", "MalformedContentLength 187+4 \"zero\"")]
    [TestCase("Content-Length:\r\n", "MalformedContentLength 186+0 \"\"")]
    [TestCase("Content-Length: 99999999999999999999\r\n", "BodyShorterThanContentLength 187+20 \"99999999999999999999\"")]
    [TestCase("Z: 1\r\n\tmore\r\n", "")]
    [TestCase("Z:\r\n \r\n", "")]
    [TestCase("Z:1\r\nZ:2\r\n", "")]
    [TestCase("k:\r\nSubject:\r\nAccept:\r\nAllow:\r\n", "")]
    [TestCase("l \t:   000 \t\r\n", "")]
    [TestCase("Proxy-Authorization: Digest username=\"a\", realm=\"r\", nonce=\"\", uri=\"sip:h\", response=\"\"\r\nProxy-Authorization: Other x=y\r\n", "")]
    public void Header_lines_parsed_have_exactly_their_structural_defects(string lines, string defects)
    {
        var message = Parse($"{Request}{lines}\r\n");

        Assert.That(Written(message, message.Defects), Is.EqualTo(defects));
    }

    [TestCase("", "EmptyMessage 0+0 \"\"")]
    [TestCase("\r\n\r\n", "EmptyMessage 0+4 \"\\r\\n\\r\\n\"")]
    [TestCase("\r\n" + Request + "\r\n", "MalformedStartLine 0+2 \"\\r\\n\"")]
    [TestCase(Request, "HeaderSectionNotClosed 171+0 \"\"")]
    [TestCase(Request + "Z: 1", "HeaderSectionNotClosed 175+0 \"\"")]
    [TestCase(Request + "l: 2\r\n\r\nabc", "OctetsAfterBody 181+1 \"c\"")]
    [TestCase(Request + "l: 2\r\n\r\na", "BodyShorterThanContentLength 174+1 \"2\"")]
    [TestCase(Request + "\r\nwhatever follows is the body\r\n\r\n", "")]
    public void Datagram_parsed_has_exactly_its_framing_defects(string octets, string defects) =>
        Assert.That(Defects(octets), Is.EqualTo(defects));

    [TestCase("l: 2\r\n", "")]
    [TestCase("", "MissingHeader 0 171")]
    [TestCase("l: 99999999999\r\n", "NumberOutOfRange 174 11")]
    public void Message_of_a_stream_needs_a_Content_Length_that_frames_it(string lines, string defects)
    {
        var message = SipMessage.Parse(Encoding.UTF8.GetBytes($"{Request}{lines}\r\nab"), Transport.Tcp);

        Assert.That(string.Join('|', message.Defects.Select(it => $"{it.Kind} {it.Span.Offset} {it.Span.Length}")), Is.EqualTo(defects));
    }

    [TestCase("Via", "v")]
    [TestCase("From", "f")]
    [TestCase("To", "t")]
    [TestCase("Call-ID", "i")]
    [TestCase("CSeq", null)]
    [TestCase("Max-Forwards", null)]
    public void Mandatory_field_left_out_is_missing_by_name_and_by_defect(string name, string? compact)
    {
        var message = Parse($"{Request}\r\n").Without(compact ?? name);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.MissingHeaders(), Is.EqualTo(new[] { name }));
            Assert.That(message.Inspect(), Is.EqualTo(new[] { new Defect(DefectKind.MissingHeader, message.Head) }));
            Assert.That(message.Defects, Is.Empty);
        }
    }

    [Test]
    public void Response_without_Max_Forwards_is_sound()
    {
        var message = Parse($"SIP/2.0 200 OK\r\n{Rest}\r\n").Without("Max-Forwards");

        Assert.That(message.Inspect(), Is.Empty);
    }

    [Test]
    public void Header_folded_keeps_its_octets_and_reads_as_one_line()
    {
        var message = Parse($"{Request}sUBJECT \t: \r\n  one \r\n\ttwo\t \r\n\r\n");
        var header = message.Header("s")!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(header.Name, Is.EqualTo("sUBJECT"));
            Assert.That(header.Value, Is.EqualTo("one two"));
            Assert.That(header.ValueSpan.Text(message.Octets), Is.EqualTo("one \r\n\ttwo"));
            Assert.That(header.Span.Text(message.Octets), Is.EqualTo("sUBJECT \t: \r\n  one \r\n\ttwo\t \r\n"));
            Assert.That(header.Is("Subject"), Is.True);
        }
    }

    [TestCase("Allow: INVITE,ACK\r\nallow: BYE", "Allow", "INVITE|ACK|BYE")]
    [TestCase("Route: <sip:a,b@h;lr>, \"x, y\" <sip:c>\r\n  ,<sip:d>", "Route", "<sip:a,b@h;lr>|\"x, y\" <sip:c>|<sip:d>")]
    [TestCase("Supported: ,a, ,b,", "k", "a|b")]
    [TestCase("Subject: one, two", "Subject", "one, two")]
    [TestCase("X-Unknown: one, two", "X-Unknown", "one|two")]
    public void Elements_of_a_field_are_parted_where_the_table_says(string lines, string name, string elements) =>
        Assert.That(Parse($"{Request}{lines}\r\n\r\n").ElementTexts(name), Is.EqualTo(elements.Split('|')));

    [TestCase("Expires: 0060", 60)]
    [TestCase("Expires: 600000", 600000)]
    [TestCase("Expires: -1", null)]
    [TestCase("Expires: 1e3", null)]
    [TestCase("Expires: 99999999999999999999", null)]
    [TestCase("Expires: 120 (two minutes);duration=5", 120)]
    [TestCase("Z: 1", null)]
    public void Number_of_a_field_is_read_where_it_is_one(string line, long? number) =>
        Assert.That(Parse($"{Request}{line}\r\n\r\n").Number("Expires"), Is.EqualTo(number));

    private static SipMessage Parse(string text) => SipMessage.Parse(Encoding.UTF8.GetBytes(text));

    private static string Defects(string text)
    {
        var message = Parse(text);
        return Written(message, message.Inspect());
    }

    private static string Written(SipMessage message, IEnumerable<Defect> defects) =>
        DefectList.Write(message.Octets, defects).Replace('\n', '|');
}
