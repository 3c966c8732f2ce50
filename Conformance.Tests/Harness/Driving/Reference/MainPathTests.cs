namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>The reference client from `initialize` to `shutdown`, the way a user goes.</summary>
public sealed class MainPathTests
{
    [Test]
    public void Client_whole_story_goes_from_registration_to_deregistration() => Bench.RunChat(async bench =>
    {
        await bench.SendMessage("hello");
        await bench.Until(() => bench.Peer.Sends.Count() == 2);
        bench.Peer.SendMessage("t1234567", "m1234567", "hi there");
        var received = await bench.Notification("messageReceived");
        var up = await bench.Describe();
        await bench.EndChat();
        await bench.Notification("chatEnded");
        await bench.Ask("deregister");
        var shutdown = await bench.Ask("shutdown");

        var sent = bench.Peer.Sends.Last();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Body.Text(sent.Octets), Is.EqualTo("hello"));
            Assert.That(received["body"]!.GetValue<string>(), Is.EqualTo("hi there"));
            Assert.That(received["contentType"]!.GetValue<string>(), Is.EqualTo("text/plain"));
            Assert.That(up["state"]!.GetValue<string>(), Is.EqualTo("up"));
            Assert.That(up["imSessionIdentity"]!.GetValue<string>(), Is.EqualTo("sip:chat@192.0.2.1:5060"));
            Assert.That(bench.Peer.Requests("BYE").Count(), Is.EqualTo(1));
            Assert.That(bench.Peer.Requests("REGISTER").Last().Header("Expires")!.Value, Is.EqualTo("0"));
            Assert.That(shutdown["result"]!.AsObject(), Is.Empty);
        }
    });

    [Test]
    public void Client_all_it_sends_is_sound() => Bench.RunChat(async bench =>
    {
        await bench.SendMessage("hello");
        await bench.EndChat();
        await bench.Notification("chatEnded");
        await bench.StartChat(Bench.Bob, Bench.Carol);
        await bench.Until(() => bench.Notifications("chatEstablished").Count() == 2);
        await bench.Ask("deregister");

        var defects = bench.Peer.Sip.SelectMany(it => it.Message.Inspect()).Concat(bench.Peer.Msrp.SelectMany(it => it.Message.Defects));
        Assert.That(defects, Is.Empty);
    });
}
