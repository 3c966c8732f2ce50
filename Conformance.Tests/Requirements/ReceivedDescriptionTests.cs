using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;
using Conformance.Tests.Mutants;
using static Conformance.Tests.HandMadeMessages;

namespace Conformance.Tests.Requirements;

/// <summary>Session descriptions of the peer, and what the client makes of them.</summary>
internal sealed class ReceivedDescriptionTests
{
    private const string Bob = "sip:bob@im.example";
    private const string Unknown = "RFC2327-6-7";

    private static readonly SipMessage Answer = Ok(InviteMessage());

    [Test]
    public void Client_that_ends_the_chat_unasked_has_not_taken_the_answer() =>
        Assert.That(Of(Unknown, WithUnknown(), InDialog("ACK", Answer), InDialog("BYE", Answer)).Verdict, Is.EqualTo(Verdict.Fail));

    [Test]
    public void Client_that_speaks_in_the_session_has_taken_the_answer() => Assert.That(
        Judged.By(Unknown, Talks(Begun(InviteMessage(), WithUnknown()))).Verdict,
        Is.EqualTo(Verdict.Pass));

    [Test]
    public void Client_that_was_told_to_end_the_chat_at_once_proves_nothing() => Assert.That(
        Judged.By(Unknown, Begun(InviteMessage(), WithUnknown()).ClientSends(InDialog("ACK", Answer)).Does(new EndChat("chat-1")).ClientSends(InDialog("BYE", Answer)).Seal()).Verdict,
        Is.EqualTo(Verdict.Inconclusive));

    [Test]
    public void Offer_that_leaves_the_connection_to_the_peer_proves_nothing() => Assert.That(
        Judged.By(Unknown, Begun(InviteMessage().WithBodyText(it => it.Replace("a=sendrecv\r\n", "a=sendrecv\r\na=setup:passive\r\n", StringComparison.Ordinal)), WithUnknown()).ClientSends(InDialog("ACK", Answer)).Seal()).Verdict,
        Is.EqualTo(Verdict.Inconclusive));

    [TestCase("RFC2046-5.1.1-5", "Preamble\r\n--b\r\nContent-Type: application/sdp\r\n\r\n{0}\r\n--b--\r\n")]
    [TestCase("RFC5621-4.2-1", "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n--c\r\nContent-Type: application/sdp\r\n\r\n{0}\r\n--c--\r\n\r\n--b--\r\n")]
    public void Multipart_binds_whoever_accepts_one(string id, string form)
    {
        var body = form.Replace("{0}", Answer.Body.Text(Answer.Octets), StringComparison.Ordinal);
        var answer = Answer.With("Content-Type", "multipart/mixed;boundary=b").WithBody(Encoding.UTF8.GetBytes(body));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Of(id, answer, InDialog("ACK", Answer), InDialog("BYE", Answer)).Verdict, Is.EqualTo(Verdict.None));
            Assert.That(Ended("*/*"), Is.EqualTo(Verdict.Fail));
            Assert.That(Ended("application/sdp"), Is.EqualTo(Verdict.None));
        }

        Verdict Ended(string accept) => Judged.By(id, Begun(InviteMessage().WithAdded("Accept", accept), answer)
            .ClientSends(InDialog("ACK", Answer), InDialog("BYE", Answer)).Seal()).Verdict;
    }

    [Test]
    public void Rejected_stream_is_left_alone()
    {
        var answer = Answer.WithBodyText(it => it.Replace("m=message 2855 ", "m=message 0 ", StringComparison.Ordinal));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Of("RFC3264-6-2", answer, InDialog("ACK", Answer), InDialog("BYE", Answer)).Verdict, Is.EqualTo(Verdict.Pass));
            Assert.That(Judged.By("RFC3264-6-2", Talks(Begun(InviteMessage(), answer))).Verdict, Is.EqualTo(Verdict.Fail));
        }
    }

    private static SipMessage InviteMessage() => Invite(Bob);

    private static SipMessage WithUnknown() => Answer.WithBodyText(it => it.Replace("a=sendrecv", "a=x-foo:bar\r\na=sendrecv", StringComparison.Ordinal));

    private static Judgement Of(string id, SipMessage answer, params IReadOnlyList<SipMessage> then) =>
        Judged.By(id, Begun(InviteMessage(), answer).ClientSends(then).Seal());

    private static HandMadeTrace Begun(SipMessage invite, SipMessage answer) => new HandMadeTrace().Asks(Bob).ClientSends(invite).CoreSends(answer);

    private static Trace Talks(HandMadeTrace trace) => trace
        .ClientSends(InDialog("ACK", Answer))
        .ClientSendsMsrp("MSRP a786hjs2 SEND\r\nTo-Path: msrp://192.0.2.1:2855/9di4ea6ymnnx9kgd;tcp\r\nFrom-Path: msrp://192.0.2.2:2855/9di4ea6ymnnx9kgd;tcp\r\nMessage-ID: 87652\r\n-------a786hjs2$\r\n"u8.ToArray())
        .Seal();
}
