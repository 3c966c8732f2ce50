using System.Net;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core.Transactions;

internal sealed class ClientTransactionTests
{
    [TestCase("INVITE", Transport.Udp, new[] { 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 })]
    [TestCase("INVITE", Transport.Tcp, new[] { 0.0 })]
    [TestCase("OPTIONS", Transport.Udp, new[] { 0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5 })]
    [TestCase("OPTIONS", Transport.Tcp, new[] { 0.0 })]
    public void Request_without_an_answer_is_repeated_and_given_up_after_32_s(string method, Transport transport, double[] copies) =>
        TransactionRig.Run(transport, async rig =>
        {
            var log = new Log(rig);
            var transaction = log.Request(method);
            await rig.Wait(100);

            Assert.That(rig.TimesOf(method), Is.EqualTo(copies));
            Assert.That(rig.Seen.Select(it => it.Message.Octets.ToArray()), Is.All.EqualTo(transaction.Request.Octets.ToArray()));
            Assert.That(log.Failures, Is.EqualTo([32.0]));
            Assert.That(transaction.IsDone, Is.True);
            Assert.That(rig.Near.Layer.Count, Is.Zero);
        });

    [TestCase("INVITE", new[] { 0, 0.5 }, new double[0])]
    [TestCase("OPTIONS", new[] { 0, 0.5, 1.5, 5.5, 9.5, 13.5, 17.5, 21.5, 25.5, 29.5 }, new[] { 32.0 })]
    public void Request_with_a_provisional_answer_is_repeated_as_its_kind_is(string method, double[] copies, double[] failures) =>
        TransactionRig.Run(Transport.Udp, async rig =>
        {
            var log = new Log(rig);
            var transaction = log.Request(method);
            await rig.Wait(1);
            await rig.Answer(transaction.Request, 180);
            await rig.Wait(100);

            Assert.That(rig.TimesOf(method), Is.EqualTo(copies));
            Assert.That(log.Failures, Is.EqualTo(failures));
            Assert.That(log.Responses, Is.EqualTo([180]));
        });

    [TestCase("INVITE", 486, new[] { 486 })]
    [TestCase("INVITE", 200, new[] { 200, 200 })]
    [TestCase("OPTIONS", 486, new[] { 486 })]
    [TestCase("OPTIONS", 200, new[] { 200 })]
    public void Final_answer_ends_the_copies_and_is_passed_on_once_unless_it_accepts_an_INVITE(string method, int status, int[] passed) =>
        TransactionRig.Run(Transport.Udp, async rig =>
        {
            var log = new Log(rig);
            var transaction = log.Request(method);
            await rig.Wait(0.1);
            await rig.Answer(transaction.Request, status);
            await rig.Wait(0.1);
            await rig.Answer(transaction.Request, status);
            await rig.Wait(100);

            Assert.That(rig.TimesOf(method), Is.EqualTo([0.0]));
            Assert.That(log.Responses, Is.EqualTo(passed));
            Assert.That((transaction.IsDone, rig.Near.Layer.Count, rig.Near.Strays.Count), Is.EqualTo((true, 0, 0)));
        });

