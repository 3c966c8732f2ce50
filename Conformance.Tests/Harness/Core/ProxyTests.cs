using System.Text;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

internal sealed class ProxyTests
{
    [TestCase("OPTIONS", "sip:im.example", 200)]
    [TestCase("SUBSCRIBE", "sip:bob@im.example", 489)]
    [TestCase("PUBLISH", "sip:bob@im.example", 489)]
    [TestCase("MESSAGE", "sip:bob@im.example", 405)]
    [TestCase("FROB", "sip:bob@im.example", 405)]
    [TestCase("BYE", "sip:bob@im.example", 481)]
    [TestCase("PRACK", "sip:bob@im.example", 481)]
    [TestCase("CANCEL", "sip:bob@im.example", 481)]
    public void Request_outside_a_dialog_is_answered_as_its_method_is(string method, string uri, int status) =>
        CoreRig.Run(rig => rig.Ask(rig.Request(method, uri).Write(), status));

    [TestCase("sip:bob@im.example", 200)]
    [TestCase("sip:carol@elsewhere.example;x=1", 200)]
    [TestCase("tel:+358501234567", 200)]
    [TestCase("sip:+33600000002@im.test;user=phone", 200)]
    [TestCase("sip:im.example", 404)]
    [TestCase("sip:conf-unknown@192.0.2.1:5060", 404)]
    [TestCase("im:bob@im.example", 416)]
    [TestCase(CoreRig.Factory, 488)]
    public void Invite_is_answered_as_its_Request_URI_is(string uri, int status) => CoreRig.Run(async rig =>
    {
        await rig.Send(rig.Invite(uri).Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer())).Write());
        var response = await rig.Next();
        while (response.StatusCode < 200)
        {
            response = await rig.Next();
        }

        Assert.That(response.StatusCode, Is.EqualTo(status));
    });

    [TestCase("Require", "recipient-list-invite", 180, null)]
    [TestCase("Require", "100rel", 180, null)]
    [TestCase("Require", "recipient-list-invite, precondition", 420, "precondition")]
    [TestCase("Proxy-Require", "sec-agree", 420, "sec-agree")]
    public void Extension_that_is_required_has_to_be_known(string header, string tags, int status, string? unsupported) => CoreRig.Run(async rig =>
    {
        var invite = rig.Invite().Header(header, tags).Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer())).Write();

        var response = await rig.Ask(invite, status);

        Assert.That(response.Header("Unsupported")?.Value, Is.EqualTo(unsupported));
    });

    [Test]
    public void Request_that_has_gone_too_far_is_refused() => CoreRig.Run(rig =>
        rig.Ask(rig.Request("OPTIONS", "sip:im.example").Write().With("Max-Forwards", "0"), 483));

    [Test]
    public void Answer_to_OPTIONS_says_what_the_core_does() => CoreRig.Run(async rig =>
    {
        var response = await rig.Ask(rig.Request("OPTIONS", "sip:im.example").Write(), 200);

        Assert.That(response.ElementTexts("Allow"), Does.Contain("CANCEL"));
        Assert.That(response.ElementTexts("Accept"), Does.Contain("application/sdp"));
    });

    [Test]
    public void Response_tells_the_client_its_own_address() => CoreRig.Run(async rig =>
    {
        var response = await rig.Ask(rig.Request("OPTIONS", "sip:im.example").Write(), 200);

        Assert.That(response.ElementTexts("Via").Single(), Does.EndWith(";rport=5070;received=192.0.2.2"));
    });

    [TestCase("nonsense\r\n\r\n")]
    [TestCase("INVITE sip:bob@im.example SIP/2.0\r\n\r\n")]
    [TestCase("SIP/2.0 999999 What\r\n\r\n")]
    [TestCase("OPTIONS sip:im.example SIP/2.0\r\nVia: broken\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n")]
    [TestCase("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n")]
    public void What_cannot_be_answered_is_recorded_and_otherwise_ignored(string octets) => CoreRig.Run(async rig =>
    {
        await rig.Send(octets);
        await rig.Wait(1);

        Assert.That(rig.Unread, Is.Empty);
        Assert.That(rig.Recorded.Select(it => Encoding.UTF8.GetString(it.Octets.Span)), Is.EqualTo([octets]));
        await rig.Ask(rig.Request("OPTIONS", "sip:im.example").Write(), 200);
    });

    [TestCase("\r\n\r\n")]
    [TestCase("\0")]
    public void Keep_alive_is_no_message(string octets) => CoreRig.Run(async rig =>
    {
        await rig.Send(octets);
        await rig.Wait(1);

        Assert.That(rig.Recorded, Is.Empty);
    });

    [TestCaseSource(nameof(Captures))]
    public void What_real_clients_send_is_answered_soundly(byte[] octets) => CoreRig.Run(async rig =>
    {
        var invite = SipMessage.Parse(octets);
        await rig.Send(invite);
        var final = await rig.Next();
        while (final.StatusCode < 200)
        {
            final = await rig.Next();
        }

        var isChat = invite.BodyPart("application/sdp")?.Content.Text(octets).Contains("m=message", StringComparison.Ordinal) == true;
        Assert.That(final.StatusCode, Is.EqualTo(isChat ? 200 : 488));
    });

    private static IEnumerable<TestCaseData> Captures => Directory.EnumerateFiles(Solution.Fixture("captures"), "*.sip")
        .Order()
        .Select(file => new TestCaseData(File.ReadAllBytes(file)).SetArgDisplayNames(Path.GetFileNameWithoutExtension(file)));
}
