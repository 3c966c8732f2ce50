using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;

namespace Conformance.Tests.Harness.Wire.Mime;

internal sealed class ContentDispositionTests
{
    [TestCase("session", "session", "")]
    [TestCase("Recipient-List;handling=optional", "Recipient-List", "handling=optional")]
    [TestCase(" recipient-list ;\r\n\thandling = \"required\" ", "recipient-list", "handling=required")]
    [TestCase("recipient-list (a (nested) comment); x=1 (and another)", "recipient-list", "x=1")]
    [TestCase("(first) session", "session", "")]
    [TestCase("attachment; filename=\"a;b.xml\"; size=12", "attachment", "filename=a;b.xml|size=12")]
    public void Disposition_ofLegalForm_isReadWithoutDefect(string text, string type, string parameters)
    {
        var reading = Parse(text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Defects, Is.Empty);
            Assert.That(reading.Value!.Type, Is.EqualTo(type));
            Assert.That(string.Join('|', reading.Value.Parameters.Select(it => $"{it.Name}={it.Value}")), Is.EqualTo(parameters));
        }
    }

    [TestCase("\"session\"", DefectKind.MalformedToken)]
    [TestCase("", DefectKind.MalformedToken)]
    [TestCase(";handling=optional", DefectKind.MalformedToken)]
    [TestCase("session;handling", DefectKind.MalformedParameter)]
    [TestCase("session;handling=\"optional", DefectKind.UnbalancedQuote)]
    [TestCase("session;x=1;X=2", DefectKind.RepeatedParameter)]
    public void Disposition_ofBrokenForm_hasDefect(string text, DefectKind kind) =>
        Assert.That(Parse(text).Defects.Select(it => it.Kind), Does.Contain(kind));

    /// <summary>No octet can be taken away that makes the reader throw or look beyond what it was given.</summary>
    [Test]
    public void Disposition_truncatedAtAnyOctet_isRead()
    {
        const string Text = "(a) recipient-list (b \\) c); handling=\"re\\\"quired\"; x=1 (d)";
        for (var length = 0; length < Text.Length; length++)
        {
            var reading = Parse(Text[..length]);
            Assert.That(reading.Defects.Select(it => it.Span.End), Has.All.LessThanOrEqualTo(length));
            Assert.That(reading.Value is not null || reading.Defects.Count > 0);
        }
    }

    [TestCase("recipient-list", "recipient-list")]
    [TestCase("Recipient-List (whom to invite); handling=required", "recipient-list")]
    [TestCase("\"recipient-list\";x=1", "\"recipient-list\"")]
    [TestCase("", "")]
    public void Disposition_ofPart_isItsTypeInLowerCase(string text, string disposition)
    {
        var part = new BodyPart([new MimeHeader("content-disposition", text, default, default)], null, default, default);
        Assert.That(part.Disposition, Is.EqualTo(disposition));
    }

    private static Reading<ContentDisposition> Parse(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        return ContentDisposition.Parse(octets, new(0, octets.Length));
    }
}
