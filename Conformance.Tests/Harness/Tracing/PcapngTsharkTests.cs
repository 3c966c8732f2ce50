using System.Diagnostics;
using System.Globalization;
using Conformance.Harness.Driving;
using Conformance.Harness.Mutation;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Tests.Mutants;
using Trace = Conformance.Harness.Tracing.Trace;

namespace Conformance.Tests.Harness.Tracing;

/// <summary>
/// The independent reader: every message of the suite's own client and core is dissected by Wireshark's, where that is
/// installed; a CI that lacks it fails. What it calls malformed or warns of fails as well. Mutants are not held to this.
/// </summary>
internal sealed class PcapngTsharkTests
{
    /// <summary>What is printed of each packet: the text is empty where the packet has no such field.</summary>
    private static readonly string[] Fields =
    [
        "frame.comment", "sip", "sip.Request-Line", "sip.Status-Line", "msrp.request.line", "msrp.response.line", "_ws.malformed", "_ws.expert.severity", "_ws.expert.message", "tcp.analysis.flags", "ip.checksum.status", "udp.checksum.status", "tcp.checksum.status",
    ];

    /// <summary>Stands between the values of a field that a packet has more than once.</summary>
    private const char Separator = '|';

    /// <summary>What tshark calls a checksum that is right.</summary>
    private const string Good = "1";

    /// <summary>Where the reader is wrong or tells of no fault: what begins so and ends so. One that is not met any more fails.</summary>
    private static readonly (string Begin, string End)[] Limits =
    [
        // On a stream it does not find a Content-Length with white space before its colon or a fold behind it, nor one of
        // compact name (RFC 3261 sections 7.3.1 and 7.3.3), and takes the rest of the body for something else.
        ("compact-names/", ": octets that are no message"),
        ("upper-case-compact-names/", ": octets that are no message"),
        ("folded-behind-the-colon/", ": octets that are no message"),
        ("folded-with-tabs/", ": octets that are no message"),
        ("spaces-about-the-colon/", ": octets that are no message"),

        // Its XML reader knows no CDATA section (XML 1.0 section 2.7).
        ("comments-and-instructions/", ": Unrecognized text"),

        // A reset is what the sample and a scenario have to show, and what it calls an image is none.
        ("sample ", ": Connection reset (RST)"),
        ("messages-refused ", ": Connection reset (RST)"),
        ("sample ", ": Trailing stray characters"),
    ];

    [Test]
    public async Task Wireshark_finds_every_message_once_and_nothing_wrong()
    {
        IgnoreWithoutTshark();

        await ExpectNoProblems([("sample", Recorded), .. ReferenceRun.Traces.Select(it => (it.Scenario, it))]);
    }

    /// <summary>The legal variants, each through a chat with one user and one with two.</summary>
    [Test]
    public async Task Wireshark_finds_nothing_wrong_with_a_legal_variant()
    {
        IgnoreWithoutTshark();
        var chats = new[] { OneToOneChat.Scenario, ScenarioCatalogue.Named("ad-hoc-chat-two-users") };
        var traces = LegalVariantTests.All.SelectMany(
            variant => LegalVariantTests.Drive(variant, chats),
            (variant, run) => ($"{variant}/{run.Scenario}", run.Trace));

        await ExpectNoProblems([.. traces]);
    }

    /// <summary>A capture shows in clear what TLS has protected on its way.</summary>
    [Test]
    public async Task Wireshark_reads_what_went_over_TLS()
    {
        IgnoreWithoutTshark();
        var chats = new[] { OneToOneChat.Scenario, ScenarioCatalogue.Named("ad-hoc-chat-two-users") };
        var runs = MemorySuite.Run(() => Tamper.None, chats, transport: "tls");

        Assert.That(runs.SelectMany(it => it.Trace.Messages).Select(it => it.Transport), Has.All.EqualTo(Transport.Tls));
        Assert.That(await Problems([.. runs.Traces().Select(it => (it.Scenario, it))]), Is.Empty);
    }

    [Test]
    public async Task Wireshark_misses_a_message_that_is_none()
    {
        IgnoreWithoutTshark();
        var runs = MemorySuite.Run(() => new Tamper { Send = it => it.Protocol == WireProtocol.Sip ? [it with { Octets = "no message\r\n\r\n"u8.ToArray() }] : [it] }, [OneToOneChat.Scenario]);

        Assert.That(await Problems([.. runs.Traces().Select(it => (it.Scenario, it))]), Does.Contain("one-to-one-chat event 2: read 0 times as Sip"));
    }

    private static void IgnoreWithoutTshark()
    {
        if (!IsInstalled())
        {
            const string Missing = "tshark not found: pcapng not cross-checked";
            Assert.That(Environment.GetEnvironmentVariable("CI"), Is.Not.EqualTo("true"), Missing);
            Assert.Ignore(Missing);
        }
    }

    private static async Task ExpectNoProblems(IReadOnlyList<(string Name, Trace Trace)> traces)
    {
        var problems = await Problems(traces);
        var limits = Limits.Where(limit => traces.Any(it => $"{it.Name} ".StartsWith(limit.Begin, StringComparison.Ordinal))).ToList();

        Assert.That(string.Join('\n', problems.Where(it => !limits.Exists(limit => IsMet(limit, it)))), Is.Empty);
        Assert.That(limits.Where(limit => !problems.Any(it => IsMet(limit, it))), Is.Empty, "the reader has no such limit any more");

        static bool IsMet((string Begin, string End) limit, string problem) =>
            problem.StartsWith(limit.Begin, StringComparison.Ordinal) && problem.EndsWith(limit.End, StringComparison.Ordinal);
    }

