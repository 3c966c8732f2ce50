using System.Text;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Wire.Msrp;

internal sealed class MsrpWriterTests
{
    private const string Alice = "msrp://alice.example:7777/iau39soe2843z;tcp";
    private const string Bob = "msrp://bob.example:8888/9di4eae923wzd;tcp";

    [Test]
    public void Send_with_body_has_the_order_of_the_grammar()
    {
        var send = MsrpWriter.Request("d93kswow", "SEND", Bob, Alice)
            .Header("Message-ID", "12339sdqwer")
            .Header("Byte-Range", "1-16/16")
            .Body("text/plain", "Hi, I'm Alice!\r\n"u8)
            .Write();

        Assert.Multiple(() =>
        {
            Assert.That(send.ToString(), Is.EqualTo(
                $"MSRP d93kswow SEND\r\nTo-Path: {Bob}\r\nFrom-Path: {Alice}\r\nMessage-ID: 12339sdqwer\r\n"
                + "Byte-Range: 1-16/16\r\nContent-Type: text/plain\r\n\r\nHi, I'm Alice!\r\n\r\n-------d93kswow$\r\n"));
            Assert.That(send.Defects, Is.Empty);
            Assert.That(send.Body.Text(send.Octets), Is.EqualTo("Hi, I'm Alice!\r\n"));
        });
    }

    [TestCase(null, "MSRP d93kswow 200\r\n")]
    [TestCase("OK", "MSRP d93kswow 200 OK\r\n")]
    public void Response_has_a_comment_only_when_given(string? comment, string startLine)
    {
        var response = MsrpWriter.Response("d93kswow", 200, comment, Alice, Bob).Write();

        Assert.Multiple(() =>
        {
            Assert.That(response.ToString(), Is.EqualTo($"{startLine}To-Path: {Alice}\r\nFrom-Path: {Bob}\r\n-------d93kswow$\r\n"));
            Assert.That(response.Defects, Is.Empty);
            Assert.That(response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Comment, Is.EqualTo(comment));
        });
    }

    [Test]
    public void Empty_body_keeps_its_own_line_end()
    {
        var send = MsrpWriter.Request("d93kswow", "SEND", Bob, Alice).Body("text/plain", []).Write('#');

        Assert.Multiple(() =>
        {
            Assert.That(send.ToString(), Does.EndWith("Content-Type: text/plain\r\n\r\n\r\n-------d93kswow#\r\n"));
            Assert.That(send.HasBody, Is.True);
            Assert.That(send.Defects, Is.Empty);
        });
    }

    [TestCase("-------d93kswow$", true)]
    [TestCase("text\r\n-------d93kswow+\r\nmore", true)]
    [TestCase("-------d93kswow", false)]
    [TestCase("-------d93kswox$", false)]
    public void Body_with_its_own_end_line_is_refused(string body, bool isRefused)
    {
        var writer = MsrpWriter.Request("d93kswow", "SEND", Bob, Alice).Body("text/plain", Encoding.UTF8.GetBytes(body));

        Assert.That(() => writer.Write(), isRefused ? Throws.InvalidOperationException : Throws.Nothing);
    }
}
