using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>The INVITE of the draft's 6.1.3.2.1, items 1 to 6.</summary>
public sealed class InviteTests
{
    [TestCase("sip:bob@im.example", "sip:bob@im.example", "<sip:bob@im.example>")]
    [TestCase("sip:bob@im.example:5070;transport=tcp;x=1", "sip:bob@im.example:5070;transport=tcp;x=1", "<sip:bob@im.example;x=1>")]
    [TestCase("sip:bob@im.example;x=1?Subject=a&Priority=urgent", "sip:bob@im.example;x=1", "<sip:bob@im.example;x=1>")]
    [TestCase("sip:bob@im.example;method=BYE", "sip:bob@im.example", "<sip:bob@im.example>")]
    [TestCase("sip:bob@[2001:db8::10]:5070", "sip:bob@[2001:db8::10]:5070", "<sip:bob@[2001:db8::10]>")]
    [TestCase("sip:im.example;x=1", "sip:im.example;x=1", "<sip:im.example;x=1>")]
    [TestCase("sip:j%40s0n@im.example", "sip:j%40s0n@im.example", "<sip:j%40s0n@im.example>")]
    [TestCase("sip:j@s0n@im.example", "sip:j%40s0n@im.example", "<sip:j%40s0n@im.example>")]
    [TestCase("sip:a b@im.example", "sip:a%20b@im.example", "<sip:a%20b@im.example>")]
    [TestCase("sip:jörg@im.example", "sip:j%C3%B6rg@im.example", "<sip:j%C3%B6rg@im.example>")]
    [TestCase("tel:+358-555-1234567;postd=pp22", "tel:+358-555-1234567;postd=pp22", "<tel:+358-555-1234567;postd=pp22>")]
    public void Invite_of_one_user_goes_to_that_user(string typed, string requestUri, string to) => Bench.RunRegistered(async bench =>
    {
        await bench.StartChat(typed);
        var invite = await Invite(bench);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(invite.RequestUriSpan.Text(invite.Octets), Is.EqualTo(requestUri));
            Assert.That(invite.Header("To")!.Value, Is.EqualTo(to));
            Assert.That(invite.Header("Require"), Is.Null);
            Assert.That(invite.BodyParts().Single().Is("application/sdp"), Is.True);
        }
    });

    [Test]
    public void Invite_of_several_users_goes_to_the_factory_with_their_list() => Bench.RunRegistered(async bench =>
    {
        await bench.StartChat(Bench.Bob, Bench.Carol + "?Subject=a&Priority=urgent", Bench.Bob, "tel:+358501234567");
        var invite = await Invite(bench);

        var part = invite.BodyPart("application/resource-lists+xml")!;
        var list = ResourceLists.Parse(invite.Octets, part.Content);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(invite.RequestUriSpan.Text(invite.Octets), Is.EqualTo(Bench.Factory));
            Assert.That(invite.ElementTexts("Require"), Is.EqualTo(["recipient-list-invite"]));
            Assert.That(part.Header("Content-Disposition")!.Value, Is.EqualTo("recipient-list"));
            Assert.That(list.IsSound, Is.True);
            Assert.That(list.Value!.IsFlat, Is.True);
            Assert.That(
                list.Value.Entries.Select(it => it.Uri),
                Is.EqualTo([Bench.Bob, Bench.Carol + "?Subject=a&Priority=urgent", "tel:+358501234567"]));
            Assert.That(list.Value.Entries.Select(it => it.CopyControl), Is.All.EqualTo("to"));
            Assert.That(invite.BodyParts(), Has.Count.EqualTo(2));
        }
    });

    [Test]
    public void Invite_of_the_same_user_twice_is_one_to_one() => Bench.RunRegistered(async bench =>
    {
        await bench.StartChat(Bench.Bob, Bench.Bob);

        var invite = await Invite(bench);
        Assert.That(invite.RequestUriSpan.Text(invite.Octets), Is.EqualTo(Bench.Bob));
    });

    [TestCase(2, 3)]
    [TestCase(1, 2)]
    [TestCase(0, 2)]
    public void Group_above_the_maximum_is_not_invited(int maximum, int invited) => Bench.RunRegistered(
        async bench =>
        {
            await bench.StartChat([.. Enumerable.Range(0, invited).Select(it => $"sip:user{it}@im.example")]);
            await bench.Pass(60);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(bench.Peer.Requests("INVITE"), Is.Empty);
                Assert.That(bench.Notices, Is.EqualTo(["tooManyParticipants"]));
                Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("failed"));
            }
        },
        maxAdhocGroupSize: maximum);

    [TestCase(2, 2)]
    [TestCase(1, 1)]
    [TestCase(0, 1)]
    [TestCase(null, 9)]
    public void Group_within_the_maximum_is_invited(int? maximum, int invited) => Bench.RunRegistered(
        async bench =>
        {
            await bench.StartChat([.. Enumerable.Range(0, invited).Select(it => $"sip:user{it}@im.example")]);
            await bench.Notification("chatEstablished");

            Assert.That(bench.Peer.Requests("INVITE").Count(), Is.EqualTo(1));
        },
        maxAdhocGroupSize: maximum);

    [TestCase("noInvitee")]
    [TestCase("invalidAddress", "im:bob@im.example")]
    [TestCase("invalidAddress", "bob")]
    [TestCase("invalidAddress", "sip:bob@im example")]
    [TestCase("invalidAddress", "sip:bob@im.example", "sip:")]
    [TestCase("invalidAddress", "sips:bob@im.example")]
    public void Chat_with_nobody_who_can_be_invited_is_refused(string kind, params string[] invitees) => Bench.RunRegistered(async bench =>
    {
        var answer = await bench.StartChat(invitees);
        await bench.Pass(60);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Bench.ErrorCode(answer), Is.EqualTo(-32000));
            Assert.That(bench.Notices, Is.EqualTo([kind]));
            Assert.That(bench.Peer.Requests("INVITE"), Is.Empty);
        }
    });

    [Test]
    public void Group_without_a_factory_is_refused() => Bench.Run(async bench =>
    {
        var parameters = bench.Initialization();
        parameters["im"]!["conferenceFactory"] = null;
        await bench.Ask("initialize", parameters);

        var answer = await bench.StartChat(Bench.Bob, Bench.Carol);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Bench.ErrorCode(answer), Is.EqualTo(-32000));
            Assert.That(bench.Notices, Is.EqualTo(["noConferenceFactory"]));
        }
    });

    [Test]
    public void Invite_has_what_every_invite_needs() => Bench.RunRegistered(async bench =>
    {
        await bench.StartChat(Bench.Bob);
        var invite = await Invite(bench);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(invite.Vias.Single().Value!.Branch, Does.StartWith("z9hG4bK"));
            Assert.That(invite.Vias.Single().Value!.Parameters.Named("rport"), Is.Not.Null.With.Property(nameof(Parameter.Value)).Null);
            Assert.That(invite.Header("Max-Forwards")!.Value, Is.EqualTo("70"));
            Assert.That(invite.From!.Value!.Tag, Is.Not.Empty);
            Assert.That(invite.To!.Value!.Tag, Is.Null);
            Assert.That(invite.CSeq!.Value!.Method, Is.EqualTo("INVITE"));
            Assert.That(invite.Contacts.Single().Value!.Uri.Text, Does.StartWith("sip:alice@192.0.2.2:"));
            Assert.That(invite.ElementTexts("Allow"), Is.EquivalentTo(["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "PRACK", "NOTIFY"]));
            Assert.That(invite.Header("Supported"), Is.Not.Null);
            Assert.That(invite.ElementTexts("Accept"), Does.Contain("application/sdp"));
            Assert.That(invite.ContentType()!.Value!.ToString(), Is.EqualTo("multipart/mixed"));
            Assert.That(invite.Multipart()!.IsSound, Is.True);
        }
    });

    [TestCase("192.0.2.2", "192.0.2.1", "IN IP4 192.0.2.2", "msrp://192.0.2.2:")]
    [TestCase("2001:db8::2", "2001:db8::1", "IN IP6 2001:db8::2", "msrp://[2001:db8::2]:")]
    public void Offer_names_the_port_where_the_client_listens(string client, string peer, string connection, string path) => Bench.Run(
        async bench =>
        {
            bench.Peer.InviteHeaders = [("Contact", $"<sip:chat@{bench.Peer.Address}>")];
            await bench.Ask("initialize", bench.Initialization());
            await bench.StartChat(Bench.Bob);
            await bench.Notification("chatEstablished");
            var invite = await Invite(bench);

            var offer = SdpDescription.Parse(invite.Octets, invite.BodyPart("application/sdp")!.Content);
            var media = offer.Value!.Media.Single();
            var uri = MsrpUri.Parse(media.Attribute("path")!.Value!).Value!;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(offer.Defects, Is.Empty);
                Assert.That(offer.Value.Lines.Select(it => it.Type).Take(6), Is.EqualTo("vosctm"));
                Assert.That(offer.Value.Connection!.Line.Value, Is.EqualTo(connection));
                Assert.That(media.Line.Value, Is.EqualTo($"message {uri.Port} TCP/MSRP *"));
                Assert.That(uri.Text, Does.StartWith(path));
                Assert.That(uri.SessionId, Has.Length.GreaterThanOrEqualTo(16));
                Assert.That(media.Attribute("sendrecv"), Is.Not.Null);
                Assert.That(media.Attribute("accept-types")!.Value!.Split(' '), Does.Contain("text/plain").And.Contain("message/cpim"));
                Assert.That(await bench.Peer.ConnectMsrp(new(bench.ClientAddress, uri.Port!.Value)), Is.Positive);
            }
        },
        client: client,
        peer: peer);

    [Test]
    public void Invite_again_shares_no_identifier_with_the_first() => Bench.RunRegistered(async bench =>
    {
        await bench.StartChat(Bench.Bob);
        await bench.StartChat(Bench.Bob);
        await bench.Until(() => bench.Peer.Requests("INVITE").Count() == 2);

        string[] Identifying(SipMessage it) =>
            [it.CallId!, it.From!.Value!.Tag!, it.Vias[0].Value!.Branch!, RemotePath(it), it.ContentType()!.Value!.Parameters.Named("boundary")!.Value!];
        var both = bench.Peer.Requests("INVITE").SelectMany(Identifying);
        Assert.That(both, Is.Unique);
    });

    [TestCase(1299, Transport.Udp)]
    [TestCase(1300, Transport.Udp)]
    [TestCase(1301, Transport.Tcp)]
    public void Invite_above_1300_octets_goes_over_tcp(int size, Transport transport)
    {
        const int Padding = 10;
        var (usual, _) = SentWith(Padding);

        var (length, carried) = SentWith(Padding + size - usual);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(length, Is.EqualTo(size));
            Assert.That(carried, Is.EqualTo(transport));
        }
    }

    [Test]
    public void Invite_over_tcp_says_so_in_its_via_and_keeps_its_contact() => Bench.RunRegistered(async bench =>
    {
        await bench.StartChat($"sip:bob@im.example;maddr={new string('a', 600)}");
        var invite = await Invite(bench);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(invite.Vias[0].Value!.Transport, Is.EqualTo("TCP"));
            Assert.That(invite.Contacts[0].Value!.Uri.Text, Does.Not.Contain("transport"));
        }
    });

    [Test]
    public void Invite_whose_tcp_connection_is_refused_falls_back_to_udp() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.RefuseTcp();
        bench.Peer.OnInvite = (_, _) => { };
        await bench.StartChat($"sip:bob@im.example;maddr={new string('a', 600)}");
        var invite = await Invite(bench);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.HopOf("INVITE").Transport, Is.EqualTo(Transport.Udp));
            Assert.That(invite.Vias[0].Value!.Transport, Is.EqualTo("UDP"));
            Assert.That(invite.CSeq!.Value!.Number, Is.EqualTo(1));
        }
    });

    [Test]
    public void Client_told_to_use_tcp_sends_everything_over_it() => Bench.RunRegistered(
        async bench =>
        {
            await bench.StartChat(Bench.Bob);
            await bench.Notification("chatEstablished");
            await bench.EndChat();
            await bench.Notification("chatEnded");

            using (Assert.EnterMultipleScope())
            {
                Assert.That(bench.Peer.Sip.Select(it => it.Hop.Transport), Is.All.EqualTo(Transport.Tcp));
                Assert.That(bench.Peer.Sip.Select(it => it.Message.Vias[0].Value!.Transport), Is.All.EqualTo("TCP"));
                Assert.That(bench.Peer.Requests("INVITE").Single().Contacts[0].Value!.Uri.Text, Does.EndWith(";transport=tcp"));
            }
        },
        transport: "tcp");

    private static async Task<SipMessage> Invite(Bench bench)
    {
        await bench.Until(() => bench.Peer.Requests("INVITE").Any());
        return bench.Peer.Requests("INVITE").First();
    }

    private static string RemotePath(SipMessage invite) => SdpDescription
        .Parse(invite.Octets, invite.BodyPart("application/sdp")!.Content).Value!.Media[0].Attribute("path")!.Value!;

    /// <summary>The size of an INVITE whose Request-URI has a parameter of that length (To has none of it), and what carried it.</summary>
    private static (int Length, Transport Transport) SentWith(int padding)
    {
        (int, Transport) sent = default;
        Bench.RunRegistered(async bench =>
        {
            await bench.StartChat($"sip:bob@im.example;maddr={new string('a', padding)}");
            var invite = await Invite(bench);
            sent = (invite.Octets.Length, bench.Peer.HopOf("INVITE").Transport);
        });
        return sent;
    }
}
