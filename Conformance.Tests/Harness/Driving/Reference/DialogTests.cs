using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sdp;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>Requests of the peer, in the dialog and outside.</summary>
public sealed class DialogTests
{
    private const string Audio = "v=0\r\no=- 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n";

    [Test]
    public void Bye_is_answered_and_ends_the_chat() => Bench.RunChat(async bench =>
    {
        bench.Peer.Request("BYE", 10, "bye");
        await bench.Notification("chatEnded");
        await bench.Pass(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.ResponseTo("bye")!.StatusCode, Is.EqualTo(200));
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("ended"));
            Assert.That(Bench.ErrorCode(await bench.SendMessage("too late")), Is.EqualTo(-32000));
            Assert.That(bench.Peer.Requests("BYE"), Is.Empty);
            Assert.That(bench.Notices, Is.Empty);
        }
    });

    [Test]
    public void Bye_that_crosses_the_own_is_answered() => Bench.RunChat(async bench =>
    {
        bench.Peer.OnBye = (_, _) => bench.Peer.Request("BYE", 10, "bye");
        await bench.EndChat();
        await bench.Until(() => bench.Peer.ResponseTo("bye") is not null);
        await bench.Pass(40);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.ResponseTo("bye")!.StatusCode, Is.EqualTo(200));
            Assert.That(bench.Notifications("chatEnded").Count(), Is.EqualTo(1));
        }
    });

    [Test]
    public void Options_tells_what_the_client_can_do_and_disturbs_nothing() => Bench.RunChat(async bench =>
    {
        bench.Peer.Request("OPTIONS", 10, "options");
        await bench.Until(() => bench.Peer.ResponseTo("options") is not null);

        var response = bench.Peer.ResponseTo("options")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(200));
            Assert.That(response.ElementTexts("Allow"), Is.EquivalentTo(["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "PRACK", "NOTIFY"]));
            Assert.That(response.Header("Accept"), Is.Not.Null);
            Assert.That(response.Header("Supported"), Is.Not.Null);
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("up"));
        }
    });

    [TestCase("INFO", 405)]
    [TestCase("DANCE", 405)]
    public void Method_that_is_not_answered_gets_405_with_allow(string method, int statusCode) => Bench.RunChat(async bench =>
    {
        bench.Peer.Request(method, 10, "odd");
        await bench.Until(() => bench.Peer.ResponseTo("odd") is not null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.ResponseTo("odd")!.StatusCode, Is.EqualTo(statusCode));
            Assert.That(bench.Peer.ResponseTo("odd")!.Header("Allow"), Is.Not.Null);
        }
    });

    [TestCase("BYE")]
    [TestCase("OPTIONS")]
    [TestCase("INVITE")]
    [TestCase("CANCEL")]
    [TestCase("NOTIFY")]
    public void Request_of_an_unknown_dialog_gets_481(string method) => Bench.RunChat(async bench =>
    {
        bench.Peer.Request(method, 10, "unknown", toTag: "nosuchtag");
        await bench.Until(() => bench.Peer.ResponseTo("unknown") is not null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.ResponseTo("unknown")!.StatusCode, Is.EqualTo(481));
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("up"));
        }
    });

    /// <summary>The dialog is there, the subscription is not (RFC 6665 section 4.1.3).</summary>
    [Test]
    public void Notify_in_the_dialog_of_a_chat_gets_481() => Bench.RunChat(async bench =>
    {
        bench.Peer.Request("NOTIFY", 10, "notify", [("Event", "conference"), ("Subscription-State", "active")]);
        await bench.Until(() => bench.Peer.ResponseTo("notify") is not null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.ResponseTo("notify")!.StatusCode, Is.EqualTo(481));
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("up"));
        }
    });

    [Test]
    public void Request_with_a_lower_number_gets_500() => Bench.RunChat(async bench =>
    {
        bench.Peer.Request("OPTIONS", 10, "first");
        bench.Peer.Request("BYE", 9, "lower");
        await bench.Until(() => bench.Peer.ResponseTo("lower") is not null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.ResponseTo("lower")!.StatusCode, Is.EqualTo(500));
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("up"));
        }
    });

    [Test]
    public void Request_that_requires_an_extension_gets_420() => Bench.RunChat(async bench =>
    {
        bench.Peer.Request("OPTIONS", 10, "foo", [("Require", "foo-ext")]);
        await bench.Until(() => bench.Peer.ResponseTo("foo") is not null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.ResponseTo("foo")!.StatusCode, Is.EqualTo(420));
            Assert.That(bench.Peer.ResponseTo("foo")!.ElementTexts("Unsupported"), Is.EqualTo(["foo-ext"]));
        }
    });

    [TestCase("a=sendrecv\r\n", "sendrecv", 1)]
    [TestCase("a=sendonly\r\n", "recvonly", 2)]
    [TestCase("a=inactive\r\n", "inactive", 2)]
    public void Later_invite_is_answered_with_the_own_description(string direction, string answered, int version) => Bench.RunChat(async bench =>
    {
        bench.Peer.Request("INVITE", 10, "again", [("Contact", "<sip:moved@192.0.2.1:5060>")], bench.Peer.Answer(more: direction));
        await bench.Until(() => bench.Peer.ResponseTo("again") is not null);
        bench.Peer.Request("ACK", 10, "ack");
        await bench.Pass(20);
        var copies = bench.Peer.Sip.Count(it => it.Message.StatusCode == 200);
        await bench.EndChat();
        await bench.Notification("chatEnded");

        var response = bench.Peer.ResponseTo("again")!;
        var answer = SdpDescription.Parse(response.Octets, response.BodyPart("application/sdp")!.Content).Value!;
        var bye = bench.Peer.Requests("BYE").Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(200));
            Assert.That(copies, Is.EqualTo(1));
            Assert.That(answer.Media.Single().Attribute(answered), Is.Not.Null);
            Assert.That(answer.Media.Single().Attribute("path")!.Value, Is.EqualTo(bench.Peer.ClientPath));
            Assert.That(answer.Origin!.SessionVersion, Is.EqualTo(Bench.Number(version)));
            Assert.That(response.Contacts, Has.Count.EqualTo(1));
            Assert.That(bye.RequestUriSpan.Text(bye.Octets), Is.EqualTo("sip:moved@192.0.2.1:5060"));
        }
    });

    [Test]
    public void Later_invite_with_one_more_stream_gets_that_refused_in_its_place() => Bench.RunChat(async bench =>
    {
        bench.Peer.Request("INVITE", 10, "again", [], bench.Peer.Answer(more: "a=sendrecv\r\nm=audio 9 RTP/AVP 0 8\r\n"));
        await bench.Until(() => bench.Peer.ResponseTo("again") is not null);
        bench.Peer.Request("ACK", 10, "ack");

        var response = bench.Peer.ResponseTo("again")!;
        var answer = SdpDescription.Parse(response.Octets, response.BodyPart("application/sdp")!.Content);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Defects, Is.Empty);
            Assert.That(answer.Value!.Media.Select(it => it.Media), Is.EqualTo(["message", "audio"]));
            Assert.That(answer.Value.Media[1].Line.Value, Is.EqualTo("audio 0 RTP/AVP 0 8"));
        }
    });

    [Test]
    public void Later_invite_that_cannot_be_taken_gets_488_and_the_chat_stays() => Bench.RunChat(async bench =>
    {
        bench.Peer.Request("INVITE", 10, "audio", [], Audio);
        await bench.Until(() => bench.Peer.ResponseTo("audio") is not null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.ResponseTo("audio")!.StatusCode, Is.EqualTo(488));
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("up"));
        }
    });

    [Test]
    public void Later_invite_that_is_never_acknowledged_ends_the_chat() => Bench.RunChat(async bench =>
    {
        bench.Peer.Request("INVITE", 10, "again", [], bench.Peer.Answer());
        await bench.Notification("chatEnded");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.Sip.Count(it => it.Message.StatusCode == 200), Is.GreaterThan(5));
            Assert.That(bench.Peer.Requests("BYE").Count(), Is.EqualTo(1));
        }
    });

    [Test]
    public void Later_invite_with_another_path_moves_the_session_to_the_connection_of_the_peer() => Bench.RunChat(async bench =>
    {
        var moved = $"msrp://{bench.Peer.MsrpAddress}/movedsession;tcp";
        bench.Peer.Request("INVITE", 10, "again", [], bench.Peer.Answer(path: moved));
        await bench.Until(() => bench.Peer.ResponseTo("again") is not null);
        bench.Peer.Request("ACK", 10, "ack");
        var own = MsrpUri.Parse(bench.Peer.ClientPath).Value!;
        var connection = await bench.Peer.ConnectMsrp(new(bench.ClientAddress, own.Port!.Value));
        bench.Peer.SendMsrp(
            MsrpWriter.Request("t7654321", "SEND", bench.Peer.ClientPath, moved).Header("Message-ID", "m7654321").Write(),
            connection);
        await bench.Until(() => bench.Peer.MsrpResponseTo("t7654321") is not null);
        await bench.SendMessage("over there");
        await bench.Until(() => bench.Peer.Sends.Count() == 2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.MsrpResponseTo("t7654321")!.StatusCode, Is.EqualTo(200));
            Assert.That(bench.Peer.Msrp.Last().ConnectionId, Is.EqualTo(connection));
            Assert.That(bench.Peer.Sends.Last().Header("To-Path")!.Value, Is.EqualTo(moved));
        }
    });

    [Test]
    public void Refused_stream_keeps_its_place_in_a_later_own_offer_and_the_answer_in_the_ACK_is_taken() => Bench.RunChat(async bench =>
    {
        var moved = $"msrp://{bench.Peer.MsrpAddress}/movedsession;tcp";
        bench.Peer.Request("INVITE", 10, "audio", [], bench.Peer.Answer(more: "a=sendrecv\r\nm=audio 9 RTP/AVP 0\r\n"));
        await bench.Until(() => bench.Peer.ResponseTo("audio") is not null);
        bench.Peer.Request("ACK", 10, "ack");
        bench.Peer.Request("INVITE", 11, "asking");
        await bench.Until(() => bench.Peer.ResponseTo("asking") is not null);
        bench.Peer.Request("ACK", 11, "ack-2", [], bench.Peer.Answer(path: moved, more: "a=sendrecv\r\nm=audio 0 RTP/AVP 0\r\n"));
        await bench.Pass(1);
        await bench.SendMessage("over there");
        await bench.Until(() => bench.Peer.Sends.Count() == 2);

        var offer = bench.Peer.ResponseTo("asking")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                SdpDescription.Parse(offer.Octets, offer.BodyPart("application/sdp")!.Content).Value!.Media.Select(it => it.Line.Value.Split(' ')[0]),
                Is.EqualTo(["message", "audio"]));
            Assert.That(bench.Peer.Sends.Last().Header("To-Path")!.Value, Is.EqualTo(moved));
        }
    });
}
