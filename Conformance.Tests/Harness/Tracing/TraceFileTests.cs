using System.Text;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Harness.Tracing;

internal sealed class TraceFileTests
{
    [Test]
    public void Trace_of_every_kind_comes_back_event_by_event()
    {
        var trace = SampleTrace.Whole with { Interruption = "the client fell silent" };

        var read = TraceFile.Read(new MemoryStream(Octets(trace)));

        Assert.Multiple(() =>
        {
            Assert.That(read.Scenario, Is.EqualTo(trace.Scenario));
            Assert.That(read.Provisioning, Is.EqualTo(trace.Provisioning));
            Assert.That(read.Interruption, Is.EqualTo(trace.Interruption));
            Assert.That(read.Events, Is.EqualTo(trace.Events).Using<TraceEvent>(SampleTrace.AreSame));
        });
    }

    [Test]
    public void Sample_holds_every_kind_of_event_request_and_report()
    {
        var recorded = SampleTrace.Whole.Events.Select(it => it.GetType())
            .Concat(SampleTrace.Whole.Actions.Select(it => it.Request.GetType()))
            .Concat(SampleTrace.Whole.Reports.Select(it => it.GetType()));
        var known = typeof(TraceEvent).Assembly.GetTypes()
            .Where(it => it.BaseType == typeof(TraceEvent) || it.BaseType == typeof(UserRequest) || it.BaseType == typeof(Report));

        Assert.That(recorded.Distinct(), Is.EquivalentTo(known));
    }

    [Test]
    public void File_is_readable_by_a_person()
    {
        var lines = Encoding.UTF8.GetString(Octets(SampleTrace.Small)).Split('\n');

        Assert.That(lines, Is.EqualTo((string[])
        [
            """
            {"trace":1,"scenario":"register","provisioning":{"clientName":"Acme IM","address":"sip:alice@im.example","domain":"im.example",
            "coreUri":"sip:192.0.2.1:5060;transport=udp;lr","conferenceFactory":"sip:im-factory@im.example","maxAdhocGroupSize":5,
            "declaration":{"oneToOne":true,"adHoc":true,"conferenceSubscription":false,"msrp":true,"ims":false},"user":"alice",
            "password":"sécret\"","verbs":"register shutdown","timers":{"t1":0.25,"msrpResponse":10}},"interruption":null,"events":2}
            """.ReplaceLineEndings(""),
            """{"event":"userAction","number":1,"at":0,"request":{"verb":"register"}}""",
            """
            {"event":"wireMessage","number":2,"at":0.0000001,"direction":"fromClient","protocol":"sip","transport":"udp","connectionId":0,"client":"192.0.2.10:5070",
            "core":"192.0.2.1:5060","octets":"a\r\n"}
            """.ReplaceLineEndings(""),
            "",
        ]));
    }

    [TestCase(new byte[] { 0xC3, 0xBC, 13, 10, 9, 10, 13 }, "\"ü\\r\\n\\t\\n\\r\"")]
    [TestCase(new byte[] { }, "\"\"")]
    [TestCase(new byte[] { 0 }, """{"base64":"AA=="}""")]
    [TestCase(new byte[] { 0x7F }, """{"base64":"fw=="}""")]
    [TestCase(new byte[] { 0xC3 }, """{"base64":"ww=="}""")]
    public void Octets_are_text_where_they_can_be(byte[] octets, string json) => Assert.That(
        Encoding.UTF8.GetString(Octets(SampleTrace.Of("s", SampleTrace.Udp(1, Direction.ToClient, octets)))),
        Does.Contain($"\"octets\":{json}}}"));

    [Test]
    public void File_cut_at_any_octet_says_which_line_is_wrong()
    {
        var whole = Octets(SampleTrace.Small);

        // A line without its line end is whole, and what is missing is the next one.
        for (var length = 0; length < whole.Length - 1; length++)
        {
            var line = whole.AsSpan(0, length + 1).Count((byte)'\n') + 1;
            Assert.That(
                () => TraceFile.Read(new MemoryStream(whole[..length])),
                Throws.TypeOf<InvalidDataException>().With.Message.StartsWith($"line {line}: "),
                $"cut at {length}");
        }

        Assert.That(TraceFile.Read(new MemoryStream(whole[..^1])).Events, Is.EqualTo(SampleTrace.Small.Events).Using<TraceEvent>(SampleTrace.AreSame));
    }

    [TestCase(3, "line 3: the file ends after 1 of 2 events")]
    [TestCase(2, "line 2: event 2 stands where event 1 belongs")]
    public void File_without_one_of_its_lines_is_refused(int missing, string message) =>
        AssertRefused([.. Lines().Where((_, index) => index != missing - 1)], message);

    [Test]
    public void File_with_a_line_too_many_is_refused() =>
        AssertRefused([.. Lines(), Lines()[2]], "line 4: the file goes on after its 2 events");

    [TestCase(1, "\"trace\":1", "\"trace\":2", "line 1: trace format 2 is not known, only 1")]
    [TestCase(1, "\"trace\":1,", "", "line 1: a trace file begins with an object that has the key \"trace\"")]
    [TestCase(2, "userAction", "userWish", "line 2: ")]
    [TestCase(2, "\"event\":\"userAction\",", "", "line 2: ")]
    [TestCase(2, "\"verb\":\"register\"", "\"verb\":\"dance\"", "line 2: ")]
    [TestCase(2, "\"verb\":\"register\"", "\"verb\":\"endChat\"", "line 2: ")]
    [TestCase(2, "\"at\":0", "\"at\":0,\"when\":1", "line 2: ")]
    [TestCase(2, "\"at\":0", "\"at\":\"now\"", "line 2: a number of seconds is wanted")]
    [TestCase(2, "\"at\":0", "\"at\":1e28", "line 2: a number of seconds is wanted")]
    [TestCase(3, "\"fromClient\"", "\"sideways\"", "line 3: ")]
    [TestCase(3, "\"fromClient\"", "0", "line 3: ")]
    [TestCase(3, "192.0.2.1:5060", "core", "line 3: an address with port is wanted")]
    [TestCase(3, "\"a\\r\\n\"", "17", "line 3: octets are a string or {\"base64\": string}")]
    [TestCase(3, "\"a\\r\\n\"", "{\"base64\":\"?\"}", "line 3: octets are a string or {\"base64\": string}")]
    [TestCase(3, "\"a\\r\\n\"", "{\"base64\":\"\",\"a\":1}", "line 3: octets are a string or {\"base64\": string}")]
    [TestCase(3, "\"octets\":", "\"octets\":\"\",\"octets\":", "line 3: ")]
    public void Line_that_breaks_the_format_is_refused(int line, string part, string replacement, string message)
    {
        var lines = Lines();
        Assert.That(lines[line - 1], Does.Contain(part));
        lines[line - 1] = lines[line - 1].Replace(part, replacement, StringComparison.Ordinal);

        AssertRefused(lines, message);
    }

    private static void AssertRefused(string[] lines, string message) => Assert.That(
        () => TraceFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"))),
        Throws.TypeOf<InvalidDataException>().With.Message.StartsWith(message));

    private static string[] Lines() => Encoding.UTF8.GetString(Octets(SampleTrace.Small)).TrimEnd('\n').Split('\n');

    private static byte[] Octets(Trace trace)
    {
        using var stream = new MemoryStream();
        TraceFile.Write(stream, trace);
        return stream.ToArray();
    }
}
