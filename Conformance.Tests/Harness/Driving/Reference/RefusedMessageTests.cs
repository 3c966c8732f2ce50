using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>What a refusal of the peer means for the messages after it (RFC 4975 sections 7.3.2 and 10).</summary>
public sealed class RefusedMessageTests
{
    [TestCase("text/plain", "text/plain")]
    [TestCase("text/plain", "TEXT/Plain;charset=utf-8")]
    [TestCase("text/plain;charset=utf-8", "text/plain")]
    public void Type_that_was_answered_with_415_is_not_sent_again(string first, string second) => Bench.RunChat(async bench =>
    {
        bench.Peer.OnSend = _ => 415;
        await bench.SendMessage("hello", first);
        await bench.Notification("userNotified");
        bench.Peer.OnSend = _ => 200;
        var answer = await bench.SendMessage("hello", second);
        await bench.Pass(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Bench.ErrorCode(answer), Is.EqualTo(-32000));
            Assert.That(bench.Peer.Sends.Count(), Is.EqualTo(2));
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo("up"));
        }
    });

    [TestCase(415, "text/html")]
    [TestCase(413, "text/plain")]
    [TestCase(408, "text/plain")]
    [TestCase(null, "text/plain")]
    public void Other_types_and_other_refusals_keep_no_message_back(int? status, string type) => Bench.RunChat(
        async bench =>
        {
            bench.Peer.OnSend = _ => status;
            await bench.SendMessage("hello");
            await bench.Notification("userNotified");
            bench.Peer.OnSend = _ => 200;
            var answer = await bench.SendMessage("hello", type);
            await bench.Pass(1);

            Assert.That(answer["error"], Is.Null);
            Assert.That(bench.Peer.Sends.Last().ContentType, Is.EqualTo(type));
            Assert.That(bench.Peer.Sends.Count(), Is.EqualTo(3));
        },
        peer: peer => peer.Description = () => peer.Answer(acceptTypes: "text/*"));

    [Test]
    public void Wrapper_that_was_answered_with_415_keeps_back_whatever_needs_it() => Bench.RunChat(
        async bench =>
        {
            bench.Peer.OnSend = _ => 415;
            await bench.SendMessage("hello");
            await bench.Notification("userNotified");
            bench.Peer.OnSend = _ => 200;
            var answer = await bench.SendMessage("<p>hello</p>", "text/html");
            await bench.Pass(1);

            Assert.That(Bench.ErrorCode(answer), Is.EqualTo(-32000));
            Assert.That(bench.Peer.Sends.Count(), Is.EqualTo(2));
        },
        peer: peer => peer.Description = () => peer.Answer(acceptTypes: "message/cpim", more: "a=accept-wrapped-types:text/*\r\n"));

    [Test]
    public void Type_is_refused_once_however_many_chunks_were_and_in_this_chat_alone() => Bench.RunChat(async bench =>
    {
        bench.Peer.OnSend = _ => 415;
        await bench.SendMessage(new string('x', 5000));
        await bench.Pass(1);
        bench.Peer.OnSend = _ => 200;
        await bench.EndChat();
        await bench.StartChat(Bench.Bob);
        await bench.Until(() => bench.Notifications("chatEstablished").Count() == 2);
        var answer = await bench.SendMessage("hello", chat: "chat-2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Notices, Is.EqualTo(["messageFailed"]));
            Assert.That(answer["error"], Is.Null);
        }
    });

    [TestCase("000 415 Unsupported Media Type", true)]
    [TestCase("000 408 Timed Out", false)]
    [TestCase("001 415 Of another namespace", false)]
    public void Type_that_is_refused_in_a_report_is_not_sent_again_either(string status, bool isKeptBack) => Bench.RunChat(async bench =>
    {
        await bench.SendMessage("hello");
        await bench.Until(() => bench.Peer.Sends.Count() == 2);
        var id = bench.Peer.Sends.Last().MessageId!;
        bench.Peer.SendMsrp(MsrpWriter.Request("t1234567", "REPORT", bench.Peer.ClientPath, bench.Peer.Path).Header("Message-ID", id).Header("Byte-Range", "1-5/5").Header("Status", status).Write());
        await bench.Pass(1);
        var answer = await bench.SendMessage("hello");

        Assert.That(answer["error"] is not null, Is.EqualTo(isKeptBack));
    });

    [TestCase("000 481 Gone", "failed")]
    [TestCase("000 506 Elsewhere", "failed")]
    [TestCase("000 413 Too large", "up")]
    [TestCase("000 200 OK", "up")]
    public void Report_counts_as_the_response_that_it_tells_of(string status, string state) => Bench.RunChat(async bench =>
    {
        bench.Peer.SendMsrp(MsrpWriter.Request("t1234567", "REPORT", bench.Peer.ClientPath, bench.Peer.Path).Header("Message-ID", "m1").Header("Status", status).Write());
        await bench.Pass(1);

        Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo(state));
    });
}
