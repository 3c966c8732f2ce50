using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Core.Msrp;

/// <summary>What the peer sends of its own accord: when, in which order, and in which form.</summary>
internal sealed class PeerMessagesTests
{
    private const string Client = "msrp://192.0.2.2:7394/client;tcp";

    private static readonly PlannedRequest Silent = new() { Body = "Say nothing.", Headers = [("Failure-Report", "no")] };

    private static IEnumerable<Behaviour> WithMessages => Behaviours.All.Where(it => it.Msrp.Requests.Count > 0);

    [Test]
    public void Nothing_is_sent_before_the_session_has_a_connection() => Run(
        async (rig, connection, path) =>
        {
            await rig.Wait(2);
            Assert.That(rig.UnreadMsrp, Is.Empty);

            Bind(rig, connection, path);

            Assert.That((await Sends(rig, 1)).Select(Text), Is.EqualTo(["one"]));
        },
        new PlannedRequest { Body = "one" });

    [Test]
    public void Request_follows_the_response_to_the_one_before() => Run(
        async (rig, connection, path) =>
        {
            Bind(rig, connection, path);
            var first = (await Sends(rig, 1))[0];
            await rig.Wait(0.3);
            Assert.That(rig.UnreadMsrp, Is.Empty, "the first has neither its response nor waited for one in vain");

            rig.Send(connection, MsrpWriter.Response("another", 200, "OK", path, Client).Write());
            await rig.Wait(0.2);
            Assert.That(rig.UnreadMsrp, Is.Empty, "that was no response to it");

            rig.Send(connection, MsrpWriter.Response(first.TransactionId, 200, "OK", path, Client).Write());
            await rig.Wait(0.15);
            Assert.That(rig.UnreadMsrp.Select(Text), Is.EqualTo(["two"]));
        },
        new PlannedRequest { Body = "one" },
        new PlannedRequest { Body = "two" });

    [Test]
    public void Request_without_a_response_is_waited_for_and_then_no_more() => Run(
        async (rig, connection, path) =>
        {
            Bind(rig, connection, path);
            await Sends(rig, 1);
            await rig.Wait(Silent.Wait.TotalSeconds - 0.05);
            Assert.That(rig.UnreadMsrp, Is.Empty);

            await rig.Wait(0.2);
            Assert.That(rig.UnreadMsrp.Select(Text), Is.EqualTo(["two"]));
        },
        Silent,
        new PlannedRequest { Body = "two" });

    [Test]
    public void Later_request_of_the_client_begins_nothing_again() => Run(
        async (rig, connection, path) =>
        {
            Bind(rig, connection, path);
            Bind(rig, connection, path, "tran2");
            await rig.Wait(3);

            Assert.That(rig.UnreadMsrp.Where(it => it.IsRequest).Select(Text), Is.EqualTo(["one"]));
        },
        new PlannedRequest { Body = "one" });

    [Test]
    public void Report_on_the_client_waits_for_its_message() => Run(
        async (rig, connection, path) =>
        {
            Bind(rig, connection, path);
            await rig.Wait(2);
            Assert.That(rig.UnreadMsrp.Where(it => it.IsRequest), Is.Empty);

            rig.Send(connection, MsrpWriter.Request("tran2", "SEND", path, Client).Header("Message-ID", "said-by-client").Body("text/plain", "hello"u8).Write());
            await rig.Wait(1);

            var report = rig.UnreadMsrp.Single(it => it.Method == "REPORT");
            Assert.That((report.MessageId, report.Header("Byte-Range")!.Value, report.Header("Status")!.Value, report.HasBody), Is.EqualTo(("said-by-client", "1-*/*", "000 408 Timed Out", false)));
        },
        Behaviours.MsrpFailureReport.Msrp.Requests[0]);

    [TestCase("text/plain", "after")]
    [TestCase("text/plain multipart/mixed", "before", "after")]
    [TestCase("text/plain Multipart/*", "before", "after")]
    [TestCase("*", "before", "after")]
    public void Type_that_is_sent_only_if_taken_is_left_out_else(string acceptTypes, params string[] sent) => CoreRig.Run(
        async rig =>
        {
            var (connection, path) = await rig.Connect(await rig.Chat(offer: CoreRig.Offer(acceptTypes: acceptTypes)));
            Bind(rig, connection, path);
            await rig.Wait(3);

            Assert.That(rig.UnreadMsrp.Where(it => it.IsRequest).Select(Text), Is.EqualTo(sent));
        },
        Sending(new PlannedRequest { Body = "before", ContentType = "multipart/mixed;boundary=b", IsOnlyIfAccepted = true }, new PlannedRequest { Body = "after" }));

    [Test]
    public void Chunks_of_a_message_share_its_id_and_others_have_their_own() => CoreRig.Run(
        async rig =>
        {
            var (connection, path) = await rig.Connect(await rig.Chat());
            Bind(rig, connection, path);
            await rig.Wait(8);

            var sends = rig.UnreadMsrp.Where(it => it.Method == "SEND").ToList();
            var ids = sends.ConvertAll(it => it.MessageId!);
            Assert.That(ids, Has.All.Length.EqualTo(16));
            Assert.That(ids.Distinct().Select(it => ids.IndexOf(it)), Is.EqualTo([0, 2, 4, 6]));
            Assert.That(sends.Select(it => it.Header("Byte-Range")!.Value), Is.EqualTo(["7-11/11", "1-6/11", "1-*/12", "6-12/12", "1-5/10", "6-8/10", "1-12/12", "1-12/12"]));
            Assert.That(sends.Select(it => it.ContinuationFlag), Is.EqualTo(['$', '+', '+', '$', '+', '#', '$', '$']));
            Assert.That(sends.Select(it => it.TransactionId), Is.Unique);
        },
        Behaviours.MsrpChunks);

