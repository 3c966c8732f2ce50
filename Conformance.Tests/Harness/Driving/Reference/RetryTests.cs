using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>The INVITE in another form, and at other URIs (RFC 3261 sections 8.1.3.4 and 8.1.3.5).</summary>
public sealed class RetryTests
{
    [TestCase(413, null, 2)]
    [TestCase(415, "application/sdp", 2)]
    [TestCase(415, "Application/SDP;level=1, text/plain", 2)]
    [TestCase(415, "text/plain", 1)]
    [TestCase(488, null, 1)]
    public void Plain_description_is_sent_where_it_may_help(int status, string? accept, int invites) => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (invite, hop) => bench.Peer.Reply(invite, hop, status, "No", accept is null ? [] : [("Accept", accept)]);
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEnded");

        var sent = bench.Peer.Requests("INVITE").ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent, Has.Count.EqualTo(invites));
            Assert.That(sent[^1].ContentType()!.Value!.ToString(), Is.EqualTo(invites == 2 ? "application/sdp" : "multipart/mixed"));
            Assert.That(sent.Select(it => it.CallId).Distinct().Count(), Is.EqualTo(1));
        }
    });

    [TestCase(413)]
    [TestCase(415)]
    public void List_of_invitees_is_not_left_out(int status) => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (invite, hop) => bench.Peer.Reply(invite, hop, status, "No", ("Accept", "application/sdp"));
        await bench.StartChat(Bench.Bob, Bench.Carol);
        await bench.Notification("chatEnded");

        Assert.That(bench.Peer.Requests("INVITE").Count(), Is.EqualTo(1));
    });

    [Test]
    public void Telephone_number_becomes_a_sip_uri_whole() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (invite, hop) => bench.Peer.Reply(invite, hop, 416, "No");
        await bench.StartChat("tel:+358-555-1234567;postd=pp22");
        await bench.Notification("chatEnded");

        Assert.That(bench.Peer.Requests("INVITE").Select(Target), Is.EqualTo(["tel:+358-555-1234567;postd=pp22", "sip:+358-555-1234567;postd=pp22@im.example;user=phone"]));
    });

    [TestCase("<sip:a@im.example>;q=0.2, <sip:b@im.example>;q=0.8", 480, "b", "a")]
    [TestCase("<sip:a@im.example>, <sip:b@im.example>;q=0.8", 480, "a", "b")]
    [TestCase("<sip:a@im.example>, <sip:A@im.example>, <sip:a@IM.example;x=1>", 480, "a", "A")]
    [TestCase("<sip:a@im.example>, <sip:b@im.example>", 603, "a")]
    [TestCase("<sips:a@im.example>, <mailto:b@im.example>", 480)]
    public void Uris_of_a_redirection_are_tried_in_their_order_each_once(string contacts, int status, params string[] tried) => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (invite, hop) =>
        {
            if (Target(invite) == Bench.Bob)
            {
                bench.Peer.Reply(invite, hop, 302, "Moved", ("Contact", contacts));
            }
            else
            {
                bench.Peer.Reply(invite, hop, status, "No");
            }
        };
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEnded");

        Assert.That(bench.Peer.Requests("INVITE").Skip(1).Select(Target), Is.EqualTo(tried.Select(it => $"sip:{it}@im.example")));
    });

    private static string Target(SipMessage invite) => invite.RequestUriSpan.Text(invite.Octets);
}