    /// <summary>What the reader finds wrong. All in one capture, since it takes longer to start than to read a scenario.</summary>
    private static async Task<IReadOnlyList<string>> Problems(IReadOnlyList<(string Name, Trace Trace)> traces)
    {
        var merged = new MergedTrace(traces);
        var packets = await Packets(merged.Whole);
        var read = packets
            .SelectMany(packet => packet.Read, (packet, protocol) => (packet.EventNumber, Protocol: protocol))
            .CountBy(it => it)
            .ToDictionary();
        return
        [
            .. packets.SelectMany(packet => packet.Problems(), (packet, problem) => $"{merged.NameOf(packet.EventNumber)}: {problem}"),
            .. packets.Where(it => it["sip"].Length > 0 && !it.Read.Any() && !IsKeepAlive((WireMessage)merged.Whole.Events[it.EventNumber - 1]))
                .Select(it => $"{merged.NameOf(it.EventNumber)}: octets that are no message"),
            .. merged.Whole.Messages
                .Select(it => (it.Number, it.Protocol, Expected: IsKeepAlive(it) ? 0 : 1, Count: read.GetValueOrDefault((it.Number, it.Protocol))))
                .Where(it => it.Count != it.Expected)
                .Select(it => $"{merged.NameOf(it.Number)}: read {it.Count} times as {it.Protocol}"),
        ];
    }

    /// <summary>Line ends or nothing keep a flow alive (RFC 5626 section 3.5.1); where line ends stand before a message on a stream, Wireshark takes the segment for that too.</summary>
    private static bool IsKeepAlive(WireMessage message) => message.Octets.IsEmpty || message.Octets.Span[0] == '\r';

    /// <summary>A packet as tshark printed it, by field.</summary>
    private sealed class Packet(string[] values)
    {
        private const string Comment = "trace event ";

        /// <summary>What tshark calls the severity of what it warns of; an error has a greater number, a note a smaller.</summary>
        private const int Warning = 0x600000;

        public string this[string field] => values[Array.IndexOf(Fields, field)];

        public int EventNumber => int.Parse(this["frame.comment"][Comment.Length..], CultureInfo.InvariantCulture);

        /// <summary>The messages that it was read as: those whose start line was.</summary>
        public IEnumerable<WireProtocol> Read =>
        [
            .. (this["sip.Request-Line"] + this["sip.Status-Line"]).Length > 0 ? [WireProtocol.Sip] : (WireProtocol[])[],
            .. (this["msrp.request.line"] + this["msrp.response.line"]).Length > 0 ? [WireProtocol.Msrp] : (WireProtocol[])[],
        ];

        public IEnumerable<string> Problems() =>
        [
            .. this["_ws.expert.severity"].Split(Separator).Zip(this["_ws.expert.message"].Split(Separator))
                .Where(it => it.First.Length > 0 && int.Parse(it.First, CultureInfo.InvariantCulture) >= Warning)
                .Select(it => it.Second),
            .. new[] { "_ws.malformed", "tcp.analysis.flags" }.Where(it => this[it].Length > 0),
            .. this["ip.checksum.status"] is "" or Good ? [] : (string[])["checksum of IP"],
            .. this["udp.checksum.status"] + this["tcp.checksum.status"] is Good ? [] : (string[])["checksum of UDP or TCP"],
        ];
    }

    /// <summary>The sample, and SIP over a connection whose opening was not recorded, in more than one segment.</summary>
    private static Trace Recorded { get; } = SampleTrace.Of(
        "tshark",
        [
            .. SampleTrace.Whole.Events.SkipLast(1),
            SampleTrace.SipOverTcp(28, 4, Direction.FromClient, SampleTrace.Sip($"OPTIONS sip:im.example;x={new string('x', 2000)} SIP/2.0")),
            SampleTrace.SipOverTcp(29, 4, Direction.ToClient, SampleTrace.Sip("SIP/2.0 200 OK")),
        ]);

    private static bool IsInstalled() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(it => (string[])[Path.Combine(it, "tshark"), Path.Combine(it, "tshark.exe")])
            .Any(File.Exists);

    /// <summary>Which port speaks what, by what was recorded there; and checksums held against their octets.</summary>
    private static IEnumerable<string> Options(Trace trace) =>
    [
        .. trace.Messages
            .Select(it => $"{(it.Transport == Transport.Udp ? "udp" : "tcp")}.port=={it.Core.Port},{(it.IsSip ? "sip" : "msrp")}")
            .Distinct()
            .SelectMany(it => (string[])["-d", it]),
        "-o", "ip.check_checksum:TRUE",
        "-o", "udp.check_checksum:TRUE",
        "-o", "tcp.check_checksum:TRUE",
    ];

    private static async Task<List<Packet>> Packets(Trace trace)
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var stream = File.Create(file))
            {
                Pcapng.Write(stream, trace, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
            }

            var lines = await Tshark(["-n", "-r", file, .. Options(trace), "-T", "fields", "-E", $"aggregator={Separator}", .. Fields.SelectMany(it => (string[])["-e", it])]);
            return [.. lines.Select(it => new Packet(it.Split('\t')))];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string[]> Tshark(string[] arguments)
    {
        using var tshark = Process.Start(new ProcessStartInfo("tshark", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = tshark.StandardError.ReadToEndAsync();
        var output = await tshark.StandardOutput.ReadToEndAsync();
        await tshark.WaitForExitAsync();
        Assert.That(tshark.ExitCode, Is.Zero, await errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