    [Test]
    public void Nothing_is_sent_once_the_chat_has_ended() => CoreRig.Run(
        async rig =>
        {
            var success = await rig.Chat();
            var (connection, path) = await rig.Connect(success);
            Bind(rig, connection, path);
            await Sends(rig, 1);
            await rig.Ask(rig.InDialog("BYE", success, 2).Write(), 200);
            await rig.Wait(3);

            Assert.That(rig.UnreadMsrp, Is.Empty);
        },
        Sending(Silent, new PlannedRequest { Body = "two" }));

    [Test]
    public void Called_user_says_what_the_peer_sends([ValueSource(nameof(WithMessages))] Behaviour behaviour) =>
        Assert.That(Behaviours.AsNamed.For([behaviour.Name]).Msrp, Is.SameAs(behaviour.Msrp));

    /// <summary>That nothing is unsound the rig checks itself.</summary>
    [Test]
    public void Whole_plan_is_sent_in_its_order([ValueSource(nameof(WithMessages))] Behaviour behaviour) => CoreRig.Run(
        async rig =>
        {
            var (connection, path) = await rig.Connect(await rig.Chat(offer: CoreRig.Offer(acceptTypes: "*")));
            rig.Send(connection, MsrpWriter.Request("tran1", "SEND", path, Client).Header("Message-ID", "said-by-client").Body("text/x", "hello"u8).Write());
            await rig.Wait(behaviour.Msrp.Requests.Count);

            var sent = rig.UnreadMsrp.Where(it => it.IsRequest && !Text(it).StartsWith("echo", StringComparison.Ordinal));
            Assert.That(sent.Select(it => (it.Method, Text(it))), Is.EqualTo(behaviour.Msrp.Requests.Select(it => (it.Method, it.Body))));
        },
        behaviour);

    [TestCase("msrp://192.0.2.2:7394/client;tcp", "MSRP://192.0.2.2:7394/client;TCP")]
    [TestCase("msrps://alice@Im.example:7394/a.B=~/c+-_;tcp;x-p=tcp;flag", "MSRPS://alice@IM.EXAMPLE:7394/a.B=~/c+-_;TCP;x-p=tcp;flag")]
    [TestCase("msrp://[2001:db8::a]:7394/1795328059433;TCP", "MSRP://[2001:DB8::A]:7394/1795328059433;TCP")]
    [TestCase("msrp://relay.example:1/r;tcp msrp://client.example:2/Tcp;tcp", "msrp://relay.example:1/r;tcp MSRP://CLIENT.EXAMPLE:2/Tcp;TCP")]
    public void Path_is_altered_for_strangers_and_spelt_otherwise_for_the_client(string path, string spelling)
    {
        var own = Last(path);
        var altered = Behaviours.MsrpStrangers.Msrp.Requests.Select(it => it.To(path)).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(altered[2], Is.EqualTo(spelling));
            Assert.That(altered.Select(it => Last(it).IsEquivalentTo(own)), Is.EqualTo([false, false, true]));
            Assert.That(altered.Take(2).Select(it => Last(it) with { SessionId = own.SessionId }).Select(it => it.IsEquivalentTo(own)), Has.All.True, "nothing else is altered");
        });
    }

    [TestCase("aB1", "Ab1")]
    [TestCase("1795", "1795x")]
    public void Session_id_is_another_even_without_letters(string id, string other) => Assert.That(
        Last(Behaviours.MsrpStrangers.Msrp.Requests[1].To($"msrp://192.0.2.2:7394/{id};tcp")).SessionId,
        Is.EqualTo(other));

    private static Behaviour Sending(params PlannedRequest[] requests) => new("sending", "sends these") { Msrp = new(requests) };

    private static MsrpUri Last(string path)
    {
        var reading = MsrpUri.Parse(path.Split(' ')[^1]);
        Assert.That(reading.Defects, Is.Empty);
        return reading.Value!;
    }

    private static void Bind(CoreRig rig, int connection, string path, string transaction = "tran1") =>
        rig.Send(connection, MsrpWriter.Request(transaction, "SEND", path, Client).Header("Message-ID", $"empty-{transaction}").Write());

    /// <summary>The response to the first SEND of the client, and then so many requests of the peer.</summary>
    private static async Task<List<MsrpMessage>> Sends(CoreRig rig, int count)
    {
        Assert.That((await rig.NextMsrp()).StatusCode, Is.EqualTo(200));
        var sends = new List<MsrpMessage>();
        while (sends.Count < count)
        {
            sends.Add(await rig.NextMsrp());
        }

        return sends;
    }

    private static string Text(MsrpMessage message) => Encoding.UTF8.GetString(message.Body.Of(message.Octets));

    private static void Run(Func<CoreRig, int, string, Task> script, params PlannedRequest[] requests) => CoreRig.Run(
        async rig =>
        {
            var (connection, path) = await rig.Connect(await rig.Chat());
            await script(rig, connection, path);
        },
        Sending(requests));
}
