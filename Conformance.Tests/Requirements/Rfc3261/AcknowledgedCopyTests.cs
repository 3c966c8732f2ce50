using Conformance.Harness.Judging;
using Conformance.Harness.Requirements.Rfc3261;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements.Rfc3261;

/// <summary>Copies (C) of a final response and the ACKs (A) that follow them: one datagram may be lost, and who stops at the first is found.</summary>
public class AcknowledgedCopyTests
{
    [TestCase("CACACACA", Verdict.Pass)]
    [TestCase("CCCCAAAA", Verdict.Pass)]
    [TestCase("CCA", Verdict.Inconclusive)]
    [TestCase("CACCACA", Verdict.Inconclusive)]
    [TestCase("CACACAC", Verdict.Fail)]
    [TestCase("CACCC", Verdict.Fail)]
    [TestCase("CCCCA", Verdict.Fail)]
    [TestCase("CC", Verdict.Fail)]
    public void Each_copy_of_a_2xx_is_acknowledged(string sequence, Verdict verdict) =>
        Assert.That(Section13Forks.AcknowledgesCopies.Judge([Sequence(sequence, 200)]).Verdict, Is.EqualTo(verdict));

    [TestCase("CACA", Verdict.Pass)]
    [TestCase("CACCA", Verdict.Inconclusive)]
    [TestCase("CACC", Verdict.Fail)]
    public void Each_copy_of_a_refusal_is_acknowledged(string sequence, Verdict verdict) =>
        Assert.That(Section17Timers.AcknowledgesRefusalAgain.Judge([Sequence(sequence, 486)]).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Nothing_is_lost_over_a_connection()
    {
        var trace = Sequence("CACCACA", 200);
        var overTcp = trace with { Events = [.. trace.Events.Select(it => it is WireMessage message ? message with { Transport = Transport.Tcp } : it)] };

        Assert.That(Section13Forks.AcknowledgesCopies.Judge([overTcp]).Verdict, Is.EqualTo(Verdict.Fail));
    }

    private static Trace Sequence(string sequence, int statusCode)
    {
        var invite = HandMadeMessages.Invite("sip:bob@im.example");
        var final = statusCode == 200 ? HandMadeMessages.Ok(invite) : HandMadeMessages.Refusal(invite, statusCode);
        var ack = statusCode == 200 ? HandMadeMessages.InDialog("ACK", final) : AckOf(invite, final);
        var trace = new HandMadeTrace().Asks("sip:bob@im.example").ClientSends(invite);
        foreach (var step in sequence)
        {
            trace = (step == 'C' ? trace.CoreSends(final) : trace.ClientSends(ack)).Passes(TimeSpan.FromMilliseconds(300));
        }

        return trace.Passes(TimeSpan.FromSeconds(2)).Does(new Deregister()).Seal();
    }

    private static SipMessage AckOf(SipMessage invite, SipMessage refusal) => invite
        .WithStartLine($"ACK {invite.RequestUri} SIP/2.0")
        .With("CSeq", $"{invite.CSeq!.Value!.Number} ACK")
        .With("To", refusal.Header("To")!.Value);
}
