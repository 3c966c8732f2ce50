using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Core.Msrp;

/// <summary>What becomes of the client's SENDs where a behaviour has it otherwise.</summary>
internal sealed class MsrpAnswerTests
{
    private const string Client = "msrp://192.0.2.2:7394/client;tcp";

    private static readonly Behaviour[] Refusals = [Behaviours.MsrpTooLarge, Behaviours.MsrpOtherType, Behaviours.MsrpNoSession];

    [TestCaseSource(nameof(Refusals))]
    public void First_message_is_refused_with_all_its_chunks_and_no_other(Behaviour behaviour) => Run(behaviour, async (rig, connection, path) =>
    {
        var status = int.Parse(behaviour.Name[^3..], System.Globalization.CultureInfo.InvariantCulture);
        rig.Send(connection, Send("empty", path, "mess0"));
        rig.Send(connection, Send("tran1", path, "mess1", "ab", "1-2/4", '+'));
        rig.Send(connection, Send("tran2", path, "mess1", "cd", "3-4/4"));
        rig.Send(connection, Send("tran3", path, "mess2", "ef"));

        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(200));
        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(status));
        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(status));
        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(200));
        Assert.That(Text(await rig.NextMsrp()), Is.EqualTo("echo: ef"));
    });

    [Test]
    public void Silence_is_kept_about_content_alone() => Run(Behaviours.MsrpSilence, async (rig, connection, path) =>
    {
        rig.Send(connection, Send("empty", path, "mess0"));
        rig.Send(connection, Send("tran1", path, "mess1", "ab"));
        rig.Send(connection, Send("tran2", path, "mess2", "cd"));
        await rig.Wait(1);

        Assert.That(rig.UnreadMsrp.Select(it => it.TransactionId), Is.EqualTo((string[])["empty"]));
    });

    [TestCase(true)]
    [TestCase(false)]
    public void Connection_is_reset_behind_the_first_message_and_another_is_taken(bool isAnswered) =>
        CoreRig.Run(
            async rig =>
            {
                var success = await rig.Chat();
                var (first, path) = await rig.Connect(success);
                rig.Send(first, Send("empty", path, "mess0"));
                rig.Send(first, Send("tran1", path, "mess1", "ab"));
                await rig.Wait(1);

                Assert.That(rig.UnreadMsrp.Select(it => it.TransactionId), Is.EqualTo((string[])(isAnswered ? ["empty", "tran1"] : ["empty"])));
                Assert.That(rig.Connections.Select(it => it.Change), Is.EqualTo([ConnectionChange.Opened, ConnectionChange.Reset]));
                Assert.That(rig.Recorder.Events.OfType<Connection>().Select(it => it.Change), Is.EqualTo([ConnectionChange.Opened, ConnectionChange.Reset]));

                var (second, _) = await rig.Connect(success);
                rig.Send(second, Send("tran2", path, "mess1", "ab"));
                await rig.Wait(1);
                Assert.That(rig.UnreadMsrp.Where(it => it.TransactionId == "tran2").Select(it => it.StatusCode), Is.EqualTo((int[])[200]));
            },
            isAnswered ? Behaviours.MsrpReset : Behaviours.MsrpLost);

    [Test]
    public void Peer_behind_a_relay_is_where_no_msrp_is_spoken() => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            var uris = CoreRig.Path(success).Split(' ').Select(it => MsrpUri.Parse(it).Value!).ToList();
            var sdp = success.Body.Text(success.Octets);

            Assert.That(uris, Has.Count.EqualTo(2));
            Assert.That(uris[1].Port, Is.EqualTo(5060).And.Not.EqualTo(uris[0].Port));
            Assert.That(sdp, Does.Contain($"m=message {uris[1].Port} ").And.Contain($"c=IN IP4 {uris[1].Host}\r\n"));
        },
        Behaviours.Relayed);

    [Test]
    public void Relay_answers_what_names_the_whole_path_and_passes_on_what_the_peer_says() => Run(Behaviours.Relayed, async (rig, connection, path) =>
    {
        rig.Send(connection, Send("tran1", path, "mess1", "ab"));
        var response = await rig.NextMsrp();
        var echo = await rig.NextMsrp();
        rig.Send(connection, Send("tran2", path.Split(' ')[0], "mess2", "ab"));
        rig.Send(connection, Send("tran3", path.Split(' ')[1], "mess3", "ab"));

        Assert.That((response.StatusCode, response.Header("From-Path")!.Value), Is.EqualTo((200, path.Split(' ')[0])));
        Assert.That(echo.Header("From-Path")!.Value, Is.EqualTo(path));
        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(481));
        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(481));
    });

    [TestCase("small-messages", "a=max-size:100\r\n")]
    [TestCase("prefers-cpim", "a=accept-types:message/cpim text/plain\r\n")]
    public void Answer_says_what_is_wanted(string name, string line) => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            Assert.That(success.Body.Text(success.Octets), Does.Contain(line));
        },
        Behaviours.All.Single(it => it.Name == name));

    private static MsrpMessage Send(string transaction, string path, string messageId, string text = "", string? range = null, char flag = '$')
    {
        var send = MsrpWriter.Request(transaction, "SEND", path, Client)
            .Header("Message-ID", messageId)
            .Header("Byte-Range", range ?? $"1-{text.Length}/{text.Length}");
        return (text.Length == 0 ? send : send.Body("text/plain", Encoding.UTF8.GetBytes(text))).Write(flag);
    }

    private static string Text(MsrpMessage message) => message.Body.Text(message.Octets);

    private static void Run(Behaviour behaviour, Func<CoreRig, int, string, Task> script) => CoreRig.Run(
        async rig =>
        {
            var (connection, path) = await rig.Connect(await rig.Chat());
            await script(rig, connection, path);
        },
        behaviour);
}
