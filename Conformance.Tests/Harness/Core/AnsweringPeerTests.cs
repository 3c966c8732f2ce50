using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

internal sealed class AnsweringPeerTests
{
    [TestCase(Transport.Udp)]
    [TestCase(Transport.Tcp)]
    public void Invite_with_a_chat_is_answered_with_180_and_200(Transport transport) => CoreRig.Run(async rig =>
    {
        await rig.Send(Invite(rig, CoreRig.Offer()));

        var ringing = await rig.Next(180);
        var success = await rig.Next(200);

        Assert.That(success.To?.Value?.Tag, Is.Not.Null.And.EqualTo(ringing.To?.Value?.Tag));
        Assert.That(success.Contacts.Single().Value!.Uri.Text, Does.StartWith("sip:bob@192.0.2.1:5060"));
        Assert.That(success.ElementTexts("Allow"), Is.EquivalentTo(["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "UPDATE", "PRACK", "SUBSCRIBE"]));
    }, transport: transport);

    [Test]
    public void Offer_of_a_chat_is_answered_with_a_path_to_the_core() => CoreRig.Run(async rig =>
    {
        var success = await rig.Chat();

        Assert.That(Answer(success), Does.Match(
            """
            ^v=0\r
            o=- \d+ 1 IN IP4 192.0.2.1\r
            s=-\r
            c=IN IP4 192.0.2.1\r
            t=0 0\r
            m=message (\d+) TCP/MSRP \*\r
            a=accept-types:text/plain message/cpim\r
            a=path:msrp://192.0.2.1:\1/[a-z0-9]+;tcp\r
            a=sendrecv\r
            $
            """.ReplaceLineEndings("\n")));
    });

    [TestCase("a=sendrecv", "a=setup:actpass\r\na=sendrecv", "a=setup:passive\r\na=sendrecv\r\n")]
    [TestCase("a=sendrecv", "a=setup:active\r\na=sendrecv", "a=setup:passive\r\na=sendrecv\r\n")]
    [TestCase("a=sendrecv", "a=sendonly", "tcp\r\na=recvonly\r\n")]
    [TestCase("a=sendrecv", "a=recvonly", "tcp\r\na=sendonly\r\n")]
    [TestCase("a=sendrecv", "a=inactive", "tcp\r\na=inactive\r\n")]
    [TestCase("t=0 0", "t=3034423619 3042462419", "t=3034423619 3042462419\r\n")]
    public void Answer_follows_the_offer(string was, string becomes, string expected) => CoreRig.Run(async rig =>
    {
        var success = await rig.Chat(offer: CoreRig.Offer().Replace(was, becomes, StringComparison.Ordinal));

        Assert.That(Answer(success), Does.Contain(expected));
    });

    [Test]
    public void Every_other_medium_is_refused_in_its_place() => CoreRig.Run(async rig =>
    {
        var success = await rig.Chat(offer: CoreRig.Offer("m=audio 4000 RTP/AVP 0 8\r\nm=message 4002 TCP/TLS/MSRP *\r\n"));

        Assert.That(
            Answer(success).Split("\r\n").Where(it => it.StartsWith("m=", StringComparison.Ordinal)).Skip(1),
            Is.EqualTo(["m=audio 0 RTP/AVP 0 8", "m=message 0 TCP/TLS/MSRP *"]));
    });

    [TestCase("application/sdp", "v=0\r\no=- 1 1 IN IP4 192.0.2.2\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n")]
    [TestCase("application/sdp", "nonsense")]
    [TestCase("text/plain", "hello")]
    [TestCase(null, "")]
    public void Invite_without_a_chat_over_TCP_is_refused_with_488(string? type, string body) => CoreRig.Run(async rig =>
    {
        var invite = type is null ? rig.Invite() : rig.Invite().Body(type, Encoding.UTF8.GetBytes(body));

        var refusal = await rig.Ask(invite.Write(), 488);

        Assert.That(refusal.Header("Warning"), Is.Not.Null);
    });

    [Test]
    public void Offer_in_a_multipart_is_found() => CoreRig.Run(async rig =>
    {
        var body = new MultipartWriter("b1").Part(Encoding.UTF8.GetBytes(CoreRig.Offer()), "Content-Type: application/sdp").Write();

        await rig.Send(rig.Invite().Body("multipart/mixed;boundary=b1", body).Write());

        await rig.Next(180);
        await rig.Next(200);
    });

    [TestCase("busy", 486)]
    [TestCase("usual", 200)]
    [TestCase("without-allow", 200)]
    [TestCase("several-allow-rows", 200)]
    [TestCase("without-contact", 200)]
    public void Behaviour_decides_the_answer(string behaviour, int status) => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig, CoreRig.Offer()));
            await rig.Next(180);
            var final = await rig.Next(status);

            Assert.That(final.HeadersNamed("Allow").Select(it => it.Value), Is.EqualTo(behaviour switch
            {
                "several-allow-rows" => ["INVITE, ACK", "CANCEL,BYE", "OPTIONS , FOO"],
                "usual" or "without-contact" => ["INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, SUBSCRIBE"],
                _ => Array.Empty<string>(),
            }));
            Assert.That(final.Contacts, Has.Count.EqualTo(behaviour is "busy" or "without-contact" ? 0 : 1));
        },
        Behaviours.All.Single(it => it.Name == behaviour));

    [Test]
    public void Invite_that_rings_can_be_cancelled() => CoreRig.Run(
        async rig =>
        {
            var invite = Invite(rig, CoreRig.Offer());
            await rig.Send(invite);
            var ringing = await rig.Next(180);

            await rig.Ask(Conformance.Harness.Core.Transactions.DerivedRequests.Cancel(invite), 200);
            var final = await rig.Next(487);

            Assert.That(final.CSeq!.Value!.Method, Is.EqualTo("INVITE"));
            Assert.That(final.To!.Value!.Tag, Is.EqualTo(ringing.To!.Value!.Tag));
        },
        Behaviours.Ringing);

    [Test]
    public void Invite_that_rings_for_ever_ends_with_480() => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig, CoreRig.Offer()));
            await rig.Next(180);
            await rig.Next(480);
        },
        Behaviours.Ringing);

    [Test]
    public void Cancel_after_the_answer_changes_nothing() => CoreRig.Run(async rig =>
    {
        var invite = Invite(rig, CoreRig.Offer());
        await rig.Send(invite);
        await rig.Next(180);
        var success = await rig.Next(200);
        await rig.Send(rig.InDialog("ACK", success, 1).Write());

        await rig.Ask(Conformance.Harness.Core.Transactions.DerivedRequests.Cancel(invite), 200);
        await rig.Ask(rig.InDialog("OPTIONS", success, 2).Write(), 200);

        Assert.That(rig.Unread, Is.Empty);
    });

    [TestCase(Transport.Udp)]
    [TestCase(Transport.Tcp)]
    public void Success_is_repeated_until_its_ACK_and_no_longer(Transport transport) => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig, CoreRig.Offer()));
            await rig.Next(180);
            var success = await rig.Next(200);
            await rig.Wait(4);
            Assert.That(rig.Unread.Select(it => it.StatusCode), Is.EqualTo([200, 200, 200]), "after 0.5, 1.5 and 3.5 s");

            await rig.Send(rig.InDialog("ACK", success, 1).Write());
            await rig.Wait(100);

            Assert.That(rig.Unread, Has.Count.EqualTo(3));
        },
        transport: transport);

    [Test]
    public void Chat_without_an_ACK_is_ended_with_BYE_after_32_s() => CoreRig.Run(async rig =>
    {
        await rig.Send(Invite(rig, CoreRig.Offer()));
        await rig.Wait(31.9);
        Assert.That(rig.Unread.Count(it => it.StatusCode == 200), Is.EqualTo(11));
        Assert.That(rig.Unread.Count(it => it.Method == "BYE"), Is.Zero);

        await rig.Wait(0.2);

        Assert.That(rig.Unread.Count(it => it.Method == "BYE"), Is.EqualTo(1));
    });

    private static string Answer(SipMessage success) => success.BodyPart("application/sdp")!.Content.Text(success.Octets);

    private static SipMessage Invite(CoreRig rig, string offer) =>
        rig.Invite().Body("application/sdp", Encoding.UTF8.GetBytes(offer)).Write();
}
