using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Judging;

public class JudgeTests
{
    private const string Sound = "OPTIONS sip:alice@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <sip:bob@im.example>;tag=1\r\nTo: <sip:alice@im.example>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";

    private static readonly string Broken = Sound.Replace("branch=z9hG4bK1", "branch==", StringComparison.Ordinal);

    [Test]
    public void A_sound_message_of_the_core_is_no_defect() => Assert.That(Judge.CoreDefects(Trace((Direction.ToClient, Sound))), Is.Empty);

    [Test]
    public void A_defect_of_the_core_is_named_with_its_place() => Assert.That(
        Judge.CoreDefects(Trace((Direction.FromClient, Sound), (Direction.ToClient, Broken))),
        Is.EqualTo(new[] { $"scenario hand-made: the core's own message 2 has {DefectKind.MalformedParameter} at octets {Broken.IndexOf("branch==", StringComparison.Ordinal)}..{Broken.IndexOf("branch==", StringComparison.Ordinal) + 8}" }));

    [Test]
    public void What_the_core_copies_from_the_client_is_not_its_defect() =>
        Assert.That(Judge.CoreDefects(Trace((Direction.FromClient, Broken), (Direction.ToClient, Broken))), Is.Empty);

    [Test]
    public void A_check_that_throws_is_an_error_and_leaves_the_others_alone()
    {
        var faulty = Requirement.Shall<int>("IM-1-1", "faulty", _ => [0], _ => throw new InvalidOperationException("boom"), []);
        var sound = Requirement.Shall<int>("IM-1-2", "sound", _ => [0], _ => Finding.Holds("this", "that"), []);

        var judgements = Judge.All([faulty, sound], [Trace((Direction.ToClient, Sound))]);

        Assert.That(judgements.Select(it => it.Verdict), Is.EqualTo(new[] { Verdict.Error, Verdict.Pass }));
        Assert.That(judgements[0].Findings[0].Finding.Observed, Is.EqualTo("InvalidOperationException: boom"));
    }

    private static Trace Trace(params (Direction From, string Octets)[] messages)
    {
        var trace = new HandMadeTrace();
        foreach (var (from, octets) in messages)
        {
            var message = SipMessage.Parse(Encoding.UTF8.GetBytes(octets));
            _ = from == Direction.FromClient ? trace.ClientSends(message) : trace.CoreSends(message);
        }

        return trace.Seal();
    }
}
