using System.Diagnostics;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Tests.Mutants;
using Trace = Conformance.Harness.Tracing.Trace;

namespace Conformance.Tests.Harness.Tracing;

/// <summary>Holds the captures against Wireshark's own reader, where it is installed; a CI that lacks it fails.</summary>
internal sealed class PcapngTsharkTests
{
    /// <summary>What is printed of each packet: the text is empty where the packet has no such field.</summary>
    private static readonly string[] Fields =
    [
        "sip", "msrp", "_ws.malformed", "tcp.analysis.flags", "ip.checksum.status", "udp.checksum.status", "tcp.checksum.status", "frame.comment",
    ];

    /// <summary>What tshark calls a checksum that is right.</summary>
    private const string Good = "1";

    private static IEnumerable<TestCaseData> Traces() => ReferenceRun.Traces.Prepend(Recorded)
        .Select(it => new TestCaseData(it).SetArgDisplayNames(it.Scenario));

    [TestCaseSource(nameof(Traces))]
    public async Task Wireshark_finds_every_message_once_and_nothing_wrong(Trace trace)
    {
        if (!IsInstalled())
        {
            const string Missing = "tshark not found: pcapng not cross-checked";
            Assert.That(Environment.GetEnvironmentVariable("CI"), Is.Not.EqualTo("true"), Missing);
            Assert.Ignore(Missing);
        }

        var packets = await Packets(trace);

        Assert.Multiple(() =>
        {
            // Where line ends stand before a message on a stream, Wireshark takes the segment for a keep-alive (RFC 5626 section 3.5.1).
            Assert.That(Present(packets, "sip"), Has.Count.EqualTo(trace.Messages.Count(it => it.IsSip && it.Octets.Span[0] != '\r')));
            Assert.That(Present(packets, "msrp"), Has.Count.EqualTo(trace.Messages.Count(it => it.IsMsrp)));
            Assert.That(Present(packets, "_ws.malformed"), Is.Empty);
            Assert.That(Present(packets, "tcp.analysis.flags"), Is.Empty);
            Assert.That(Present(packets, "ip.checksum.status"), Is.Not.Empty.And.All.EqualTo(Good));
            Assert.That(
                Present(packets, "udp.checksum.status").Concat(Present(packets, "tcp.checksum.status")),
                Has.Exactly(packets.Count).Items.And.All.EqualTo(Good));
            Assert.That(Present(packets, "frame.comment"), Has.Count.EqualTo(packets.Count).And.All.StartsWith("trace event "));
        });
    }

    private static List<string> Present(List<string[]> packets, string field) =>
        [.. packets.Select(it => it[Array.IndexOf(Fields, field)]).Where(it => it.Length > 0)];

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

    private static async Task<List<string[]>> Packets(Trace trace)
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var stream = File.Create(file))
            {
                Pcapng.Write(stream, trace, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
            }

            var lines = await Tshark(["-n", "-r", file, .. Options(trace), "-T", "fields", .. Fields.SelectMany(it => (string[])["-e", it])]);
            return [.. lines.Select(it => it.Split('\t'))];
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
