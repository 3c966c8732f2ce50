using System.Globalization;
using System.Text;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Mime;

internal sealed class SipBodiesTests
{
    private const string Sdp = "application/sdp";
    private const string List = "application/resource-lists+xml";

    [TestCase("baresip-audio-call", "application/sdp:")]
    [TestCase("linphone-one-to-one", "application/resource-lists+xml:recipient-list")]
    [TestCase("linphone-group", "application/resource-lists+xml:recipient-list")]
    [TestCase("pjsip-group", "application/sdp: application/resource-lists+xml:recipient-list")]
    [TestCase("rcsjta-group", "application/sdp: application/resource-lists+xml:recipient-list")]
    [TestCase("rcsjta-one-to-one-first-message", "application/sdp: message/cpim:")]
    [TestCase("sipsimple-one-to-one", "application/sdp:")]
    public void Bodies_ofRealClient_areFoundWithoutDefect(string name, string parts)
    {
        var message = SipMessage.Parse(File.ReadAllBytes(Solution.Fixture("captures", name + ".sip")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join(' ', message.BodyParts().Select(part => $"{part.ContentType?.Value}:{part.Disposition}")), Is.EqualTo(parts));
            Assert.That(DefectList.Write(message.Octets, message.InspectBodies()), Is.Empty);
        }
    }

    [TestCase(null, Sdp, true)]
    [TestCase(null, "multipart/mixed", false)]
    [TestCase("", Sdp, false)]
    [TestCase("*/*", Sdp, true)]
    [TestCase("Multipart / *;q=0.5 , text/plain", "multipart/mixed", true)]
    [TestCase("application/SDP;level=1", Sdp, true)]
    [TestCase("application/sdp2, application", Sdp, false)]
    public void Accept_lists_types_and_ranges(string? accept, string type, bool expected)
    {
        var message = Message("text/plain", []);
        Assert.That((accept is null ? message : message.WithAdded("Accept", accept)).Accepts(type), Is.EqualTo(expected));
    }

    [Test]
    public void BodyParts_ofNestedMultipart_areItsLeaves()
    {
        var inner = new MultipartWriter("in").Part("a"u8, "Content-Type: text/plain").Part("b"u8, "Content-Type: text/html");
        var outer = new MultipartWriter("out").Part(inner.Write(), "Content-Type: multipart/alternative;boundary=in").Part("v=0\r\n"u8, $"Content-Type: {Sdp}");
        var message = Message("multipart/mixed;boundary=out", outer.Write());
        Assert.That(message.BodyParts().Select(part => part.Content.Text(message.Octets)), Is.EqualTo(["a", "b", "v=0\r\n"]));
    }

