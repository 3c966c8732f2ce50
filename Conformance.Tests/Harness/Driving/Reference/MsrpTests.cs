using System.Text;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>The MSRP session of a chat (RFC 4975).</summary>
public sealed class MsrpTests
{
    [Test]
    public void Connection_begins_with_a_send_without_body() => Bench.RunChat(bench =>
    {
        var first = bench.Peer.Sends.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.HasBody, Is.False);
            Assert.That(first.ContentType, Is.Null);
            Assert.That(first.Header("Byte-Range")!.Value, Is.EqualTo("1-0/0"));
            Assert.That(first.Header("To-Path")!.Value, Is.EqualTo(bench.Peer.Path));
            Assert.That(first.ContinuationFlag, Is.EqualTo('$'));
        }

        return Task.CompletedTask;
    });

    [Test]
    public void Path_of_several_uris_is_connected_at_its_first_and_sent_to_as_a_whole()
    {
        var path = "";
        Bench.RunChat(
            bench =>
            {
                Assert.That(bench.Peer.Sends.Single().Header("To-Path")!.Value, Is.EqualTo(path));
                return Task.CompletedTask;
            },
            peer: peer =>
            {
                path = $"{peer.Path} msrp://192.0.2.77:7777/far;tcp";
                peer.Description = () => peer.Answer(path: path);
            });
    }

    [TestCase("", new[] { "1-0/0" })]
    [TestCase("a", new[] { "1-1/1" })]
    [TestCase("ä大", new[] { "1-5/5" })]
    [TestCase("*2048", new[] { "1-2048/2048" })]
    [TestCase("*2049", new[] { "1-2048/2049", "2049-2049/2049" })]
    [TestCase("*5000", new[] { "1-2048/5000", "2049-4096/5000", "4097-5000/5000" })]
    public void Message_is_sent_in_chunks_whose_ranges_count_octets(string text, string[] ranges) => Bench.RunChat(async bench =>
    {
        var body = text.StartsWith('*') ? new string('x', int.Parse(text[1..], null)) : text;
        await bench.SendMessage(body);
        await bench.Until(() => bench.Peer.Sends.Count() == 1 + ranges.Length);

        var chunks = bench.Peer.Sends.Skip(1).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(chunks.Select(it => it.Header("Byte-Range")!.Value), Is.EqualTo(ranges));
            Assert.That(string.Concat(chunks.Select(it => it.Body.Text(it.Octets))), Is.EqualTo(body));
            Assert.That(chunks.Select(it => it.MessageId).Distinct().Count(), Is.EqualTo(1));
            Assert.That(chunks.Select(it => it.TransactionId), Is.Unique);
            Assert.That(chunks.Select(it => it.ContinuationFlag), Is.EqualTo([.. Enumerable.Repeat('+', ranges.Length - 1), '$']));
            Assert.That(chunks.Select(it => it.Headers[^1].Name), Is.All.EqualTo("Content-Type"));
            Assert.That(chunks.SelectMany(it => it.Defects), Is.Empty);
        }
    });

    [TestCase("text/plain", "text/plain")]
    [TestCase("*", "text/plain")]
    [TestCase("text/*", "text/plain")]
    [TestCase("text/plain;charset=utf-8 message/cpim", "text/plain")]
    [TestCase("message/cpim text/plain", "message/cpim")]
    public void Message_takes_a_form_that_the_peer_accepts(string accepted, string contentType) => Bench.RunChat(
        async bench =>
        {
            await bench.SendMessage("hello");
            await bench.Until(() => bench.Peer.Sends.Count() == 2);

            var sent = bench.Peer.Sends.Last();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(sent.ContentType, Is.EqualTo(contentType));
                Assert.That(sent.Body.Text(sent.Octets), Does.EndWith("hello"));
            }
        },
        peer: peer => peer.Description = () => peer.Answer(acceptTypes: accepted));

    [Test]
    public void Message_to_a_peer_that_takes_text_in_a_wrapper_only_is_wrapped() => Bench.RunChat(
        async bench =>
        {
            await bench.SendMessage("hello");
            await bench.Until(() => bench.Peer.Sends.Count() == 2);

            var sent = bench.Peer.Sends.Last();
            Assert.That(
                sent.Body.Text(sent.Octets).Split("\r\n"),
                Is.EqualTo([$"From: <{Bench.Alice}>", $"To: <{Bench.Bob}>", "DateTime: 2000-01-01T00:00:00Z", "", "Content-Type: text/plain", "", "hello"]));
        },
        peer: peer => peer.Description = () => peer.Answer(acceptTypes: "message/cpim", more: "a=accept-wrapped-types:text/plain\r\n"));

    [TestCase("image/png", "a=sendrecv\r\n")]
    [TestCase("message/cpim", "a=accept-wrapped-types:image/png\r\n")]
    [TestCase("text/plain", "a=sendonly\r\n")]
    [TestCase("text/plain", "a=inactive\r\n")]
    [TestCase("text/plain", "a=max-size:4\r\n")]
    public void Message_that_the_peer_does_not_take_fails_and_is_not_sent(string accepted, string attributes) => Bench.RunChat(
        async bench =>
        {
            var answer = await bench.SendMessage("hello");
            await bench.Pass(1);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(Bench.ErrorCode(answer), Is.EqualTo(-32000));
                Assert.That(bench.Peer.Sends.Count(), Is.EqualTo(1));
            }
        },
        peer: peer => peer.Description = () => peer.Answer(acceptTypes: accepted, more: attributes));

    [TestCase(null, 1, "up")]
    [TestCase(413, 1, "up")]
    [TestCase(415, 1, "up")]
    [TestCase(481, 2, "failed")]
    [TestCase(506, 2, "failed")]
    public void Message_that_is_turned_down_or_not_answered_is_told_the_user(int? status, int notices, string state) => Bench.RunChat(async bench =>
    {
        bench.Peer.OnSend = _ => status;
        await bench.SendMessage(new string('x', 5000));
        await bench.Pass(31);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Notices.First(), Is.EqualTo("messageFailed"));
            Assert.That(bench.Notices.Count(), Is.EqualTo(notices));
            Assert.That((await bench.Describe())["state"]!.GetValue<string>(), Is.EqualTo(state));
        }
    });

    [TestCase(null, null, 200, false)]
    [TestCase("yes", null, 200, false)]
    [TestCase("no", null, null, false)]
    [TestCase("partial", null, null, false)]
    [TestCase(null, "yes", 200, true)]
    [TestCase("no", "yes", null, true)]
    [TestCase(null, "no", 200, false)]
    public void Message_of_the_peer_is_answered_and_reported_as_it_asks(string? failureReport, string? successReport, int? status, bool isReported) => Bench.RunChat(async bench =>
    {
        var headers = new List<(string, string)>();
        if (failureReport is not null)
        {
            headers.Add(("Failure-Report", failureReport));
        }

        if (successReport is not null)
        {
            headers.Add(("Success-Report", successReport));
        }

        bench.Peer.SendMessage("t1234567", "m1234567", "hällo", headers: headers);
        await bench.Notification("messageReceived");
        await bench.Pass(1);

        var reports = bench.Peer.Msrp.Select(it => it.Message).Where(it => it.Method == "REPORT").ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.MsrpResponseTo("t1234567")?.StatusCode, Is.EqualTo(status));
            Assert.That(reports.Select(it => it.Header("Status")!.Value), Is.EqualTo(isReported ? ["000 200 OK"] : Array.Empty<string>()));
            Assert.That(reports.Select(it => it.Header("Byte-Range")!.Value), Is.EqualTo(isReported ? ["1-6/6"] : Array.Empty<string>()));
            Assert.That(reports.Select(it => it.MessageId), Is.All.EqualTo("m1234567"));
        }
    });

    [TestCase("application/x-foo", null, 415)]
    [TestCase("application/x-foo", "partial", 415)]
    [TestCase("application/x-foo", "no", null)]
    public void Message_of_a_type_that_was_not_offered_is_refused(string contentType, string? failureReport, int? status) => Bench.RunChat(async bench =>
    {
        bench.Peer.SendMessage("t1234567", "m1234567", "x", contentType, headers: failureReport is null ? [] : [("Failure-Report", failureReport)]);
        await bench.Pass(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.MsrpResponseTo("t1234567")?.StatusCode, Is.EqualTo(status));
            Assert.That(bench.Notifications("messageReceived"), Is.Empty);
        }
    });

    [TestCase("text/plain")]
    [TestCase("TEXT/Plain;charset=utf-8")]
    [TestCase("multipart/mixed;boundary=b")]
    public void Message_of_a_type_that_was_offered_is_shown(string contentType) => Bench.RunChat(async bench =>
    {
        bench.Peer.SendMessage("t1234567", "m1234567", "hi", contentType);
        var received = await bench.Notification("messageReceived");

        Assert.That(received["contentType"]!.GetValue<string>(), Is.EqualTo(contentType));
    });

    [Test]
    public void Message_in_a_wrapper_is_shown_without_it() => Bench.RunChat(async bench =>
    {
        bench.Peer.SendMessage("t1234567", "m1234567", "From: <sip:b@h>\r\nTo: <sip:a@h>\r\n\r\nContent-type: text/plain\r\n\r\nhi", "message/cpim");
        var received = await bench.Notification("messageReceived");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(received["contentType"]!.GetValue<string>(), Is.EqualTo("text/plain"));
            Assert.That(received["body"]!.GetValue<string>(), Is.EqualTo("hi"));
        }
    });

    [Test]
    public void Chunks_in_any_order_make_one_message_and_the_last_of_an_overlap_counts() => Bench.RunChat(async bench =>
    {
        bench.Peer.SendMessage("t0000003", "m1", "gh", range: "7-8/8");
        bench.Peer.SendMessage("t0000001", "m1", "abXX", flag: '+', range: "1-4/99999999999");
        await bench.Pass(1);
        var early = bench.Notifications("messageReceived").Count();
        bench.Peer.SendMessage("t0000002", "m1", "cdef", flag: '+', range: "3-*/*");
        var received = await bench.Notification("messageReceived");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(early, Is.Zero);
            Assert.That(received["body"]!.GetValue<string>(), Is.EqualTo("abcdefgh"));
        }
    });

    [Test]
    public void Message_that_comes_twice_is_answered_twice_and_shown_once() => Bench.RunChat(async bench =>
    {
        bench.Peer.SendMessage("t0000001", "m1234567", "hi");
        bench.Peer.SendMessage("t0000002", "m1234567", "hi");
        await bench.Pass(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.MsrpResponseTo("t0000001")!.StatusCode, Is.EqualTo(200));
            Assert.That(bench.Peer.MsrpResponseTo("t0000002")!.StatusCode, Is.EqualTo(200));
            Assert.That(bench.Notifications("messageReceived").Count(), Is.EqualTo(1));
        }
    });

    [Test]
    public void Message_that_is_aborted_is_not_shown() => Bench.RunChat(async bench =>
    {
        bench.Peer.SendMessage("t0000001", "m1234567", "hi", flag: '+', range: "1-*/*");
        bench.Peer.SendMessage("t0000002", "m1234567", "ho", flag: '#', range: "3-*/*");
        await bench.Pass(1);

        Assert.That(bench.Notifications("messageReceived"), Is.Empty);
    });

    [TestCase("9999999999-9999999999/9999999999", 413)]
    [TestCase("1-2/9999999999", 200)]
    public void Claimed_size_is_not_believed(string range, int status) => Bench.RunChat(async bench =>
    {
        bench.Peer.SendMessage("t0000001", "m1234567", "hi", range: range);
        await bench.Until(() => bench.Peer.MsrpResponseTo("t0000001") is not null);

        Assert.That(bench.Peer.MsrpResponseTo("t0000001")!.StatusCode, Is.EqualTo(status));
    });

    [TestCase("SEND", "other", 481)]
    [TestCase("NICKNAME", null, 501)]
    [TestCase("REPORT", null, null)]
    public void Request_that_is_not_a_message_of_the_session_is_answered_with_its_status(string method, string? session, int? status) => Bench.RunChat(async bench =>
    {
        var own = MsrpUri.Parse(bench.Peer.ClientPath).Value!;
        var path = bench.Peer.ClientPath.Replace(own.SessionId!, session ?? own.SessionId, StringComparison.Ordinal);
        bench.Peer.SendMsrp(MsrpWriter.Request("t1234567", method, path, bench.Peer.Path).Header("Message-ID", "m1").Header("Status", "000 200 OK").Write());
        await bench.Pass(1);

        Assert.That(bench.Peer.MsrpResponseTo("t1234567")?.StatusCode, Is.EqualTo(status));
    });

    [Test]
    public void Failure_report_is_told_the_user() => Bench.RunChat(async bench =>
    {
        bench.Peer.SendMsrp(MsrpWriter.Request("t1234567", "REPORT", bench.Peer.ClientPath, bench.Peer.Path).Header("Message-ID", "m1").Header("Status", "000 408 Late").Write());
        await bench.Notification("userNotified");

        Assert.That(bench.Notices, Is.EqualTo(["messageFailed"]));
    });

    [Test]
    public void Session_is_refused_on_another_connection() => Bench.RunChat(async bench =>
    {
        var own = MsrpUri.Parse(bench.Peer.ClientPath).Value!;
        var other = await bench.Peer.ConnectMsrp(new(bench.ClientAddress, own.Port!.Value));
        bench.Peer.SendMsrp(MsrpWriter.Request("t1234567", "SEND", bench.Peer.ClientPath, bench.Peer.Path).Header("Message-ID", "m1").Write(), other);
        await bench.Until(() => bench.Peer.MsrpResponseTo("t1234567") is not null);

        Assert.That(bench.Peer.MsrpResponseTo("t1234567")!.StatusCode, Is.EqualTo(506));
    });

    [Test]
    public void Connection_that_is_lost_ends_the_chat() => Bench.RunChat(async bench =>
    {
        bench.Peer.CloseMsrp();
        await bench.Notification("chatEnded");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Peer.Requests("BYE").Count(), Is.EqualTo(1));
            Assert.That(bench.Notices, Is.EqualTo(["chatFailed"]));
        }
    });

    [Test]
    public void Connection_that_the_peer_closes_before_its_bye_is_no_failure() => Bench.RunChat(async bench =>
    {
        bench.Peer.CloseMsrp();
        await bench.Pass(0.1);
        bench.Peer.Request("BYE", 10, "bye");
        await bench.Notification("chatEnded");
        await bench.Pass(5);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Notices, Is.Empty);
            Assert.That(bench.Peer.Requests("BYE"), Is.Empty);
        }
    });

    [Test]
    public void Octets_of_a_message_that_are_not_utf8_do_no_harm() => Bench.RunChat(async bench =>
    {
        var writer = MsrpWriter.Request("t1234567", "SEND", bench.Peer.ClientPath, bench.Peer.Path).Header("Message-ID", "m1234567");
        bench.Peer.SendMsrp(writer.Body("text/plain", [0xFF, .. Encoding.UTF8.GetBytes("a")]).Write());
        var received = await bench.Notification("messageReceived");

        Assert.That(received["body"]!.GetValue<string>(), Is.EqualTo("\uFFFDa"));
    });
}
