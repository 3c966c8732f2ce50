using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core.Transactions;

internal sealed class ServerTransactionTests
{
    [TestCase("INVITE")]
    [TestCase("OPTIONS")]
    public void Copy_of_a_request_is_absorbed(string method) => TransactionRig.Run(Transport.Udp, async rig =>
    {
        await Arrive(rig, TransactionRig.Request(method));
        await Arrive(rig, TransactionRig.Request(method));

        Assert.That(rig.Near.Requests, Has.Count.EqualTo(1));
        Assert.That(rig.Seen, Is.Empty);
    });

    [TestCase("INVITE", 180, 2)]
    [TestCase("INVITE", 200, 1)]
    [TestCase("OPTIONS", 100, 2)]
    [TestCase("OPTIONS", 200, 2)]
    public void Copy_of_a_request_is_answered_with_the_last_response_unless_that_accepted_an_INVITE(string method, int status, int sent) =>
        TransactionRig.Run(Transport.Udp, async rig =>
        {
            await Arrive(rig, TransactionRig.Request(method));
            rig.Near.Requests[0].Transaction!.Respond(TransactionRig.Response(TransactionRig.Request(method), status));
            await Arrive(rig, TransactionRig.Request(method));

            Assert.That(rig.TimesOf(status).Count(), Is.EqualTo(sent));
            Assert.That(rig.Near.Requests, Has.Count.EqualTo(1));
        });

    [TestCase(Transport.Udp, new[] { 0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5 })]
    [TestCase(Transport.Tcp, new[] { 0.0 })]
    public void Refusal_of_an_INVITE_without_ACK_is_repeated_and_given_up_after_32_s(Transport transport, double[] copies) =>
        TransactionRig.Run(transport, async rig =>
        {
            await Arrive(rig, TransactionRig.Request("INVITE"));
            var transaction = rig.Near.Requests[0].Transaction!;
            var begin = rig.Seconds;
            var failures = new List<double>();
            transaction.Failed = _ => failures.Add(Math.Round(rig.Seconds - begin, 3));
            transaction.Respond(TransactionRig.Response(transaction.Request, 486));
            await rig.Wait(100);

            Assert.That(rig.TimesOf(486).Select(it => Math.Round(it - begin, 3)), Is.EqualTo(copies));
            Assert.That(failures, Is.EqualTo([32.0]));
            Assert.That(rig.Near.Layer.Count, Is.Zero);
        });

    [Test]
    public void Refusal_of_an_INVITE_is_not_repeated_after_its_ACK_and_the_ACK_is_absorbed() => TransactionRig.Run(Transport.Udp, async rig =>
    {
        await Arrive(rig, TransactionRig.Request("INVITE"));
        rig.Near.Requests[0].Transaction!.Respond(TransactionRig.Response(TransactionRig.Request("INVITE"), 486));
        await rig.Wait(0.6);
        await Arrive(rig, TransactionRig.Request("ACK"));
        await Arrive(rig, TransactionRig.Request("ACK"));
        await rig.Wait(100);

        Assert.That(rig.TimesOf(486).Count(), Is.EqualTo(2));
        Assert.That(rig.Near.Requests, Has.Count.EqualTo(1));
        Assert.That(rig.Near.Layer.Count, Is.Zero);
    });

    [TestCase("z9hG4bK-2", "z9hG4bK-1")]
    [TestCase("old-2", "old-1")]
    [TestCase("old-1", "old-1")]
    public void ACK_to_a_success_goes_to_the_user(string branch, string inviteBranch) => TransactionRig.Run(Transport.Udp, async rig =>
    {
        await Arrive(rig, TransactionRig.Request("INVITE", inviteBranch));
        rig.Near.Requests[0].Transaction!.Respond(TransactionRig.Response(TransactionRig.Request("INVITE", inviteBranch), 200));
        await Arrive(rig, TransactionRig.Request("ACK", branch));

        Assert.That(rig.Near.Requests, Has.Count.EqualTo(2));
        Assert.That(rig.Near.Requests[1].Transaction, Is.Null);
        Assert.That(rig.Near.Requests[1].Request.Method, Is.EqualTo("ACK"));
    });

