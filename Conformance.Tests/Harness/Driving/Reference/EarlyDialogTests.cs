using System.Text;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>What the client does with provisional responses that are sent reliably.</summary>
public sealed class EarlyDialogTests
{
    [Test]
    public void Reliable_response_is_confirmed_in_its_dialog_and_the_dialog_counts_on() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (request, hop) =>
        {
            Progress(bench, request, hop, 183, 4294967295);
            bench.Peer.Accept(request, hop);
        };
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEstablished");
        await bench.EndChat();
        await bench.Notification("chatEnded");

        var invite = bench.Peer.Requests("INVITE").Single();
        var prack = bench.Peer.Requests("PRACK").Single();
        var number = invite.CSeq!.Value!.Number;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(invite.Supports100Rel(), Is.True);
            Assert.That(prack.Header("RAck")!.Value, Is.EqualTo($"4294967295 {number} INVITE"));
            Assert.That(prack.RequestUriSpan.Text(prack.Octets), Is.EqualTo("sip:early@192.0.2.1:5060"));
            Assert.That(prack.ElementTexts("Route"), Is.EqualTo(["<sip:192.0.2.1:5060;lr;early>"]));
            Assert.That((prack.To!.Value!.Tag, prack.From!.Value!.Tag, prack.CallId), Is.EqualTo(("peertag", invite.From!.Value!.Tag, invite.CallId)));
            Assert.That(prack.CSeq!.Value!.Number, Is.EqualTo(number + 1));
            Assert.That(bench.Peer.Requests("ACK").Single().CSeq!.Value!.Number, Is.EqualTo(number));
            var bye = bench.Peer.Requests("BYE").Single();
            Assert.That(bye.CSeq!.Value!.Number, Is.EqualTo(number + 2));
            Assert.That(bye.RequestUriSpan.Text(bye.Octets), Is.EqualTo("sip:chat@192.0.2.1:5060"));
            Assert.That(bye.Header("Route"), Is.Null, "the 2xx has the last word on the route set");
        }
    });

    [TestCase("10", "10")]
    [TestCase("10 10 11 10 11", "10 11")]
    [TestCase("10 12", "10")]
    [TestCase("10 12 11 12", "10 11 12")]
    [TestCase("10 9", "10")]
    public void Copies_and_what_comes_out_of_order_are_not_confirmed(string numbers, string confirmed) => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (request, hop) =>
        {
            foreach (var number in numbers.Split(' '))
            {
                Progress(bench, request, hop, 183, long.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
            }

            bench.Peer.Accept(request, hop);
        };
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEstablished");

        Assert.That(
            string.Join(' ', bench.Peer.Requests("PRACK").Select(it => it.RAck!.Value!.ResponseNumber)),
            Is.EqualTo(confirmed));
    });

    [TestCase("183 Session Progress", "unreliable")]
    [TestCase("100 Trying", "reliable")]
    public void Other_response_is_not_confirmed(string status, string kind) => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (request, hop) =>
        {
            var response = ScriptedPeer.Headed(request, hop, 183, "X", "peertag", ("Contact", "<sip:early@192.0.2.1:5060>"), ("RSeq", "1"));
            bench.Peer.Send((kind == "reliable" ? response.Header("Require", "100rel") : response).Write().WithStartLine($"SIP/2.0 {status}"), hop);
            bench.Peer.Accept(request, hop);
        };
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEstablished");

        Assert.That(bench.Peer.Requests("PRACK"), Is.Empty);
    });

    [TestCase(null)]
    [TestCase("msrp://192.0.2.1:1/elsewhere;tcp")]
    public void Answer_in_a_reliable_response_is_the_answer_whatever_the_200_says(string? other) => Bench.RunRegistered(async bench =>
    {
        bench.Peer.Description = () => other is null ? null : bench.Peer.Answer(path: other);
        bench.Peer.OnInvite = (request, hop) =>
        {
            Progress(bench, request, hop, 183, 10, bench.Peer.Answer());
            Progress(bench, request, hop, 183, 12, bench.Peer.Answer(path: "msrp://192.0.2.1:1/gap;tcp"));
            bench.Peer.Accept(request, hop);
        };
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEstablished");
        await bench.SendMessage("Hello");
        await bench.Peer.Bound();

        Assert.That(bench.Peer.Sends.Select(it => it.Header("To-Path")!.Value), Is.All.EqualTo(bench.Peer.Path));
    });

    [Test]
    public void Each_early_dialog_counts_by_itself() => Bench.RunRegistered(async bench =>
    {
        bench.Peer.OnInvite = (request, hop) =>
        {
            Progress(bench, request, hop, 183, 10, tag: "one");
            Progress(bench, request, hop, 183, 20, tag: "two");
            bench.Peer.Accept(request, hop, "two");
        };
        await bench.StartChat(Bench.Bob);
        await bench.Notification("chatEstablished");

        Assert.That(
            bench.Peer.Requests("PRACK").Select(it => (it.To!.Value!.Tag, it.RAck!.Value!.ResponseNumber, it.CSeq!.Value!.Number)),
            Is.EqualTo([("one", 10u, 2u), ("two", 20u, 2u)]));
    });

    [Test]
    public void Prack_of_the_peer_confirms_nothing() => Bench.RunChat(async bench =>
    {
        bench.Peer.Request("PRACK", 5, "p1", [("RAck", "1 1 INVITE")]);

        await bench.Until(() => bench.Peer.ResponseTo("p1") is not null);

        Assert.That(bench.Peer.ResponseTo("p1")!.StatusCode, Is.EqualTo(481));
    });

    private static void Progress(Bench bench, SipMessage request, Hop hop, int statusCode, long number, string? description = null, string tag = "peertag")
    {
        var response = ScriptedPeer.Headed(
            request,
            hop,
            statusCode,
            "Session Progress",
            tag,
            ("Contact", "<sip:early@192.0.2.1:5060>"),
            ("Record-Route", "<sip:192.0.2.1:5060;lr;early>"),
            ("Require", "100rel"),
            ("RSeq", $"{number}"));
        bench.Peer.Send((description is null ? response : response.Body("application/sdp", Encoding.UTF8.GetBytes(description))).Write(), hop);
    }
}
