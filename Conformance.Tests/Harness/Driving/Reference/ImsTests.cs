using System.Text.Json.Nodes;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>What the client does beside all else when its core is an IMS.</summary>
public sealed class ImsTests
{
    private static readonly string[] OfIms = ["P-Access-Network-Info", "P-Preferred-Identity", "Privacy"];

    [Test]
    public void Invite_tells_access_network_identity_and_privacy_and_path_stands_in_supported() => Run(async bench =>
    {
        var invite = await Invite(bench);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(invite.ElementTexts("Supported"), Does.Contain("path"));
            Assert.That(invite.Header("P-Access-Network-Info")!.Value, Does.StartWith("IEEE-802.11;"));
            Assert.That(invite.Header("P-Preferred-Identity")!.Value, Is.EqualTo("<sip:alice@im.example>"));
            Assert.That(invite.Header("Privacy")!.Value, Is.EqualTo("none"));
            Assert.That(invite.Inspect(), Is.Empty);
        }
    });

    [TestCase("<sip:work@im.example>, \"Alice\" <sip:alice@im.example>", "\"Alice\" <sip:alice@im.example>")]
    [TestCase("<sip:work@im.example>, <tel:+15555550100>", "<sip:work@im.example>")]
    public void Preferred_identity_is_one_that_the_registrar_associates(string associated, string preferred) => Run(async bench =>
    {
        bench.Peer.RegisterHeaders.Add(("P-Associated-URI", associated));
        await bench.Ask("register");

        Assert.That((await Invite(bench)).Header("P-Preferred-Identity")!.Value, Is.EqualTo(preferred));
    });

    /// <summary>RFC 3325 section 9.2 and TS 24.229 sections 5.1.1.2.1 and 5.1.2A.1.1 leave these methods out.</summary>
    [Test]
    public void Unprotected_register_and_ack_tell_nothing_of_all_that() => Run(async bench =>
    {
        await Invite(bench);
        await bench.Notification("chatEstablished");
        await bench.EndChat();
        await bench.Until(() => bench.Peer.Requests("BYE").Any());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Of(bench.Peer.Requests("REGISTER").Last()), Is.Empty);
            Assert.That(Of(bench.Peer.Requests("ACK").Last()), Is.Empty);
            Assert.That(Of(bench.Peer.Requests("BYE").Last()), Is.EqualTo(["P-Access-Network-Info"]));
        }
    });

    [TestCase(1800, 1200)]
    [TestCase(1201, 601)]
    [TestCase(1200, 600)]
    [TestCase(8, 4)]
    public void Registration_is_renewed_600_seconds_before_its_end_or_at_its_half(int granted, int due) => Run(async bench =>
    {
        bench.Peer.OnRegister = (request, hop) =>
            bench.Peer.Reply(request, hop, 200, "OK", ("Contact", $"{request.Header("Contact")!.Value};expires={granted}"));
        await bench.Ask("register");
        var before = bench.Peer.Requests("REGISTER").Count();
        await bench.Pass(due - 0.5);
        var early = bench.Peer.Requests("REGISTER").Count();
        await bench.Pass(1);

        Assert.That((early - before, bench.Peer.Requests("REGISTER").Count() - before), Is.EqualTo((0, 1)));
    });

    [Test]
    public void Client_outside_an_ims_does_nothing_of_all_that() => Bench.RunRegistered(async bench =>
    {
        var invite = await Invite(bench);

        Assert.That(Of(invite), Is.Empty);
        Assert.That(invite.ElementTexts("Supported"), Does.Not.Contain("path"));
    });

    private static void Run(Func<Bench, Task> scenario) => Bench.Run(async bench =>
    {
        var given = bench.Initialization();
        given["profile"] = JsonValue.Create("ims");
        await bench.Ask("initialize", given);
        await bench.Ask("register");
        await scenario(bench);
    });

    private static async Task<SipMessage> Invite(Bench bench)
    {
        await bench.StartChat(Bench.Bob);
        await bench.Until(() => bench.Peer.Requests("INVITE").Any());
        return bench.Peer.Requests("INVITE").First();
    }

    private static IEnumerable<string> Of(SipMessage message) => OfIms.Where(it => message.Header(it) is not null);
}
