using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Mime;
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

    [TestCase("types-any", "a=accept-types:*\r\n")]
    [TestCase("types-text", "a=accept-types:text/*\r\n")]
    [TestCase("types-cpim", "a=accept-types:message/cpim\r\na=accept-wrapped-types:text/plain\r\n")]
    [TestCase("types-image", "a=accept-types:image/png\r\n")]
    public void Answer_says_which_types_are_taken_and_no_others(string name, string lines) => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            var text = success.Body.Text(success.Octets);
            Assert.That(text, Does.Contain(lines));
            Assert.That(text.Split("a=accept-types:"), Has.Length.EqualTo(2));
        },
        Behaviours.All.Single(it => it.Name == name));

    [TestCase("without-path", true)]
    [TestCase("without-description", false)]
    public void Answer_lacks_what_the_session_needs(string name, bool hasDescription) => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            Assert.That(success.BodyPart("application/sdp") is not null, Is.EqualTo(hasDescription));
            Assert.That(success.Body.Text(success.Octets), Does.Not.Contain("a=path"));
            await rig.Ask(rig.InDialog("BYE", success, 2).Write(), 200);
        },
        Behaviours.All.Single(it => it.Name == name));

    [Test]
    public void Slow_peer_answers_content_late_and_in_order() => Run(Behaviours.MsrpSlow, async (rig, connection, path) =>
    {
        rig.Send(connection, Send("empty", path, "mess0"));
        rig.Send(connection, Send("tran1", path, "mess1", "ab"));
        await rig.Wait(0.5);
        rig.Send(connection, Send("tran2", path, "mess2", "cd"));
        await rig.Wait(2.4);
        Assert.That(Responses(rig), Is.EqualTo((string[])["empty 200"]), "not yet");

        await rig.Wait(2);
        Assert.That(Responses(rig), Is.EqualTo((string[])["empty 200", "tran1 200", "tran2 200"]));
    });

    [Test]
    public void Slow_peer_answers_though_the_chat_has_ended_and_the_connection_has_not() => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            var (connection, path) = await rig.Connect(success);
            rig.Send(connection, Send("tran1", path, "mess1", "ab"));
            await rig.Wait(1);
            await rig.Ask(rig.InDialog("BYE", success, 2).Write(), 200);
            await rig.Wait(3);

            Assert.That(Responses(rig), Is.EqualTo((string[])["tran1 200"]));
        },
        Behaviours.MsrpSlow);

    [Test]
    public void Slow_peer_whose_client_has_closed_the_connection_answers_nobody() => Run(Behaviours.MsrpSlow, async (rig, connection, path) =>
    {
        rig.Send(connection, Send("tran1", path, "mess1", "ab"));
        await rig.Wait(1);
        rig.CloseMsrp(connection);
        await rig.Wait(5);

        Assert.That(Responses(rig), Is.Empty);
        Assert.That(rig.Connections.Select(it => it.Change), Has.None.EqualTo(ConnectionChange.Reset));
    });

    [TestCase("no", 413, null)]
    [TestCase("no", 200, null)]
    [TestCase("partial", 413, 413)]
    [TestCase("partial", 200, null)]
    [TestCase("yes", 413, 413)]
    public void Refusal_is_told_to_whoever_wants_to_know(string failureReport, int planned, int? told) => Run(
        new Behaviour("answering", "answers so") { Msrp = new() { Answers = _ => new MsrpAnswer(planned) } },
        async (rig, connection, path) =>
        {
            rig.Send(connection, MsrpWriter.Request("tran1", "SEND", path, Client).Header("Message-ID", "mess1").Header("Failure-Report", failureReport).Body("text/plain", "ab"u8).Write());
            await rig.Wait(1);

            Assert.That(rig.UnreadMsrp.Where(it => !it.IsRequest).Select(it => (int?)it.StatusCode), Is.EqualTo(told is null ? Array.Empty<int?>() : [told]));
        });

    [Test]
    public void Peer_that_prefers_wrappers_echoes_in_what_it_was_sent() => Run(Behaviours.PrefersCpim, async (rig, connection, path) =>
    {
        var wrapper = CpimMessage.Write([("From", "<sip:alice@im.example>"), ("To", "Bob <sip:bob@im.example>")], "text/plain", "hi"u8);
        rig.Send(connection, MsrpWriter.Request("tran1", "SEND", path, Client).Header("Message-ID", "mess1").Body("Message/CPIM", wrapper).Write());
        rig.Send(connection, Send("tran2", path, "mess2", "ho"));
        await rig.Wait(1);

        var echoes = rig.UnreadMsrp.Where(it => it.IsRequest).ToList();
        var echo = CpimMessage.Parse(echoes[0].Body.Of(echoes[0].Octets).ToArray());
        Assert.That(echo.IsSound);
        Assert.That((echo.Value!.Header("From"), echo.Value.Header("To"), echo.Value.ContentType), Is.EqualTo(("Bob <sip:bob@im.example>", "<sip:alice@im.example>", "text/plain")));
        Assert.That(Encoding.UTF8.GetString(echo.Value.Body.Span), Is.EqualTo("echo: hi"));
        Assert.That(Text(echoes[1]), Is.EqualTo("echo: ho"));
    });

    [TestCase("From: <a:b>\r\nTo: <a:b>\r\n\r\nContent-Type: image/png\r\n\r\nhi")]
    [TestCase("From: <a:b>\r\nTo: <a:b>\r\n\r\nhi")]
    [TestCase("hi")]
    public void Wrapper_without_a_text_is_taken_and_not_echoed(string content) => Run(Behaviours.PrefersCpim, async (rig, connection, path) =>
    {
        rig.Send(connection, MsrpWriter.Request("tran1", "SEND", path, Client).Header("Message-ID", "mess1").Body("message/cpim", Encoding.UTF8.GetBytes(content)).Write());
        await rig.Wait(1);

        Assert.That(rig.UnreadMsrp.Select(it => it.StatusCode), Is.EqualTo((int[])[200]));
    });

    [Test]
    public void Broken_wrapper_is_echoed_without_its_names() => Run(Behaviours.PrefersCpim, async (rig, connection, path) =>
    {
        rig.Send(connection, MsrpWriter.Request("tran1", "SEND", path, Client).Header("Message-ID", "mess1").Body("message/cpim", "From:<a:b>\nTo: <a:\0b>\n\nContent-Type: text/plain\n\nhi"u8).Write());
        await rig.Wait(1);

        var echo = rig.UnreadMsrp.Single(it => it.IsRequest);
        var reading = CpimMessage.Parse(echo.Body.Of(echo.Octets).ToArray());
        Assert.That(reading.IsSound);
        Assert.That(reading.Value!.Header("From"), Is.EqualTo("<sip:anonymous@anonymous.invalid>"));
        Assert.That(Encoding.UTF8.GetString(reading.Value.Body.Span), Is.EqualTo("echo: hi"));
    });

    [Test]
    public void Size_that_is_wanted_is_not_enforced() => Run(Behaviours.SmallMessages, async (rig, connection, path) =>
    {
        rig.Send(connection, Send("tran1", path, "mess1", new string('x', 101)));

        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(200), "it is a wish, and the judge sees to it");
    });

    private static IEnumerable<string> Responses(CoreRig rig) => rig.UnreadMsrp.Where(it => !it.IsRequest).Select(it => $"{it.TransactionId} {it.StatusCode}");

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
