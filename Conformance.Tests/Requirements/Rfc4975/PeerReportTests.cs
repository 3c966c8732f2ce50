using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Requirements.Rfc4975;

/// <summary>REPORTs of a client, and what is undecided of a client's answers when a scenario is cut short.</summary>
internal sealed class PeerReportTests
{
    private const string Form = "RFC4975-7.1.2-1";
    private const string OneWay = "RFC4975-8.9-1";
    private const string Message = "peer-message-001";
    private const string Capitals = "MSRP://192.0.2.2:2855/9di4ea6ymnnx9kgd;TCP";
    private const string OtherId = "msrp://192.0.2.2:2855/9di4ea6ymnnx9kgdx;tcp";

    private static readonly (string Name, string Value) Wanted = ("Success-Report", "yes");

    private static PeerMessageTraces Chat => new();

    [TestCase("Message-ID|Byte-Range|Status", 0, Verdict.Pass)]
    [TestCase("Status|X-Foo|Message-ID", 0, Verdict.Pass, Description = "any order, extensions, and no Byte-Range")]
    [TestCase("Message-ID|Byte-Range|Status", 10240, Verdict.Pass)]
    [TestCase("Message-ID|Byte-Range|Status", 10241, Verdict.Fail)]
    [TestCase("Message-ID|Byte-Range", 0, Verdict.Fail)]
    [TestCase("Byte-Range|Status", 0, Verdict.Fail)]
    [TestCase("Message-ID|Status|Success-Report", 0, Verdict.Fail)]
    [TestCase("Message-ID|Status|Failure-Report", 0, Verdict.Fail)]
    public void Report_has_its_form(string names, int length, Verdict verdict) => Assert.That(
        Chat.PeerSends(200, fields: Wanted).ClientReports(length, [.. names.Split('|').Select(it => (it, Value(it)))]).By(Form),
        Is.EqualTo(verdict));

    [Test]
    public void Direction_keeps_no_report_back() => Assert.Multiple(() =>
    {
        Assert.That(Listening().PeerSends(200, fields: Wanted).ClientReports(Message, "000 200 OK").By(OneWay), Is.EqualTo(Verdict.Pass));
        Assert.That(Listening().PeerSends(200, fields: Wanted).Passes(31).Does(new Deregister()).By(OneWay), Is.EqualTo(Verdict.Fail));
        Assert.That(Listening().PeerSends(200, fields: Wanted).ClientReports("another-message", "000 200 OK").Passes(31).Does(new Deregister()).By(OneWay), Is.EqualTo(Verdict.Fail), "that was about another message");
        Assert.That(Listening().PeerSends(200, fields: Wanted).By(OneWay, "cut short"), Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Listening().PeerSends(200).By(OneWay), Is.EqualTo(Verdict.Inconclusive), "no report is asked for");
        Assert.That(Chat.PeerSends(200, fields: Wanted).By(OneWay), Is.EqualTo(Verdict.Inconclusive), "both may speak");
    });

    [Test]
    public void Answer_that_may_yet_come_is_undecided_in_a_scenario_that_was_cut_short() => Assert.Multiple(() =>
    {
        Assert.That(Cut(Chat.PeerSends(0, to: Capitals), "RFC4975-6.1-1"), Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Cut(Chat.PeerSends(0, type: "application/x-foo"), "RFC4975-7.3.1-1"), Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Cut(Chat.PeerAsks("UNHEARD", 0), "RFC4975-12-1"), Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Cut(Chat.PeerSends(200, range: "1-9/1000000000000", flag: '+', message: "peer-message-big").PeerSends(0), "RFC4975-14.5-1"), Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Cut(Chat.PeerSends(200, "world", "chunked", "7-11/11").PeerSends(200, "Hello ", "chunked", "1-6/11", '+').Shows(), "RFC4975-7.3.1-2"), Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Cut(Chat.PeerSends(200, "Hi", "repeated").Shows("Hi").PeerSends(0, "Hi", "repeated"), "RFC4975-5.4-4"), Is.EqualTo(Verdict.Inconclusive));
        Assert.That(Cut(Chat.PeerAsks("REPORT", 0, [("Message-ID", "client-message-01"), ("Status", "000 200 OK")]), Form), Is.EqualTo(Verdict.Inconclusive));
    });

    [TestCase(29, Verdict.Inconclusive)]
    [TestCase(31, Verdict.Fail)]
    public void Answer_that_nobody_waits_for_any_longer_fails_though_the_scenario_was_cut_short(double seconds, Verdict verdict) => Assert.Multiple(() =>
    {
        Assert.That(Cut(Chat.PeerSends(0, to: OtherId).Passes(seconds).Does(new EndChat("chat-1")), "RFC4975-7.3-1"), Is.EqualTo(verdict));
        Assert.That(Cut(Chat.PeerAsks("UNHEARD", 0).Passes(seconds).Does(new EndChat("chat-1")), "RFC4975-12-1"), Is.EqualTo(verdict));
        Assert.That(Cut(Chat.PeerSends(0, type: "application/x-foo").Passes(seconds).Does(new EndChat("chat-1")), "RFC4975-7.3.1-1"), Is.EqualTo(verdict));
    });

    [Test]
    public void Breach_that_was_seen_fails_though_the_scenario_was_cut_short() => Assert.Multiple(() =>
    {
        Assert.That(Cut(Chat.PeerSends(200, to: OtherId), "RFC4975-7.3-1"), Is.EqualTo(Verdict.Fail));
        Assert.That(Cut(Chat.PeerSends(200, fields: ("Failure-Report", "no")), "RFC4975-7.1.4-1"), Is.EqualTo(Verdict.Fail));
        Assert.That(Cut(Chat.PeerSends(200, "Hi", "repeated").PeerSends(200, "Hi", "repeated").Shows("Hi", "Hi"), "RFC4975-5.4-4"), Is.EqualTo(Verdict.Fail));
    });

    private static PeerMessageTraces Listening() => new(direction: "sendonly");

    private static Verdict Cut(PeerMessageTraces trace, string id) => trace.By(id, "cut short");

    private static string Value(string name) => name switch
    {
        "Message-ID" => Message,
        "Byte-Range" => "1-8/8",
        "Status" => "000 200 OK",
        _ => "yes",
    };
}