    [Test]
    public void BodyParts_ofCompactFields_haveLongNames()
    {
        var message = SipMessage.Parse("INVITE sip:a@b SIP/2.0\r\nc: text/plain\r\nContent-Disposition: Session ; x=y\r\nl: 1\r\n\r\nx"u8.ToArray());
        var part = message.BodyParts().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(part.Headers.Select(it => it.Name), Is.EqualTo(["Content-Type", "Content-Disposition", "Content-Length"]));
            Assert.That(part.Disposition, Is.EqualTo("session"));
            Assert.That(part.Span, Is.EqualTo(message.Body));
        }
    }

    [Test]
    public void BodyParts_ofEmptyBody_areNone()
    {
        var message = Message("multipart/mixed;boundary=b", []);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.BodyParts(), Is.Empty);
            Assert.That(message.Multipart(), Is.Null);
            Assert.That(message.BodyPart(Sdp), Is.Null);
        }
    }

    [Test]
    public void BodyParts_nestedBeyondReason_stayClosed()
    {
        const int Depth = 10_000;
        var body = new StringBuilder();
        for (var i = 0; i < Depth; i++)
        {
            body.Append(CultureInfo.InvariantCulture, $"--b{i}\r\nContent-Type: multipart/mixed;boundary=b{i + 1}\r\n\r\n");
        }

        var message = Message("multipart/mixed;boundary=b0", Encoding.UTF8.GetBytes(body.ToString()));
        Assert.That(message.BodyParts().Single().Is("multipart/mixed"));
    }

    [TestCase(Sdp, "text/plain application/resource-lists+xml")]
    [TestCase(List, "application/sdp text/plain")]
    [TestCase("TEXT/Plain", "application/sdp application/resource-lists+xml")]
    [TestCase("text/html", "application/sdp text/plain application/resource-lists+xml")]
    public void WithoutPart_ofThree_leavesSoundMultipart(string type, string rest)
    {
        var message = Group().WithoutPart(type);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join(' ', message.BodyParts().Select(part => part.ContentType?.Value)), Is.EqualTo(rest));
            Assert.That(message.Multipart()!.Defects, Is.Empty);
            Assert.That(message.Number("Content-Length"), Is.EqualTo(message.Body.Length));
        }
    }

    [Test]
    public void WithoutPart_thatIsTheOnlyOne_leavesAnEmptyPart()
    {
        var message = Message("multipart/mixed;boundary=b", new MultipartWriter("b").Part("x"u8, "Content-Type: text/plain").Write()).WithoutPart("text/plain");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Multipart()!.Defects, Is.Empty);
            Assert.That(message.BodyParts().Single().Span.IsEmpty);
        }
    }

    [Test]
    public void WithoutPart_insideNestedMultipart_isCutThere()
    {
        var inner = new MultipartWriter("in").Part("a"u8, "Content-Type: text/plain").Part("b"u8, "Content-Type: text/html");
        var outer = new MultipartWriter("out").Part(inner.Write(), "Content-Type: multipart/alternative;boundary=in");
        var message = Message("multipart/mixed;boundary=out", outer.Write()).WithoutPart("text/html");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.BodyParts().Single().Content.Text(message.Octets), Is.EqualTo("a"));
            Assert.That(message.InspectBodies(), Is.Empty);
        }
    }

    [Test]
    public void WithoutPart_thatIsTheWholeBody_emptiesIt()
    {
        var message = Message("text/plain", "x"u8).WithoutPart("text/plain");
        Assert.That((message.Body.Length, message.Number("Content-Length")), Is.EqualTo((0, 0L)));
    }

    [Test]
    public void WithPartContent_replacesOnlyThat()
    {
        var message = Group().WithPartContent(List, "<x/>"u8);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.BodyPart(List)!.Content.Text(message.Octets), Is.EqualTo("<x/>"));
            Assert.That(message.WithPartContent(List, "<list/>"u8).Octets.ToArray(), Is.EqualTo(Group().Octets.ToArray()));
        }
    }

    [Test]
    public void WithPartHeaders_replacesTheHeaderBlock()
    {
        var message = Group().WithPartHeaders(List, $"Content-Type: {List}", "X-A: b");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.BodyPart(List)!.Head.Text(message.Octets), Is.EqualTo($"Content-Type: {List}\r\nX-A: b\r\n"));
            Assert.That(message.BodyPart(List)!.Disposition, Is.Null);
            Assert.That(message.InspectBodies().Count, Is.EqualTo(Group().InspectBodies().Count));
        }
    }

    [Test]
    public void WithPartHeaders_ofWholeBody_setsTheMessagesOwn()
    {
        var message = Message("text/plain", "x"u8).WithPartHeaders("text/plain", "Content-Type: text/html", "Content-Disposition: render");
        Assert.That((message.ContentType()!.Value!.ToString(), message.BodyParts()[0].Disposition), Is.EqualTo(("text/html", "render")));
    }

    [Test]
    public void WithPartText_editsTheContent()
    {
        var message = Group().WithPartText(Sdp, text => text.Replace("v=0", "v=1", StringComparison.Ordinal));
        Assert.That(message.BodyPart(Sdp)!.Content.Text(message.Octets), Is.EqualTo("v=1\r\n"));
    }

    [Test]
    public void Edits_ofPartThatIsNotThere_changeNothing()
    {
        var message = Group();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.WithPartContent("text/html", []), Is.SameAs(message));
            Assert.That(message.WithPartHeaders("text/html"), Is.SameAs(message));
            Assert.That(message.WithPartText("text/html", _ => ""), Is.SameAs(message));
        }
    }

    private static SipMessage Group() => Message("multipart/mixed;boundary=b", new MultipartWriter("b")
        .Part("v=0\r\n"u8, $"Content-Type: {Sdp}")
        .Part("hello"u8, "Content-Type: text/plain")
        .Part("<list/>"u8, $"Content-Type: {List}", "Content-Disposition: Recipient-List;handling=required")
        .Write());

    private static SipMessage Message(string contentType, ReadOnlySpan<byte> body) =>
        SipWriter.Request("INVITE", "sip:bob@im.test").Body(contentType, body).Write();
}
