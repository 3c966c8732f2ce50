using System.Text.Json.Nodes;
using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Judging;
using Conformance.Harness.Reporting;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;

namespace Conformance.Tests.Suite;

/// <summary>A client that does nothing passes nothing: every scenario is driven, over memory, with each of them.</summary>
public class NullClientTests
{
    private static readonly Dictionary<string, Func<ILineChannel>> Clients = new()
    {
        ["is silent"] = () => new NullChannel((_, _, _) => { }),
        ["crashes at start"] = () => new NullChannel(start: (_, ended) => ended("the process ended with exit code 134")),
        ["crashes at its first request"] = () => new NullChannel((_, _, ended) => ended("the process ended with exit code 139")),
        ["answers nonsense"] = () => new NullChannel((_, line, _) => line("Segmentation fault (core dumped)")),
        ["echoes"] = () => new NullChannel((request, line, _) => line(request)),
        ["lacks every verb"] = () => new NullChannel((request, line, _) => line(Answer(request, "error", """{ "code": -32601, "message": "no such method" }"""))),
        ["fails every verb"] = () => new NullChannel((request, line, _) => line(Answer(request, "error", """{ "code": -32000, "message": "out of order" }"""))),
        ["says that it registered and never does"] = () => new NullChannel((request, line, _) => line(Answer(request, "result", Obliging(request)))),
    };

    private static IEnumerable<TestCaseData> Names() => Clients.Keys.Select(it => new TestCaseData(it).SetArgDisplayNames(it));

    [TestCaseSource(nameof(Names))]
    public void Passes_nothing_and_exits_3(string name)
    {
        var runner = new ScenarioRunner(ClientProfile.BuiltIn, "udp", (_, _) => Clients[name]());
        var runs = ScenarioCatalogue.All.Select(it => runner.Run(it, ScenarioEnvironment.Memory(), 1)).ToList();
        var judgements = Judge.All(Catalogue.Requirements, runs.Traces());
        var report = new RunReport(
            new ClientInfo(name, "0", ""),
            "embedded",
            "udp",
            null,
            1,
            default,
            default,
            [.. runs.Select(it => new ScenarioResult(it.Scenario.Name, 0, it.Outcome.Kind.ToString()))],
            Catalogue.Requirements,
            judgements,
            ExpectationReview.Of(judgements, [], new HashSet<string>(), default, "udp", isWhole: true),
            IsStrict: false);

        Assert.That(runs.Select(it => it.Outcome.Kind), Has.All.EqualTo(OutcomeKind.Interrupted), runs[0].Outcome.Reason);
        Assert.That(judgements.Where(it => it.Verdict == Verdict.Pass).Select(it => it.Requirement.Id), Is.Empty);
        Assert.That(judgements.Where(it => it.Verdict == Verdict.Fail).Select(it => it.Requirement.Id), Is.Empty);
        Assert.That(report.ExitCode, Is.EqualTo(ExitCode.NothingProven));
    }

    private static string Answer(string request, string member, string json) => new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = JsonNode.Parse(request)!["id"]!.DeepClone(),
        [member] = JsonNode.Parse(json),
    }.ToJsonString();

    /// <summary>What the contract asks of each answer, with nothing behind it.</summary>
    private static string Obliging(string request) => JsonNode.Parse(request)!["method"]!.GetValue<string>() switch
    {
        "initialize" => """{ "contract": 1, "name": "liar", "version": "0", "verbs": ["register", "startChat", "describeChat"] }""",
        "startChat" => """{ "chat": "1" }""",
        "describeChat" => """{ "state": "up" }""",
        _ => "{}",
    };

    /// <summary>Answers each line as told, at once.</summary>
    private sealed class NullChannel(
        Action<string, Action<string>, Action<string>>? answer = null,
        Action<Action<string>, Action<string>>? start = null) : ILineChannel
    {
        private Action<string> _line = _ => { };
        private Action<string> _ended = _ => { };

        public string Unfinished => "";

        public void Start(Action<string> line, Action<string> ended)
        {
            (_line, _ended) = (line, ended);
            start?.Invoke(line, ended);
        }

        public void Send(string line) => answer?.Invoke(line, _line, _ended);

        public Task CloseAsync(TimeSpan limit) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
