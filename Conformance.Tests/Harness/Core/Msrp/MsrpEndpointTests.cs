using System.Text;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Core.Msrp;

internal sealed class MsrpEndpointTests
{
    private const string Client = "msrp://192.0.2.2:7394/client;tcp";

    [Test]
    public void Send_is_answered_and_its_text_echoed_in_the_session() => Run(async (rig, connection, path) =>
    {
        rig.Send(connection, Send("tran1", path, "hello").Write());

        var response = await rig.NextMsrp();
        Assert.That((response.TransactionId, response.StatusCode, response.Comment), Is.EqualTo(("tran1", 200, "OK")));
        Assert.That(response.ToPath.Single().Value!.Text, Is.EqualTo(Client));
        Assert.That(response.FromPath.Single().Value!.Text, Is.EqualTo(path));

        var echo = await rig.NextMsrp();
        Assert.That((echo.Method, echo.ContentType, Text(echo)), Is.EqualTo(("SEND", "text/plain", "echo: hello")));
        Assert.That(echo.Header("To-Path")!.Value, Is.EqualTo(Client));
        Assert.That(echo.Header("From-Path")!.Value, Is.EqualTo(path));
        Assert.That(echo.Header("Byte-Range")!.Value, Is.EqualTo("1-11/11"));
        Assert.That(echo.MessageId, Is.Not.Null.And.Not.EqualTo("mess1"));
    });

    [TestCase("no", 200, null)]
    [TestCase("partial", 200, null)]
    [TestCase("yes", 200, 200)]
    [TestCase(null, 200, 200)]
    [TestCase("no", 481, null)]
    [TestCase("partial", 481, 481)]
    [TestCase(null, 481, 481)]
    public void Failure_Report_says_whether_there_is_a_response(string? failureReport, int outcome, int? status) => Run(async (rig, connection, path) =>
    {
        var send = MsrpWriter.Request("tran1", "SEND", outcome == 200 ? path : path.Replace(";tcp", "x;tcp", StringComparison.Ordinal), Client).Header("Message-ID", "mess1");
        rig.Send(connection, (failureReport is null ? send : send.Header("Failure-Report", failureReport)).Write());
        await rig.Wait(1);

        Assert.That(rig.UnreadMsrp.Select(it => it.StatusCode), Is.EqualTo(status is null ? [] : new[] { status.Value }));
    });

