using System.Net;
using System.Net.Sockets;
using System.Text;
using Conformance.Harness.Core.Control;
using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;
using Conformance.Tests.Harness.Core.Control;

namespace Conformance.Tests.Harness.Driving;

/// <summary>A core behind its control serves a scenario as one in this process does.</summary>
public sealed class RemoteCoreTests
{
    private static readonly IPEndPoint Anywhere = new(IPAddress.Loopback, 0);

    /// <summary>Short ones in which the peer acts by itself, speaks over MSRP and is redirected, and one that is cancelled.</summary>
    private static readonly string[] Names = ["one-to-one-chat", "one-to-one-chat-peer-ends", "ad-hoc-chat-maximum", "ad-hoc-invitation-cancelled", "ad-hoc-invitation-redirected", "ad-hoc-invitations-refused"];

    private static IEnumerable<Scenario> Scenarios => ScenarioCatalogue.All.Where(it => Names.Contains(it.Name));

    [TestCase("udp", null)]
    [TestCase("tcp", null)]
    [TestCase("tls", null)]
    [TestCase("udp", "127.0.0.1", TestName = "Published_ports_over_udp")]
    [TestCase("tls", "127.0.0.1", TestName = "Published_ports_over_tls")]
    public async Task Verdicts_are_those_of_a_core_in_this_process(string transport, string? advertised)
    {
        await using var core = await HostedCores.StartAsync(advertised);

        var there = Scenarios.Select(it => Drive(it, ScenarioEnvironment.Remote(core.Cores, isRenamed: true), transport)).ToList();

        var here = MemorySuite.Run(() => Tamper.None, [.. Scenarios], transport: transport);
        Assert.That(there.Select(it => it.Outcome), Has.All.EqualTo(ScenarioOutcome.Completed));
        Assert.That(Verdicts(there.Traces()), Is.EqualTo(Verdicts(here.Traces())));
    }

    [Test]
    public async Task Events_stand_in_the_trace_in_the_order_of_their_times()
    {
        await using var core = await HostedCores.StartAsync(null);

        var run = Drive(Scenarios.First(), ScenarioEnvironment.Remote(core.Cores, isRenamed: true), "udp");

        Assert.That(run.Trace.Events.Select(it => it.At), Is.Ordered);
        Assert.That(run.Trace.Events.Select(it => it.Number), Is.EqualTo(Enumerable.Range(1, run.Trace.Events.Count)));
    }

    /// <summary>What was proven until then stays proven; what is missing behind it is no fault of the client.</summary>
    [Test]
    public async Task A_core_that_is_lost_interrupts_the_scenario()
    {
        await using var core = await HostedCores.StartAsync(null);
        var cut = ScenarioCatalogue.All.First(it => it.Name == "one-to-one-chat") with
        {
            Script = async user =>
            {
                await user.StartChatAsync(user.Address("bob"));
                await core.StopAsync();
                await user.AwaitAsync(_ => false, 0, TimeSpan.FromMinutes(1));
            },
        };

        var run = Drive(cut, ScenarioEnvironment.Remote(core.Cores, isRenamed: true), "udp");

        Assert.That(run.Outcome.Kind, Is.EqualTo(OutcomeKind.Interrupted));
        Assert.That(run.Outcome.Problem, Is.TypeOf<CoreUnavailableException>());
        Assert.That(run.Trace.Interruption, Does.StartWith("the core was lost: "));
        Assert.That(Judge.All(Catalogue.Requirements, [run.Trace]).Select(it => it.Verdict), Has.None.GreaterThan(Verdict.Inconclusive).And.Some.EqualTo(Verdict.Pass));
    }

    [Test]
    public void Where_nobody_answers_it_is_said_what_to_start()
    {
        var problem = Assert.ThrowsAsync<CoreUnavailableException>(() => RemoteCores.ConnectAsync(new Uri("http://127.0.0.1:1"), null));

        Assert.That(problem.Message, Does.StartWith("no core answers at http://127.0.0.1:1/: ").And.EndWith("; start one with 'core --control'"));
        Assert.That(problem.IsGone, Is.True);
    }

    [TestCase("""{"contract":2,"build":"BUILD","subscribers":0,"unattributed":0}""", "the core at URL is of build BUILD, this program of BUILD: use the same for both")]
    [TestCase("""{"contract":1,"build":"0.0.1","subscribers":0,"unattributed":0}""", "the core at URL is of build 0.0.1, this program of BUILD: use the same for both")]
    [TestCase("""{"status":"UP"}""", "what answers at URL is no core of this program; see 'core --control'")]
    [TestCase("<html>", "what answers at URL is no core of this program; see 'core --control'")]
    public async Task Another_server_than_a_core_of_this_build_is_refused(string answer, string problem)
    {
        using var listener = new TcpListener(Anywhere);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}/";
        var served = ServeAsync(listener, answer.Replace("BUILD", ControlContract.Build, StringComparison.Ordinal));

        var refusal = Assert.ThrowsAsync<CoreUnavailableException>(() => RemoteCores.ConnectAsync(new Uri(url), null));
        await served;

        Assert.That(refusal.Message, Is.EqualTo(problem.Replace("URL", url, StringComparison.Ordinal).Replace("BUILD", ControlContract.Build, StringComparison.Ordinal)));
        Assert.That(refusal.IsGone, Is.False);
    }

    [Test]
    public void Each_behaviour_of_a_scenario_can_be_had_by_its_name() =>
        Assert.That(ScenarioCatalogue.All.Where(it => !Conformance.Harness.Core.Provocations.Behaviours.All.Contains(it.Behaviour)), Is.Empty);

    private static async Task ServeAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        _ = await stream.ReadAsync(new byte[4096]);
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n\r\n{answer}"));
    }

    private static ScenarioRun Drive(Scenario scenario, ScenarioEnvironment environment, string transport) => new ScenarioRunner(
        ClientProfile.BuiltIn,
        transport,
        (_, at) => new MemoryChannel(at.Loop, at.ClientNetwork, InProcess.ReferenceClient(at.Client, scenario.Name.Length, Tamper.None, ClientTimers.Usual))).Run(scenario, environment, 1);

    private static IEnumerable<string> Verdicts(IReadOnlyList<Trace> traces) =>
        Judge.All(Catalogue.Requirements, traces).Select(it => $"{it.Requirement.Id} {it.Verdict}");
}
