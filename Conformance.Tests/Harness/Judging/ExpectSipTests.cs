using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Judging;

public class ExpectSipTests
{
    private static readonly SipMessage Invite = HandMadeMessages.Invite("sip:bob@im.example")
        .WithAdded("Supported", "timer , 100rel").WithAdded("k", "Replaces").WithAdded("Subject", "Lunch");

    private static IEnumerable<TestCaseData> Words =>
    [
        Case("has a field", it => it.HasHeader("Subject"), Verdict.Pass, "Subject: Lunch\r\n"),
        Case("has a field in another case", it => it.HasHeader("sUBJECT"), Verdict.Pass, "Subject: Lunch\r\n"),
        Case("has no such field", it => it.HasHeader("Date"), Verdict.Fail, null),
        Case("lacks a field", it => it.LacksHeader("Date"), Verdict.Pass, null),
        Case("does not lack a field", it => it.LacksHeader("Subject"), Verdict.Fail, "Subject: Lunch\r\n"),
        Case("counts elements over rows", it => it.HeaderCount("Supported", 3), Verdict.Pass, "timer"),
        Case("counts too few", it => it.HeaderCount("Supported", 2), Verdict.Fail, "timer"),
        Case("counts rows of a single field", it => it.HeaderCount("Subject", 1), Verdict.Pass, "Lunch"),
        Case("counts none", it => it.HeaderCount("Date", 0), Verdict.Pass, null),
        Case("has an element in the compact row", it => it.HasElement("Supported", "replaces"), Verdict.Pass, "Replaces"),
        Case("has no such element", it => it.HasElement("Supported", "100"), Verdict.Fail, "Supported: timer , 100rel\r\n"),
        Case("has no such field for the element", it => it.HasElement("Require", "100rel"), Verdict.Fail, null),
        Case("lacks an element", it => it.LacksElement("Supported", "path"), Verdict.Pass, null),
        Case("does not lack an element", it => it.LacksElement("Supported", "100REL"), Verdict.Fail, "100rel"),
        Case("has the Request-URI", it => it.RequestUriIs("sip:bob@im.example", "the user"), Verdict.Pass, "sip:bob@im.example"),
        Case("has another Request-URI", it => it.RequestUriIs("sip:carol@im.example", "the user"), Verdict.Fail, "sip:bob@im.example"),
        Case("has a body part", it => it.HasBodyPart("application/SDP"), Verdict.Pass, "Content-Type: application/sdp"),
        Case("has no such body part", it => it.HasBodyPart("text/plain"), Verdict.Fail, "--boundary-1"),
        Case("lacks a body part", it => it.LacksBodyPart("text/plain"), Verdict.Pass, "--boundary-1"),
        Case("does not lack a body part", it => it.LacksBodyPart("application/sdp"), Verdict.Fail, "Content-Type: application/sdp"),
        Case("has the Content-Type", it => it.HasContentType("multipart/mixed"), Verdict.Pass, "multipart/mixed;boundary=boundary-1"),
        Case("has another Content-Type", it => it.HasContentType("application/sdp"), Verdict.Fail, "multipart/mixed;boundary=boundary-1"),
    ];

    /// <summary>Absence points at the place searched, which is the head where no text is given.</summary>
    [TestCaseSource(nameof(Words))]
    public void Word_gives_its_verdict_and_points_at_its_evidence(Func<WireMessage, Finding> word, Verdict verdict, string? marked)
    {
        var message = new HandMadeTrace().ClientSends(Invite).Seal().Messages.Single();

        var finding = word(message);

        Assert.That(finding.Verdict, Is.EqualTo(verdict));
        Assert.That(finding.Mend is null, Is.EqualTo(verdict == Verdict.Pass));
        Assert.That(finding.Evidence[0].Message, Is.EqualTo(message.Number));
        Assert.That(
            finding.Evidence[0].Span.Text(message.Octets),
            marked is null ? Is.EqualTo(message.Sip.Head.Text(message.Octets)) : Does.StartWith(marked));
    }

    [Test]
    public void Message_without_body_is_searched_at_its_head()
    {
        var message = new HandMadeTrace().ClientSends(HandMadeMessages.Register()).Seal().Messages.Single();

        var finding = message.HasBodyPart("application/sdp");

        Assert.That(finding.Observed, Does.Contain("no body"));
        Assert.That(finding.Evidence[0].Span, Is.EqualTo(message.Sip.Head));
    }

    [TestCase(DefectKind.SdpLineOutOfOrder, "sdp line out of order")]
    [TestCase(DefectKind.NotUtf8, "not utf8")]
    public void Defect_is_named_in_words(DefectKind kind, string words) => Assert.That(ExpectSoundness.Words(kind), Is.EqualTo(words));

    [Test]
    public void First_defect_is_the_evidence()
    {
        var message = new HandMadeTrace().ClientSends(Invite).Seal().Messages.Single();
        var line = message.Sip.StartLine;

        var broken = message.HasNone([new(DefectKind.MalformedUri, line), new(DefectKind.MalformedHost, default)], message.Sip.Head, "soundness", "mend it");
        var sound = message.HasNone([], message.Sip.Head, "soundness", "mend it");

        Assert.That(broken.Observed, Is.EqualTo("malformed uri: INVITE sip:bob@im.example SIP/2.0"));
        Assert.That(broken.Evidence.Single().Span, Is.EqualTo(line));
        Assert.That((sound.Verdict, sound.Evidence.Single().Span), Is.EqualTo((Verdict.Pass, message.Sip.Head)));
    }

    private static TestCaseData Case(string name, Func<WireMessage, Finding> word, Verdict verdict, string? marked) =>
        new TestCaseData(word, verdict, marked).SetArgDisplayNames(name);
}
