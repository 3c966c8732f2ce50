using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Sip;

public sealed class SipFramerTests
{
    private const string One = "OPTIONS sip:a SIP/2.0\r\nl: 4\r\n\r\none!";
    private const string Two = "SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n";

    // Messages are parted by "|"; what is left is behind "~".
    [TestCase(One + Two, One + "|" + Two + "~")]
    [TestCase("\r\n\r\n" + One + "\r\n\r\n\r\n" + Two + "\r\n", One + "|" + Two + "~")]
    [TestCase(One + "OPTIONS sip:a SIP/2.0\r\nl: 4\r\n\r\none", One + "~OPTIONS sip:a SIP/2.0\r\nl: 4\r\n\r\none")]
    [TestCase("OPTIONS sip:a SIP/2.0\r\nl: 0\r\n", "~OPTIONS sip:a SIP/2.0\r\nl: 0\r\n")]
    [TestCase("OPTIONS sip:a SIP/2.0\nl: 2\n\nab" + Two, "OPTIONS sip:a SIP/2.0\nl: 2\n\nab|" + Two + "~")]
    [TestCase("\r", "~\r")]
    [TestCase("", "~")]
    public void Stream_fed_is_cut_by_Content_Length(string stream, string cut)
    {
        var framer = new SipFramer();

        var messages = framer.Feed(Encoding.UTF8.GetBytes(stream));

        Assert.That(Written(messages, framer), Is.EqualTo(cut));
    }

    [TestCase("", "MissingHeader")]
    [TestCase("l: -1\r\n", "MalformedContentLength")]
    [TestCase("l: 1\r\nl: 2\r\n", "ConflictingContentLength")]
    [TestCase("l: 99999999999999999999\r\n", "NumberOutOfRange")]
    public void Head_that_frames_no_body_is_given_at_once_with_a_defect_and_the_stream_goes_on(string lines, string defect)
    {
        var head = $"OPTIONS sip:a SIP/2.0\r\n{lines}\r\n";
        var framer = new SipFramer();

        var messages = framer.Feed(Encoding.UTF8.GetBytes(head + Two));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Written(messages, framer), Is.EqualTo($"{head}|{Two}~"));
            Assert.That(messages[0].Defects.Select(it => it.Kind.ToString()), Is.EqualTo(new[] { defect }));
            Assert.That(messages[1].Defects, Is.Empty);
        }
    }

    // A head, and a body, that never end: given at the limit, and the stream goes on.
    [TestCase("OPTIONS sip:a SIP/2.0\r\nl: 9\r\nX", "HeaderSectionNotClosed")]
    [TestCase("OPTIONS sip:a SIP/2.0\r\nl: 900\r\n\r\n", "BodyShorterThanContentLength")]
    public void Message_that_does_not_end_is_given_at_the_limit(string begin, string defect)
    {
        var endless = begin.PadRight(64, 'x');
        var framer = new SipFramer(limit: 64);

        var messages = framer.Feed(Encoding.UTF8.GetBytes(endless));
        var next = framer.Feed(Encoding.UTF8.GetBytes(Two));

        Assert.That(Written(messages, framer), Is.EqualTo(endless + "~"));
        Assert.That(messages[0].Defects.Select(it => it.Kind.ToString()), Does.Contain(defect));
        Assert.That(Written(next, framer), Is.EqualTo(Two + "~"));
    }

    [Test]
    public void Content_Length_that_stands_twice_with_one_value_frames_the_body()
    {
        var framer = new SipFramer();

        var message = framer.Feed(Encoding.UTF8.GetBytes("OPTIONS sip:a SIP/2.0\r\nl: 2\r\nl: 2\r\n\r\nab")).Single();

        Assert.That((message.Body.Length, message.Defects.Single().Kind), Is.EqualTo((2, DefectKind.RepeatedHeader)));
    }

    [Test]
    public void Message_given_keeps_its_octets_when_the_caller_reuses_the_buffer()
    {
        var framer = new SipFramer();
        var buffer = Encoding.UTF8.GetBytes(One);

        var message = framer.Feed(buffer).Single();
        Array.Clear(buffer);
        framer.Feed(Encoding.UTF8.GetBytes(Two + Two + Two));

        Assert.That(Encoding.UTF8.GetString(message.Octets.Span), Is.EqualTo(One));
    }

    [TestCaseSource(typeof(SipFixtures), nameof(SipFixtures.Captures))]
    public void Message_cut_anywhere_waits_for_its_last_octet(string file)
    {
        var octets = File.ReadAllBytes(file);
        for (var cut = 0; cut < octets.Length; cut++)
        {
            var framer = new SipFramer();
            Assert.That(framer.Feed(octets.AsMemory(0, cut)), Is.Empty, $"cut at {cut}");
            Assert.That(framer.Pending.Length, Is.EqualTo(cut));

            var message = framer.Feed(octets.AsMemory(cut)).Single();
            Assert.That(message.Octets.Span.SequenceEqual(octets), Is.True, $"cut at {cut}");
            Assert.That(framer.Pending.Length, Is.Zero);
        }
    }

    private static string Written(IEnumerable<SipMessage> messages, SipFramer framer) =>
        $"{string.Join('|', messages.Select(it => Encoding.UTF8.GetString(it.Octets.Span)))}~{Encoding.UTF8.GetString(framer.Pending.Span)}";
}
