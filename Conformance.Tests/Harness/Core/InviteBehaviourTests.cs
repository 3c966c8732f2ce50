using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

/// <summary>Behaviours that answer an INVITE out of the ordinary, each asked for by its name as the called user.</summary>
internal sealed class InviteBehaviourTests
{
    [TestCase("status-405", 180, 405)]
    [TestCase("status-413", 180, 413)]
    [TestCase("status-415", 180, 415)]
    [TestCase("status-420", 180, 420)]
    [TestCase("status-488", 180, 488)]
    [TestCase("status-500", 180, 500)]
    [TestCase("status-503", 180, 503)]
    [TestCase("status-600", 180, 600)]
    [TestCase("status-399", 180, 399)]
    [TestCase("status-699", 180, 699)]
    [TestCase("busy", 180, 486)]
    [TestCase("redirects", 302)]
    [TestCase("redirects-to-nobody", 302)]
    [TestCase("challenges-invite", 407)]
    [TestCase("unknown-provisionals", 170, 198, 200)]
    [TestCase("compact-answer", 180, 200)]
    [TestCase("folded-answer", 180, 200)]
    [TestCase("late-answer", 180, 486, 200)]
    [TestCase("stray-answers", 180, 200, 200, 200, 486)]
    [TestCase("rings-late", 180)]
    [TestCase("somebody-else", 180, 200)]
    public void User_who_is_called_as_a_behaviour_answers_so(string name, params int[] codes) => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig, name));
            foreach (var code in codes)
            {
                await rig.Next(code);
            }
        },
        Behaviours.AsNamed);

    [TestCase("status-415")]
    [TestCase("redirects")]
    [TestCase("challenges-invite")]
    public void Second_attempt_is_taken(string name) => CoreRig.Run(
        async rig =>
        {
            foreach (var isFirst in new[] { true, false })
            {
                await rig.Send(Invite(rig, name, isFirst ? "call-1" : "call-2"));
                SipMessage response;
                do
                {
                    response = await rig.Next();
                }
                while (response.StatusCode < 200);
                Assert.That(response.StatusCode, isFirst ? Is.GreaterThanOrEqualTo(300) : Is.EqualTo(200));
            }
        },
        Behaviours.AsNamed);

    [Test]
    public void Redirection_in_a_circle_names_the_uri_that_was_tried() => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig, "redirects-in-a-circle"));
            var response = await rig.Next(302);

            Assert.That(
                response.Contacts.Select(it => it.Value!.Uri.Text),
                Is.EqualTo(["sip:redirects-in-a-circle@im.example", "sip:redirects-in-a-circle@192.0.2.1:5060"]));
        },
        Behaviours.AsNamed);

    [Test]
    public void Every_challenge_has_a_nonce_of_its_own_and_the_last_is_a_refusal() => CoreRig.Run(
        async rig =>
        {
            var nonces = new List<string>();
            for (var i = 1; i <= 4; i++)
            {
                await rig.Send(Invite(rig, "rejects-credentials", $"call-{i}"));
                var response = await rig.Next(407);
                var challenge = DigestChallenge.Parse(response.Octets, response.Header("Proxy-Authenticate")!.ValueSpan).Value!;
                Assert.That(challenge.Stale, Is.False);
                nonces.Add(challenge.Nonce);
                await rig.Send(DerivedRequests.Ack(Invite(rig, "rejects-credentials", $"call-{i}"), response).With("Via", response.ElementTexts("Via")[0]));
            }

            await rig.Send(Invite(rig, "rejects-credentials", "call-5"));
            await rig.Next(403);
            Assert.That(nonces, Is.Unique);
        },
        Behaviours.AsNamed);

    [Test]
    public void Compact_answer_has_no_long_name_that_has_a_short_one() => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig, "compact-answer"));
            await rig.Next(180);
            var success = await rig.Next(200);

            Assert.That(success.Headers.Where(it => it.Name.Length > 1).Select(it => HeaderTable.CompactForm(it.Name)), Is.All.Null);
            Assert.That(success.Body.Length, Is.EqualTo(success.Number("Content-Length")));
        },
        Behaviours.AsNamed);

    [Test]
    public void Stray_answers_are_for_other_requests() => CoreRig.Run(
        async rig =>
        {
            var invite = Invite(rig, "stray-answers");
            await rig.Send(invite);
            await rig.Next(180);
            var (branch, sentBy, vias) = (await rig.Next(200), await rig.Next(200), await rig.Next(200));

            using (Assert.EnterMultipleScope())
            {
                Assert.That(branch.Vias[0].Value!.Branch, Is.Not.EqualTo(invite.Vias[0].Value!.Branch));
                Assert.That(sentBy.Vias[0].Value!.Host, Is.EqualTo("192.0.2.253"));
                Assert.That(vias.Vias, Has.Count.EqualTo(2));
            }
        },
        Behaviours.AsNamed);

    [TestCase(Transport.Udp, false)]
    [TestCase(Transport.Tcp, true)]
    public void Line_ends_stand_before_responses_on_a_stream_alone(Transport transport, bool expected) => CoreRig.Run(
        async rig =>
        {
            await rig.Send(Invite(rig, "bob"));
            await rig.Next(180);
            await rig.Next(200);

            var sent = rig.Recorded.Where(it => !it.IsFromClient).ToList();
            Assert.That(sent.Select(it => it.Octets.Span[0] == '\r'), Is.All.EqualTo(expected));
        },
        Behaviours.LineEndsFirst,
        transport);

    private static SipMessage Invite(CoreRig rig, string user, string callId = "call-1") => rig
        .Request("INVITE", $"sip:{user}@im.example", callId, to: $"<sip:{user}@im.example>")
        .Header("Contact", $"<sip:alice@{rig.Client}>")
        .Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer()))
        .Write();
}