    [Test]
    public void Every_copy_of_a_refused_INVITE_is_acknowledged() => TransactionRig.Run(Transport.Udp, async rig =>
    {
        var transaction = new Log(rig).Request("INVITE");
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await rig.Answer(transaction.Request, 486);
            await rig.Wait(1);
        }

        Assert.That(rig.TimesOf("ACK").Count(), Is.EqualTo(3));
    });

    [Test]
    public void Acknowledgement_of_a_refusal_is_made_of_the_INVITE_and_the_To_of_the_response()
    {
        var invite = TransactionRig.Request("INVITE");
        var ack = DerivedRequests.Ack(invite, TransactionRig.Response(invite, 486));

        Assert.That(ack.Inspect(), Is.Empty);
        Assert.That(ack.RequestUri.Value!.Text, Is.EqualTo("sip:bob@im.example"));
        Assert.That(ack.ElementTexts("Via"), Is.EqualTo(["SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK-1"]));
        Assert.That(ack.ElementTexts("Route"), Is.EqualTo(["<sip:192.0.2.1;lr>", "<sip:192.0.2.7;lr>"]));
        Assert.That(ack.Header("To")!.Value, Is.EqualTo("<sip:bob@im.example>;tag=b"));
        Assert.That(ack.Header("CSeq")!.Value, Is.EqualTo("1 ACK"));
    }

    [Test]
    public void Cancel_is_made_of_the_INVITE_alone()
    {
        var cancel = DerivedRequests.Cancel(TransactionRig.Request("INVITE").WithAdded("Require", "recipient-list-invite"));

        Assert.That(cancel.Inspect(), Is.Empty);
        Assert.That(cancel.ElementTexts("Via"), Is.EqualTo(["SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK-1"]));
        Assert.That(cancel.ElementTexts("Route"), Has.Count.EqualTo(2));
        Assert.That(cancel.Header("To")!.Value, Is.EqualTo("<sip:bob@im.example>"));
        Assert.That(cancel.Header("CSeq")!.Value, Is.EqualTo("1 CANCEL"));
        Assert.That(cancel.Header("Require"), Is.Null);
    }

    [Test]
    public void Success_of_another_branch_is_passed_on_while_the_transaction_is_accepted() => TransactionRig.Run(Transport.Udp, async rig =>
    {
        var log = new Log(rig);
        var transaction = log.Request("INVITE");
        await rig.Answer(transaction.Request, 200);
        await rig.Wait(31.9);
        await rig.Answer(transaction.Request, 200, "fork");
        await rig.Wait(0.05);

        Assert.That(log.Responses, Is.EqualTo([200, 200]));
        Assert.That(rig.Near.Strays, Is.Empty);
    });

    [Test]
    public void Success_after_the_accepted_state_is_a_stray() => TransactionRig.Run(Transport.Udp, async rig =>
    {
        var log = new Log(rig);
        var transaction = log.Request("INVITE");
        await rig.Answer(transaction.Request, 200);
        await rig.Wait(33);
        await rig.Answer(transaction.Request, 200);
        await rig.Wait(1);

        Assert.That(log.Responses, Is.EqualTo([200]));
        Assert.That(rig.Near.Strays, Has.Count.EqualTo(1));
    });

    [TestCase("z9hG4bK-2", "INVITE")]
    [TestCase("z9hG4bK-1", "CANCEL")]
    public void Response_of_another_branch_or_method_is_a_stray(string branch, string method) => TransactionRig.Run(Transport.Udp, async rig =>
    {
        var log = new Log(rig);
        log.Request("INVITE");
        await rig.Answer(TransactionRig.Request(method, branch), 200);
        await rig.Wait(0.1);

        Assert.That(log.Responses, Is.Empty);
        Assert.That(rig.Near.Strays, Has.Count.EqualTo(1));
    });

    [TestCase("INVITE")]
    [TestCase("OPTIONS")]
    public void Connection_that_is_refused_is_a_failure_at_once(string method) => TransactionRig.Run(Transport.Tcp, async rig =>
    {
        var log = new Log(rig);
        var transaction = log.Request(method, new Hop(Transport.Tcp, IPEndPoint.Parse("192.0.2.2:9")));
        await rig.Wait(1);

        Assert.That(log.Failures, Is.EqualTo([0.0]));
        Assert.That((transaction.IsDone, rig.Near.Layer.Count), Is.EqualTo((true, 0)));
    });

    /// <summary>What a client transaction tells its user.</summary>
    private sealed class Log(TransactionRig rig)
    {
        public List<int> Responses { get; } = [];

        public List<double> Failures { get; } = [];

        public ClientTransaction Request(string method, Hop? to = null) => rig.Near.Layer.Request(
            TransactionRig.Request(method), to ?? rig.ToFar, it => Responses.Add(it.StatusCode), _ => Failures.Add(rig.Seconds));
    }
}