    [Test]
    public void Success_is_sent_as_often_as_the_user_gives_it_and_nothing_else_after_it() => TransactionRig.Run(Transport.Udp, async rig =>
    {
        await Arrive(rig, TransactionRig.Request("INVITE"));
        var transaction = rig.Near.Requests[0].Transaction!;
        foreach (var status in new[] { 200, 200, 486 })
        {
            transaction.Respond(TransactionRig.Response(transaction.Request, status));
        }

        await rig.Wait(100);

        Assert.That(rig.Seen.Select(it => it.Message.StatusCode), Is.EqualTo([200, 200]));
    });

    [Test]
    public void Second_final_response_to_a_refused_INVITE_is_dropped() => TransactionRig.Run(Transport.Udp, async rig =>
    {
        await Arrive(rig, TransactionRig.Request("INVITE"));
        var transaction = rig.Near.Requests[0].Transaction!;
        transaction.Respond(TransactionRig.Response(transaction.Request, 486));
        transaction.Respond(TransactionRig.Response(transaction.Request, 200));
        await rig.Wait(100);

        Assert.That(rig.Seen.Select(it => it.Message.StatusCode).Distinct(), Is.EqualTo([486]));
    });

    [TestCase("z9hG4bK-2", 1, "INVITE")]
    [TestCase("z9hG4bK-1", 1, "CANCEL")]
    [TestCase("old", 2, "INVITE")]
    public void Request_of_another_branch_or_method_is_a_new_one(string branch, int sequence, string method) => TransactionRig.Run(Transport.Udp, async rig =>
    {
        await Arrive(rig, TransactionRig.Request("INVITE", branch == "old" ? "old" : "z9hG4bK-1"));
        await Arrive(rig, TransactionRig.Request(method, branch, sequence));

        Assert.That(rig.Near.Requests, Has.Count.EqualTo(2));
    });

    [Test]
    public void Request_with_another_sent_by_is_a_new_one() => TransactionRig.Run(Transport.Udp, async rig =>
    {
        await Arrive(rig, TransactionRig.Request("OPTIONS"));
        await Arrive(rig, TransactionRig.Request("OPTIONS").With("Via", "SIP/2.0/UDP 192.0.2.8:5060;branch=z9hG4bK-1"));

        Assert.That(rig.Near.Requests, Has.Count.EqualTo(2));
    });

    [TestCase("z9hG4bK-1")]
    [TestCase("old")]
    public void Cancel_finds_the_INVITE_that_it_means(string branch) => TransactionRig.Run(Transport.Udp, async rig =>
    {
        await Arrive(rig, TransactionRig.Request("INVITE", branch));

        Assert.That(rig.Near.Layer.CancelledBy(TransactionRig.Request("CANCEL", branch)), Is.SameAs(rig.Near.Requests[0].Transaction));
        Assert.That(rig.Near.Layer.CancelledBy(TransactionRig.Request("CANCEL", "z9hG4bK-other")), Is.Null);
    });

    [TestCase("SIP/2.0/UDP 192.0.2.2:5999;branch=z9hG4bK-1", "192.0.2.2:5999")]
    [TestCase("SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK-1", "192.0.2.2:5060")]
    [TestCase("SIP/2.0/UDP 10.0.0.1:5999;branch=z9hG4bK-1;rport", "192.0.2.2:40000")]
    [TestCase("SIP/2.0/UDP 10.0.0.1:5999;branch=z9hG4bK-1", "192.0.2.2:5999")]
    public void Response_goes_where_source_and_Via_say(string via, string target)
    {
        var source = new Hop(Transport.Udp, System.Net.IPEndPoint.Parse("192.0.2.2:40000"));

        Assert.That(ResponsePath.Of(TransactionRig.Request("OPTIONS").With("Via", via), source).Address, Is.EqualTo(System.Net.IPEndPoint.Parse(target)));
    }

    private static async Task Arrive(TransactionRig rig, SipMessage request)
    {
        await rig.FarPort.SendAsync(request.Octets, rig.ToNear);
        await rig.Wait(0.1);
    }
}