    [TestCase("hello", "1-5/5")]
    [TestCase(null, "1-0/0")]
    public void Success_Report_is_honoured_for_the_whole_message(string? text, string range) => Run(async (rig, connection, path) =>
    {
        var send = MsrpWriter.Request("tran1", "SEND", path, $"{Client} msrp://relay.example:9/x;tcp").Header("Message-ID", "mess1").Header("Success-Report", "yes");
        rig.Send(connection, (text is null ? send : send.Body("text/plain", Encoding.UTF8.GetBytes(text))).Write());

        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(200));
        var report = await rig.NextMsrp();
        Assert.That((report.Method, report.MessageId), Is.EqualTo(("REPORT", "mess1")));
        Assert.That(report.Header("Status")!.Value, Is.EqualTo("000 200 OK"));
        Assert.That(report.Header("Byte-Range")!.Value, Is.EqualTo(range));
        Assert.That(report.Header("To-Path")!.Value, Is.EqualTo($"{Client} msrp://relay.example:9/x;tcp"));
    });

    [TestCase("SEND", "no-such-session", "mess1", "text/plain", 481)]
    [TestCase("FROB", null, "mess1", "text/plain", 501)]
    [TestCase("SEND", null, null, "text/plain", 400)]
    [TestCase("SEND", null, "mess1", "image/png", 415)]
    [TestCase("SEND", null, "mess1", "application/im-iscomposing+xml", 415)]
    [TestCase("SEND", null, "mess1", "message/CPIM", 200)]
    [TestCase("SEND", null, "mess1", "multipart/mixed;boundary=b", 200)]
    public void Request_is_answered_as_it_deserves(string method, string? session, string? messageId, string contentType, int status) =>
        Run(async (rig, connection, path) =>
        {
            var to = session is null ? path : $"{path[..path.LastIndexOf('/')]}/{session};tcp";
            var request = MsrpWriter.Request("tran1", method, to, Client);
            request = messageId is null ? request : request.Header("Message-ID", messageId);
            rig.Send(connection, request.Body(contentType, "x"u8).Write());

            Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(status));
        });

    [Test]
    public void Report_and_response_are_not_answered() => Run(async (rig, connection, path) =>
    {
        rig.Send(connection, MsrpWriter.Request("tran1", "REPORT", path, Client).Header("Message-ID", "mess1").Header("Status", "000 200 OK").Write());
        rig.Send(connection, MsrpWriter.Response("tran2", 200, "OK", path, Client).Write());
        await rig.Wait(1);

        Assert.That(rig.UnreadMsrp, Is.Empty);
    });

    [TestCase("1-4/10|abcd|+", "5-10/10|efghij|$")]
    [TestCase("5-10/10|efghij|$", "1-4/10|abcd|+")]
    [TestCase("1-*/10|abxxxx|+", "3-10/10|cdefghij|$")]
    [TestCase("1-4/*|abcd|+", "5-*/*|efghij|$")]
    public void Chunks_make_one_message(params string[] chunks) => Run(async (rig, connection, path) =>
    {
        foreach (var (chunk, i) in chunks.Select((it, i) => (it.Split('|'), i)))
        {
            rig.Send(connection, MsrpWriter.Request($"chunk{i}", "SEND", path, Client)
                .Header("Message-ID", "mess1")
                .Header("Byte-Range", chunk[0])
                .Body("text/plain", Encoding.UTF8.GetBytes(chunk[1]))
                .Write(chunk[2][0]));
        }

        await rig.NextMsrp();
        await rig.NextMsrp();
        Assert.That(Text(await rig.NextMsrp()), Is.EqualTo("echo: abcdefghij"));
    });

    [Test]
    public void Message_that_is_broken_off_is_not_echoed() => Run(async (rig, connection, path) =>
    {
        rig.Send(connection, Send("tran1", path, "abc", "1-3/6").Write('+'));
        rig.Send(connection, Send("tran2", path, "d", "4-4/6").Write('#'));
        rig.Send(connection, Send("tran3", path, "ef", "5-6/6").Write());
        await rig.Wait(1);

        Assert.That(rig.UnreadMsrp.Select(it => it.StatusCode), Is.EqualTo([200, 200, 200]));
    });

    [Test]
    public void Message_that_would_not_fit_is_refused_with_413() => Run(async (rig, connection, path) =>
    {
        rig.Send(connection, Send("tran1", path, "x", "1048577-1048577/*").Write('+'));

        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(413));
    });

    [Test]
    public void Long_echo_is_cut_into_chunks_of_2048_octets() => Run(async (rig, connection, path) =>
    {
        rig.Send(connection, Send("tran1", path, new string('x', 3000)).Write());
        await rig.NextMsrp();

        var first = await rig.NextMsrp();
        var second = await rig.NextMsrp();

        Assert.That((first.Header("Byte-Range")!.Value, first.ContinuationFlag), Is.EqualTo(("1-2048/3006", '+')));
        Assert.That((second.Header("Byte-Range")!.Value, second.ContinuationFlag), Is.EqualTo(("2049-3006/3006", '$')));
        Assert.That(second.MessageId, Is.EqualTo(first.MessageId));
        Assert.That(Text(first) + Text(second), Is.EqualTo("echo: " + new string('x', 3000)));
    });

    [Test]
    public void Wrapped_text_is_echoed_in_a_wrapper_with_sender_and_receiver_exchanged() => Run(async (rig, connection, path) =>
    {
        const string Wrapped = "From: <sip:alice@im.example>\r\nTo: <sip:bob@im.example>\r\nDateTime: 2026-11-22T06:14:04Z\r\n\r\nContent-type: text/plain;charset=utf-8\r\n\r\nhello\r\n\r\nbob";
        rig.Send(connection, MsrpWriter.Request("tran1", "SEND", path, Client).Header("Message-ID", "mess1").Body("message/cpim", Encoding.UTF8.GetBytes(Wrapped)).Write());
        await rig.NextMsrp();

        var echo = await rig.NextMsrp();

        Assert.That(echo.ContentType, Is.EqualTo("message/cpim"));
        Assert.That(Text(echo), Does.Match("^From: <sip:bob@im.example>\r\nTo: <sip:alice@im.example>\r\nDateTime: 2000-01-01T00:00:0\\dZ\r\n\r\nContent-Type: text/plain;charset=utf-8\r\n\r\necho: hello\r\n\r\nbob$"));
    });

    [TestCase("text/plain message/cpim", "text/plain")]
    [TestCase("message/CPIM text/*", "text/plain")]
    [TestCase("*", "text/plain")]
    [TestCase("message/CPIM application/im-iscomposing+xml", "message/cpim")]
    [TestCase("image/png", "text/plain")]
    public void Peer_speaks_in_a_type_that_the_client_accepts(string acceptTypes, string contentType) => Run(
        async (rig, connection, path) =>
        {
            rig.Core.SendMessage("text/plain", "hi");
            await rig.Wait(0.1);
            Assert.That(rig.UnreadMsrp, Is.Empty, "no connection is the session's yet");
            rig.Send(connection, MsrpWriter.Request("tran1", "SEND", path, Client).Header("Message-ID", "mess1").Write());

            await rig.NextMsrp();
            var send = await rig.NextMsrp();
            Assert.That(send.ContentType, Is.EqualTo(contentType));
            Assert.That(Text(send), Does.EndWith("hi"));
        },
        CoreRig.Offer(acceptTypes: acceptTypes));

    [Test]
    public void Session_that_is_on_one_connection_is_refused_on_another() => CoreRig.Run(async rig =>
    {
        var success = await rig.Chat();
        var (first, path) = await rig.Connect(success);
        rig.Send(first, Send("tran1", path, "").Write());
        await rig.NextMsrp();
        var (second, _) = await rig.Connect(success);

        rig.Send(second, Send("tran2", path, "").Write());
        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(506));

        rig.CloseMsrp(first);
        await rig.Wait(0.1);
        rig.Send(second, Send("tran3", path, "").Write());
        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(200));
    });

    [Test]
    public void Session_of_a_chat_that_has_ended_is_gone_and_its_connection_closed_after_a_while() => CoreRig.Run(async rig =>
    {
        var success = await rig.Chat();
        var (connection, path) = await rig.Connect(success);
        rig.Send(connection, Send("tran1", path, "").Write());
        await rig.NextMsrp();
        await rig.Ask(rig.InDialog("BYE", success, 2).Write(), 200);

        rig.Send(connection, Send("tran2", path, "late").Write());
        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(481));
        await rig.Wait(33);

        Assert.That(rig.Connections.Select(it => it.Change), Is.EqualTo([ConnectionChange.Opened, ConnectionChange.Closed]));
    });

    [Test]
    public void Fragment_before_a_close_is_recorded() => Run(async (rig, connection, path) =>
    {
        var whole = Send("tran1", path, "hello").Write();
        rig.Send(connection, MsrpMessage.Parse(whole.Octets[..^20]));
        rig.CloseMsrp(connection);
        await rig.Wait(1);

        Assert.That(rig.Recorded.Last().Octets.ToArray(), Is.EqualTo(whole.Octets[..^20].ToArray()));
        Assert.That(rig.UnreadMsrp, Is.Empty);
    });

    [Test]
    public void Fragment_on_a_connection_that_stays_open_is_recorded_once_at_the_end() => Run(async (rig, connection, path) =>
    {
        var whole = Send("tran1", path, "hello").Write();
        rig.Send(connection, MsrpMessage.Parse(whole.Octets[..^20]));
        await rig.Wait(1);
        var before = rig.Recorded.Count();

        await rig.Core.FinishAsync();
        rig.CloseMsrp(connection);
        await rig.Wait(1);

        Assert.That(rig.Recorded.Skip(before).Select(it => it.Octets.Length), Is.EqualTo([whole.Octets.Length - 20]));
    });

    private static MsrpWriter Send(string transaction, string path, string text, string? range = null)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var send = MsrpWriter.Request(transaction, "SEND", path, Client)
            .Header("Message-ID", "mess1")
            .Header("Byte-Range", range ?? $"1-{length}/{length}");
        return text.Length == 0 ? send : send.Body("text/plain", Encoding.UTF8.GetBytes(text));
    }

    private static string Text(MsrpMessage message) => message.Body.Text(message.Octets);

    private static void Run(Func<CoreRig, int, string, Task> script, string? offer = null) => CoreRig.Run(async rig =>
    {
        var (connection, path) = await rig.Connect(await rig.Chat(offer: offer));
        await script(rig, connection, path);
    });
}
