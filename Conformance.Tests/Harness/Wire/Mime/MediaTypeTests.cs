using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;

namespace Conformance.Tests.Harness.Wire.Mime;

internal sealed class MediaTypeTests
{
    [TestCase("text/plain", "")]
    [TestCase("Application/SDP", "")]
    [TestCase("application/resource-lists+xml", "")]
    [TestCase("text/plain;charset=utf-8", "charset=utf-8")]
    [TestCase("text/plain ;\tcharset = utf-8", "charset=utf-8")]
    [TestCase("text / plain", "")]
    [TestCase("text/plain;\r\n charset=utf-8", "charset=utf-8")]
    [TestCase("text/plain; charset=us-ascii (Plain text)", "charset=us-ascii")]
    [TestCase("text/plain; charset=us-ascii (a (nested \\) one))", "charset=us-ascii")]
    [TestCase("text/plain;charset=\"us-ascii\"", "charset=us-ascii")]
    [TestCase("text/plain;a=\"\"", "a=")]
    [TestCase("text/plain;a=\"x;y=\\\"z\\\\\"", "a=x;y=\"z\\")]
    [TestCase("text/plain;a=\"x\r\n y\"", "a=x y")]
    [TestCase("text/plain;a=\"é\"", "a=é")]
    [TestCase("message/external-body;x-a!#$%&'*+-.^_`{|}~=b", "x-a!#$%&'*+-.^_`{|}~=b")]
    [TestCase("a/b;c=1;d=2", "c=1|d=2")]
    public void Type_ofLegalForm_isReadWithoutDefect(string text, string parameters)
    {
        var reading = Parse(text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Defects, Is.Empty);
            Assert.That(string.Join('|', reading.Value!.Parameters.Select(it => $"{it.Name}={it.Value}")), Is.EqualTo(parameters));
        }
    }

    [TestCase("text/plain; boundary=a:b; c=d", DefectKind.MalformedParameter, "a:b")]
    [TestCase("text/plain; boundary=a(b)", DefectKind.MalformedParameter, "a(b)")]
    [TestCase("text/plain; boundary=a=b", DefectKind.MalformedParameter, "a=b")]
    [TestCase("text/plain; boundary=é", DefectKind.MalformedParameter, "é")]
    [TestCase("text/plain; a=", DefectKind.MalformedParameter, "a=")]
    [TestCase("text/plain; a", DefectKind.MalformedParameter, "; a")]
    [TestCase("text/plain;", DefectKind.MalformedParameter, ";")]
    [TestCase("text/plain;;a=b", DefectKind.MalformedParameter, ";")]
    [TestCase("text/plain; =b", DefectKind.MalformedParameter, "; =b")]
    [TestCase("text/plain; a=b c", DefectKind.MalformedParameter, "c")]
    [TestCase("text/plain; a=\"b\"c", DefectKind.MalformedParameter, "c")]
    [TestCase("text/plain; a=b;A=c", DefectKind.RepeatedParameter, "A=c")]
    [TestCase("text/plain; a=\"b", DefectKind.UnbalancedQuote, "\"b")]
    [TestCase("text/plain; a=\"b\\", DefectKind.UnbalancedQuote, "\"b\\")]
    [TestCase("text/plain charset=utf-8", DefectKind.MalformedMediaType, "charset=utf-8")]
    [TestCase("text/plain, text/html", DefectKind.MalformedMediaType, ", text/html")]
    [TestCase("text/plain (open", DefectKind.MalformedMediaType, "(open")]
    [TestCase("text", DefectKind.MalformedMediaType, "text")]
    [TestCase("text/", DefectKind.MalformedMediaType, "text/")]
    [TestCase("/plain", DefectKind.MalformedMediaType, "/plain")]
    [TestCase("", DefectKind.MalformedMediaType, "")]
    public void Type_ofBrokenForm_hasDefect(string text, DefectKind kind, string where)
    {
        var defect = Parse(text).Defects.Single();
        Assert.That((defect.Kind, defect.Span.Text(Encoding.UTF8.GetBytes(text))), Is.EqualTo((kind, where)));
    }

    [Test]
    public void Boundary_thatNeedsQuotesAndLacksThem_isStillRead() =>
        Assert.That(Parse("multipart/mixed;boundary=a:b?c").Value!.Parameters.Named("boundary")!.Value, Is.EqualTo("a:b?c"));

    private static Reading<MediaType> Parse(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        return MediaType.Parse(octets, new(0, octets.Length));
    }
}
