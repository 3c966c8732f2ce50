using System.Text.Json.Nodes;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>What the client makes of the answers to its INVITE.</summary>
public sealed class AnswerTests
{
    [Test]
    public void Ok_is_acknowledged_to_its_contact_over_the_recorded_route() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.InviteHeaders =
        [
            ("Record-Route", "<sip:192.0.2.1:5060;lr>, <sip:192.0.2.1;lr;x=y>"),
            ("Contact", "<sip:conf-7f3@im.example;gr=x>;isfocus"),
            ("Allow", "INVITE, ACK"),
            ("Allow", "FOO , BYE"),
        ];
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEstablished");
        await bench.EndChat();
        await bench.Notification("chatEnded");

        var described = await bench.Describe();
        var invite = bench.Peer.Requests("INVITE").Single();
        var ack = bench.Peer.Requests("ACK").Single();
        var bye = bench.Peer.Requests("BYE").Single();
        using (Assert.EnterMultipleScope())
        {
            foreach (var request in new[] { ack, bye })
            {
                Assert.That(request.RequestUriSpan.Text(request.Octets), Is.EqualTo("sip:conf-7f3@im.example;gr=x"));
                Assert.That(request.ElementTexts("Route"), Is.EqualTo(["<sip:192.0.2.1;lr;x=y>", "<sip:192.0.2.1:5060;lr>"]));
                Assert.That(request.To!.Value!.Tag, Is.EqualTo("peertag"));
                Assert.That(request.From!.Value!.Tag, Is.EqualTo(invite.From!.Value!.Tag));
                Assert.That(request.Vias[0].Value!.Branch, Is.Not.EqualTo(invite.Vias[0].Value!.Branch));
            }

            Assert.That(ack.CSeq!.Value!.Number, Is.EqualTo(invite.CSeq!.Value!.Number));
            Assert.That(bye.CSeq!.Value!.Number, Is.EqualTo(invite.CSeq!.Value!.Number + 1));
            Assert.That(described["imSessionIdentity"]!.GetValue<string>(), Is.EqualTo("sip:conf-7f3@im.example;gr=x"));
            Assert.That(Texts(described["supportedMethods"]), Is.EqualTo(["INVITE", "ACK", "FOO", "BYE"]));
        }
    });

    [Test]
    public void Strict_route_becomes_the_request_uri() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.InviteHeaders = [("Record-Route", "<sip:192.0.2.1:5060>"), ("Contact", "<sip:chat@im.example>")];
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEstablished");

        var ack = bench.Peer.Requests("ACK").Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ack.RequestUriSpan.Text(ack.Octets), Is.EqualTo("sip:192.0.2.1:5060"));
            Assert.That(ack.ElementTexts("Route"), Is.EqualTo(["<sip:chat@im.example>"]));
        }
    });

    [Test]
    public void Ok_without_contact_and_allow_is_acknowledged_to_the_user_and_nothing_stored() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.InviteHeaders = [];
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEstablished");

        var described = await bench.Describe();
        var ack = bench.Peer.Requests("ACK").Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ack.RequestUriSpan.Text(ack.Octets), Is.EqualTo(Bench.Bob));
            Assert.That(described["imSessionIdentity"], Is.Null);
            Assert.That(described["supportedMethods"], Is.Null);
            Assert.That(Texts(described["members"]), Is.EqualTo([Bench.Alice]));
        }
    });

    [Test]
    public void Ok_that_is_repeated_is_acknowledged_each_time_and_told_once() => Bench.RunChat(async bench =>
    {
        var (invite, hop) = bench.Peer.Sip.First(it => it.Message.Method == "INVITE");
        for (var copy = 0; copy < 4; copy++)
        {
            bench.Peer.Accept(invite, hop);
        }

        await bench.Pass(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.Requests("ACK").Count(), Is.EqualTo(5));
            Assert.That(bench.Notifications("chatEstablished").Count(), Is.EqualTo(1));
        }
    });

    [Test]
    public void Ok_of_another_fork_is_acknowledged_and_ended() => Bench.RunChat(async bench =>
    {
        var (invite, hop) = bench.Peer.Sip.First(it => it.Message.Method == "INVITE");
        bench.Peer.Accept(invite, hop, "fork");
        await bench.Until(() => bench.Peer.Requests("BYE").Any());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.Requests("ACK").Last().To!.Value!.Tag, Is.EqualTo("fork"));
            Assert.That(bench.Peer.Requests("BYE").Single().To!.Value!.Tag, Is.EqualTo("fork"));
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("up"));
        }
    });

    [TestCase("branch")]
    [TestCase("sent-by")]
    [TestCase("two Vias")]
    public void Ok_that_is_not_for_the_client_is_ignored(string wrong) => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (invite, hop) =>
        {
            var accepted = bench.Peer.Acceptance(invite, hop);
            var via = accepted.Header("Via")!.Value;
            bench.Peer.Send(
                wrong switch
                {
                    "branch" => accepted.With("Via", via.Replace("z9hG4bK", "z9hG4bKx", StringComparison.Ordinal)),
                    "sent-by" => accepted.With("Via", via.Replace("192.0.2.2:", "192.0.2.9:", StringComparison.Ordinal)),
                    _ => accepted.WithAdded("Via", "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKother"),
                },
                hop);
        };
        await bench.StartChat(Bench.Bob);
        await bench.Pass(5);

        Assert.That(bench.Peer.Requests("ACK"), Is.Empty);
    });

    [TestCase("TCP/MSRP", 0, null)]
    [TestCase("TCP/TLS/MSRP", null, null)]
    [TestCase("TCP/MSRP", null, "")]
    [TestCase("TCP/MSRP", null, "msrp://192.0.2.1/nosuchport;tcp")]
    [TestCase("TCP/MSRP", null, "http://192.0.2.1:2855/x")]
    [TestCase("TCP/MSRP", null, "msrps://192.0.2.1:2855/x;tcp")]
    [TestCase("TCP/MSRP", null, "msrp://192.0.2.1:9/closed;tcp")]
    public void Ok_without_a_usable_session_is_acknowledged_and_ended(string protocol, int? port, string? path) =>
        EndsAfterAcknowledging(peer => peer.Answer(protocol, port, path));

    [Test]
    public void Ok_without_a_description_is_acknowledged_and_ended() => EndsAfterAcknowledging(_ => null);

    [Test]
    public void Ok_with_a_second_stream_is_acknowledged_and_ended() =>
        EndsAfterAcknowledging(peer => peer.Answer(more: "m=audio 9 RTP/AVP 0\r\n"));

    [Test]
    public void Description_that_comes_first_is_the_answer() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (invite, hop) =>
        {
            var early = ScriptedPeer.Headed(invite, hop, 183, "Session Progress", "peertag").Body("application/sdp", System.Text.Encoding.UTF8.GetBytes(bench.Peer.Answer()));
            bench.Peer.Send(early.Write(), hop);
            bench.Peer.Description = () => bench.Peer.Answer(path: "msrp://192.0.2.1:9/decoy;tcp");
            bench.Peer.Accept(invite, hop);
        };
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEstablished");
        await bench.Peer.Bound();

        Assert.That(bench.Peer.Sends.Single().Header("To-Path")!.Value, Is.EqualTo(bench.Peer.Path));
    });

    [TestCase(404)]
    [TestCase(486)]
    [TestCase(503)]
    [TestCase(603)]
    [TestCase(699)]
    [TestCase(399)]
    public void Refusal_is_acknowledged_and_told_once(int statusCode) => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (invite, hop) =>
        {
            bench.Peer.Reply(invite, hop, statusCode, "No");
            bench.Peer.Reply(invite, hop, statusCode, "No");
        };
        await bench.StartChat(Bench.Bob);
        await bench.Pass(5);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.Requests("INVITE").Count(), Is.EqualTo(1));
            Assert.That(bench.Peer.Requests("ACK").Count(), Is.EqualTo(2));
            Assert.That(bench.Notices, Is.EqualTo(["chatFailed"]));
            Assert.That(bench.Notifications("chatEnded").Count(), Is.EqualTo(1));
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("failed"));
            Assert.That(bench.Peer.Msrp, Is.Empty);
        }
    });

    [TestCase(401, "WWW-Authenticate", "Authorization")]
    [TestCase(407, "Proxy-Authenticate", "Proxy-Authorization")]
    public void Challenge_is_answered_in_the_same_call_and_its_credentials_repeated_in_the_ack(int statusCode, string challenge, string answer) => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (invite, hop) =>
        {
            if (invite.Header(answer) is null)
            {
                bench.Peer.Reply(invite, hop, statusCode, "Who", (challenge, ScriptedPeer.Challenge));
            }
            else
            {
                bench.Peer.Accept(invite, hop);
            }
        };
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEstablished");

        var invites = bench.Peer.Requests("INVITE").ToList();
        var credentials = DigestCredentials.Parse(invites[1].Octets, invites[1].Header(answer)!.ValueSpan).Value!;
        var ack = bench.Peer.Requests("ACK").Last();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(invites, Has.Count.EqualTo(2));
            Assert.That(invites[1].CallId, Is.EqualTo(invites[0].CallId));
            Assert.That(invites[1].From!.Value!.Tag, Is.EqualTo(invites[0].From!.Value!.Tag));
            Assert.That(invites[1].CSeq!.Value!.Number, Is.EqualTo(invites[0].CSeq!.Value!.Number + 1));
            Assert.That(invites[1].Vias[0].Value!.Branch, Is.Not.EqualTo(invites[0].Vias[0].Value!.Branch));
            Assert.That(invites[1].Body.Text(invites[1].Octets), Is.EqualTo(invites[0].Body.Text(invites[0].Octets)));
            Assert.That(credentials.Response, Is.EqualTo(credentials.Expected("secret", "INVITE")));
            Assert.That(ack.Header(answer)!.Value, Is.EqualTo(invites[1].Header(answer)!.Value));
        }
    });

    [Test]
    public void Challenge_that_turns_the_credentials_down_ends_the_attempt() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (invite, hop) => bench.Peer.Reply(invite, hop, 407, "Who", ("Proxy-Authenticate", ScriptedPeer.Challenge));
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEnded");

        Assert.That(bench.Peer.Requests("INVITE").Count(), Is.EqualTo(2));
    });

    [Test]
    public void Redirection_is_followed_with_the_same_bodies_and_not_in_circles() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (invite, hop) => bench.Peer.Reply(invite, hop, 302, "Moved", ("Contact", "<sip:conf-9@im.example;x=1>;isfocus"));
        await bench.StartChat(Bench.Bob, Bench.Carol);
        await bench.Notification("chatEnded");

        var invites = bench.Peer.Requests("INVITE").ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(invites, Has.Count.EqualTo(2));
            Assert.That(invites[1].RequestUriSpan.Text(invites[1].Octets), Is.EqualTo("sip:conf-9@im.example;x=1"));
            Assert.That(invites[1].CSeq!.Value!.Number, Is.EqualTo(invites[0].CSeq!.Value!.Number + 1));
            Assert.That(invites[1].BodyPart("application/resource-lists+xml"), Is.Not.Null);
        }
    });

    [Test]
    public void Invite_without_any_answer_is_repeated_and_fails() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (_, _) => { };
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEnded");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.Requests("INVITE").Count(), Is.EqualTo(7));
            Assert.That(bench.Notices, Is.EqualTo(["chatFailed"]));
        }
    });

    private static void EndsAfterAcknowledging(Func<ScriptedPeer, string?> description) => Bench.RunRegistered(async bench =>
    {
        bench.Peer.Description = () => description(bench.Peer);
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEnded");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.Sip.Select(it => it.Message.Method).Where(it => it is "ACK" or "BYE"), Is.EqualTo(["ACK", "BYE"]));
            Assert.That(bench.Notices, Is.EqualTo(["chatFailed"]));
            Assert.That(bench.Notifications("chatEstablished"), Is.Empty);
            Assert.That(bench.Peer.Msrp, Is.Empty);
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("failed"));
        }
    });

    private static IEnumerable<string> Texts(JsonNode? array) => array!.AsArray().Select(it => it!.GetValue<string>());
}
