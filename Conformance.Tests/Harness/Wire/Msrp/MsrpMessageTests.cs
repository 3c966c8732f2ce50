using System.Text;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Wire.Msrp;

internal sealed class MsrpMessageTests
{
    [Test]
    public void Send_gives_its_values()
    {
        var send = Fixture("send-whole");

        Assert.Multiple(() =>
        {
            Assert.That(send.IsRequest, Is.True);
            Assert.That(send.Method, Is.EqualTo("SEND"));
            Assert.That(send.StatusCode, Is.Zero);
            Assert.That(send.Comment, Is.Null);
            Assert.That(send.TransactionId, Is.EqualTo("d93kswow"));
            Assert.That(send.StartLine.Text(send.Octets), Is.EqualTo("MSRP d93kswow SEND"));
            Assert.That(send.ToPath.Single().Value!.Host, Is.EqualTo("bob.example"));
            Assert.That(send.FromPath.Single().Value!.Host, Is.EqualTo("alice.example"));
            Assert.That(send.MessageId, Is.EqualTo("12339sdqwer"));
            Assert.That(send.ContentType, Is.EqualTo("text/plain"));
            Assert.That(send.ByteRange!.Value, Is.EqualTo(new ByteRange(1, 16, 16, send.ByteRange.Span)));
            Assert.That(send.Body.Text(send.Octets), Is.EqualTo("Hi, I'm Alice!\r\n"));
            Assert.That(send.ContinuationFlag, Is.EqualTo('$'));
        });
    }

    [TestCase("response-comment", 200, "OK")]
    [TestCase("response-no-comment", 481, null)]
    [TestCase("response-with-headers", 200, "OK")]
    [TestCase("bad-start-line-code", 20, "OK")]
    [TestCase("bad-no-message", 0, null)]
    public void Response_gives_code_and_comment(string fixture, int code, string? comment)
    {
        var response = Fixture(fixture);

        Assert.Multiple(() =>
        {
            Assert.That(response.IsRequest, Is.False);
            Assert.That(response.Method, Is.Empty);
            Assert.That(response.StatusCode, Is.EqualTo(code));
            Assert.That(response.Comment, Is.EqualTo(comment));
        });
    }

    [TestCase("send-chunk-first", '+', "abcd")]
    [TestCase("send-interrupted", '#', "abc")]
    [TestCase("send-empty-body", '$', "")]
    [TestCase("bad-end-line-flag", '\0', "abc")]
    [TestCase("bad-end-line-no-crlf-before", '$', "abc")]
    [TestCase("bad-end-line-missing", '\0', "abc")]
    [TestCase("bad-blank-line", '$', "")]
    public void Body_ends_before_the_line_end_of_the_end_line(string fixture, char flag, string body)
    {
        var send = Fixture(fixture);

        Assert.Multiple(() =>
        {
            Assert.That(send.HasBody, Is.True);
            Assert.That(send.ContinuationFlag, Is.EqualTo(flag));
            Assert.That(send.Body.Text(send.Octets), Is.EqualTo(body));
        });
    }

    [TestCase("send-bodiless")]
    [TestCase("report")]
    [TestCase("response-comment")]
    [TestCase("bad-end-line-id")]
    public void Message_without_empty_line_has_no_body(string fixture)
    {
        var message = Fixture(fixture);

        Assert.Multiple(() =>
        {
            Assert.That(message.HasBody, Is.False);
            Assert.That(message.Body.IsEmpty, Is.True);
        });
    }

    [Test]
    public void With_replaces_a_value_in_its_place() => Assert.That(
        $"{Fixture("send-whole").With("message-id", "other")}",
        Is.EqualTo($"{Fixture("send-whole")}".Replace("12339sdqwer", "other", StringComparison.Ordinal)));

    [Test]
    public void With_adds_an_absent_field_behind_the_paths()
    {
        var edited = Fixture("send-whole").With("Success-Report", "yes");

        Assert.Multiple(() =>
        {
            Assert.That(edited.Headers.Select(it => it.Name), Is.EqualTo(
                (string[])["To-Path", "From-Path", "Success-Report", "Message-ID", "Byte-Range", "Content-Type"]));
            Assert.That(edited.Defects, Is.Empty);
            Assert.That($"{edited.Without("success-report")}", Is.EqualTo($"{Fixture("send-whole")}"));
        });
    }

    [Test]
    public void Without_takes_every_field_of_the_name_and_nothing_else()
    {
        var edited = Fixture("bad-repeated-header").Without("To-Path");

        Assert.That(
            $"{edited}",
            Is.EqualTo("MSRP d93kswow SEND\r\nFrom-Path: msrp://alice.example:7777/iau39soe2843z;tcp\r\n-------d93kswow$\r\n"));
    }

    [Test]
    public void With_octets_touches_nothing_else()
    {
        var send = Fixture("send-binary-body");

        var edited = send.WithOctets(send.Body, "abc"u8);

        Assert.Multiple(() =>
        {
            Assert.That(edited.Octets.Span[..send.Body.Offset].SequenceEqual(send.Octets.Span[..send.Body.Offset]), Is.True);
            Assert.That(Encoding.ASCII.GetString(edited.Octets.Span[send.Body.Offset..]), Is.EqualTo("abc\r\n-------d93kswow$\r\n"));
        });
    }

    [TestCase("1-3/3", 1, 3, 3)]
    [TestCase("1-*/*", 1, null, null)]
    [TestCase("2049-*/5000", 2049, null, 5000)]
    [TestCase("1-0/0", 1, 0, 0)]
    [TestCase("1-9/9223372036854775807", 1, 9, long.MaxValue)]
    public void Byte_range_gives_its_numbers(string text, long start, long? end, long? total)
    {
        var octets = Encoding.ASCII.GetBytes(text);
        var reading = ByteRange.Parse(octets, new(0, octets.Length));

        Assert.Multiple(() =>
        {
            Assert.That(reading.IsSound, Is.True);
            Assert.That((reading.Value!.Start, reading.Value.RangeEnd, reading.Value.Total), Is.EqualTo((start, end, total)));
        });
    }

    [TestCase("")]
    [TestCase("*-3/3")]
    [TestCase("1-3")]
    [TestCase("1/3-3")]
    [TestCase("1-/3")]
    [TestCase("1-3/")]
    [TestCase("1 - 3/3")]
    [TestCase("1-3/3 ")]
    [TestCase("-1-3/3")]
    [TestCase("1-3/9223372036854775808")]
    public void Broken_byte_range_has_no_value(string text)
    {
        var octets = Encoding.ASCII.GetBytes(text);
        var reading = ByteRange.Parse(octets, new(0, octets.Length));

        Assert.Multiple(() =>
        {
            Assert.That(reading.Value, Is.Null);
            Assert.That(reading.Defects.Single().Span, Is.EqualTo(reading.Span));
        });
    }

    private static MsrpMessage Fixture(string name) => MsrpMessage.Parse(MsrpFixture.Named(name).Octets);
}
