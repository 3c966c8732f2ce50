using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Tests.Harness.Driving.Contract;

namespace Conformance.Tests.Harness.Driving;

public sealed class ScenarioRunnerTests
{
    private const string Error = """{"jsonrpc":"2.0","id":ID,"error":{"code":-32000,"message":"no licence"}}""";
    private const string Unsupported = """{"jsonrpc":"2.0","id":ID,"error":{"code":-32601,"message":"no such method"}}""";

    private static readonly Scenario Chat = new("chat", "a chat with one user", Behaviours.Usual, async user =>
    {
        if (await user.StartChatAsync(user.Address("bob")) is { } chat)
        {
            await user.AwaitAnswerAsync(chat);
            await user.DescribeAsync(chat);
            await user.EndChatAsync(chat);
        }
    });

    private InterceptedChannel? _channel;

    [Test]
    public void Scenario_driven_to_its_end_is_completed_and_its_trace_tells_all()
    {
        var run = Run(Chat, "none");

        Assert.That(run.Outcome, Is.EqualTo(ScenarioOutcome.Completed), run.Outcome.Problem?.ToString());
        Assert.That((run.Trace.Scenario, run.Trace.Interruption), Is.EqualTo(("chat", (string?)null)));
        Assert.That(run.Trace.Provisioning.CoreUri, Is.EqualTo("sip:192.0.2.1:5060;transport=udp;lr"));
        Assert.That(run.Trace.Actions.Select(it => it.Request.GetType().Name), Is.EqualTo(
            new[] { "Register", "StartChat", "DescribeChat", "EndChat", "Deregister" }));
        Assert.That(run.Trace.Attempts().Single().Description?.State, Is.EqualTo("up"));
        Assert.That(run.Trace.Events.Select(it => it.Number), Is.EqualTo(Enumerable.Range(1, run.Trace.Events.Count)));
        Assert.That(run.Duration, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void Answer_is_recorded_after_its_action_and_before_what_follows_it()
    {
        var run = Run(Chat, "none");

        var started = run.Trace.Events.Single(it => it is ClientReport { Report: ChatStarted });
        Assert.That(((ChatStarted)((ClientReport)started).Report).Action, Is.LessThan(started.Number));
        Assert.That(started.Number, Is.LessThan(run.Trace.Events.First(it => it is ClientReport { Report: ChatEstablished }).Number));
    }

    [TestCase("initialize", Error, "the client could not be initialised: no licence")]
    [TestCase("initialize", Unsupported, "the client could not be initialised: it lacks the verb")]
    [TestCase("initialize", ScriptedChannel.Crash, "the client ended with exit code 3")]
    [TestCase("initialize", "Welcome to Acme!", "a line that is not a JSON object: 'Welcome to Acme!'")]
    [TestCase("initialize", null, "no answer to initialize within 10 s")]
    [TestCase("register", Error, "the client could not register: no licence")]
    [TestCase("register", ScriptedChannel.Crash, "the client ended with exit code 3")]
    [TestCase("register", null, "no answer to register within 5 s")]
    [TestCase("register", ScriptedChannel.Done, "no REGISTER of the client was accepted (user action 1)")]
    [TestCase("register", Unsupported, "no REGISTER of the client was accepted (user action 1)")]
    public void Client_that_is_not_registered_is_asked_for_no_chat(string verb, string? line, string reason)
    {
        var run = Run(Chat, verb, line);

        Assert.That((run.Outcome.Kind, run.Outcome.Reason), Is.EqualTo((OutcomeKind.Interrupted, reason)));
        Assert.That(run.Trace.Interruption, Is.EqualTo(reason));
        Assert.That(run.Trace.Actions.Select(it => it.Request).OfType<StartChat>(), Is.Empty);
        Assert.That(_channel!.IsDisposed);
    }

    [TestCase("startChat", ScriptedChannel.Crash, "the client ended with exit code 3")]
    [TestCase("describeChat", ScriptedChannel.Crash, "the client ended with exit code 3")]
    [TestCase("describeChat", """{"jsonrpc":"2.0","id":ID,"result":{"state":1}}""", "answer to describeChat: state is not a string: '{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{\"state\":1}}'")]
    [TestCase("endChat", null, "no answer to endChat within 5 s")]
    [TestCase("deregister", ScriptedChannel.Crash, "the client ended with exit code 3")]
    public void Client_that_fails_later_interrupts_the_scenario(string verb, string? line, string reason)
    {
        var run = Run(Chat, verb, line);

        Assert.That((run.Outcome.Kind, run.Trace.Interruption), Is.EqualTo((OutcomeKind.Interrupted, reason)));
        Assert.That(run.Trace.Reports.OfType<ClientFault>(), Is.EqualTo(new[] { new ClientFault(reason) }));
        Assert.That(_channel!.IsDisposed);
    }

    [Test]
    public void Crash_ends_a_wait_at_once()
    {
        var waiting = Chat with { Script = user => user.AwaitAsync(_ => false, user.Now, TimeSpan.FromHours(1)) };

        var run = Run(waiting, "register", ScriptedChannel.Crash);

        Assert.That(run.Outcome.Kind, Is.EqualTo(OutcomeKind.Interrupted));
        Assert.That(run.Duration, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [TestCase("describeChat")]
    [TestCase("endChat")]
    [TestCase("deregister")]
    public void Verb_that_the_client_lacks_is_reported_and_the_script_goes_on(string verb)
    {
        var run = Run(Chat, verb, Unsupported);

        Assert.That(run.Outcome, Is.EqualTo(ScenarioOutcome.Completed));
        Assert.That(run.Trace.Reports.OfType<Unsupported>().Count(), Is.EqualTo(1));
        Assert.That(run.Trace.Actions.Last().Request, Is.TypeOf<Deregister>());
    }

    [Test]
    public void Time_out_of_a_wait_is_no_verdict()
    {
        var seen = new List<TraceEvent?>();
        var patient = Chat with { Script = async user => seen.Add(await user.AwaitAsync(_ => false, 0)) };

        var run = Run(patient, "none");

        Assert.That(run.Outcome, Is.EqualTo(ScenarioOutcome.Completed));
        Assert.That(seen, Is.EqualTo(new TraceEvent?[] { null }));
        Assert.That(run.Duration, Is.EqualTo(ClientProfile.BuiltIn.Ixit.AnswerWait).Within(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void Event_recorded_before_the_wait_is_found()
    {
        var seen = new List<TraceEvent?>();
        var late = Chat with { Script = async user => seen.Add(await user.AwaitAsync(it => it is UserAction { Request: Register }, 0)) };

        var run = Run(late, "none");

        Assert.That(seen.Single()?.Number, Is.EqualTo(1));
        Assert.That(run.Duration, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    /// <summary>Judges take what comes within T1 (500 ms) for under way: a quiet period that is not clearly longer shows them nothing.</summary>
    [TestCase("500ms", 600)]
    [TestCase("2s", 2000)]
    public void Quiet_runs_its_length_but_clearly_more_than_T1(string quiet, int milliseconds)
    {
        var client = ClientProfile.Parse("client.json", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(ClientProfile.BuiltIn.Json.Span).Replace("500ms", quiet, StringComparison.Ordinal)));
        var waits = Chat with { Script = user => user.QuietAsync() };

        var run = MemorySuite.Run(() => Tamper.None, [waits], profile: client).Single();

        Assert.That(run.Duration, Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)).Within(TimeSpan.FromMilliseconds(100)));
    }

    [Test]
    public void Client_is_up_once_it_has_registered_and_before_its_chat()
    {
        var told = new List<string>();
        var script = Chat with { Script = async user => told.Add(await user.StartChatAsync(user.Address("bob")) is null ? "no chat" : "chat") };
        var runner = new ScenarioRunner(ClientProfile.BuiltIn, "udp", (_, at) => new MemoryChannel(at.Loop, at.ClientNetwork, InProcess.ReferenceClient(at.Client, 2, Tamper.None, ClientTimers.Usual)));

        runner.Run(script, ScenarioEnvironment.Memory() with { ClientIsUp = () => told.Add("up") }, seed: 1);

        Assert.That(told, Is.EqualTo(new[] { "up", "chat" }));
    }

    /// <summary>A notification of which nobody knows what it says is no word that the client has given up after the challenge.</summary>
    [Test]
    public void Client_that_tells_its_user_all_the_time_is_waited_for_like_any_other()
    {
        var challenged = Chat with { Behaviour = Behaviours.Challenges };
        var runner = new ScenarioRunner(ClientProfile.BuiltIn, "udp", (_, at) => new MemoryChannel(at.Loop, at.ClientNetwork, (loop, network, send) =>
        {
            void Tell()
            {
                send(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "userNotified", ["params"] = new JsonObject { ["kind"] = "typing", ["text"] = "…" } });
                loop.After(TimeSpan.FromMilliseconds(50), Tell);
            }

            Tell();
            return InProcess.ReferenceClient(at.Client, 2, Tamper.None, ClientTimers.Usual)(loop, network, send);
        }));

        var run = runner.Run(challenged, LateNetwork.OfInvites(TimeSpan.FromMilliseconds(200)), seed: 1);

        Assert.That(run.Trace.Attempts().Single().Description?.State, Is.EqualTo("up"));
    }

    [Test]
    public void Bug_of_the_harness_is_an_error_and_takes_the_client_down()
    {
        var broken = Chat with { Script = _ => throw new InvalidOperationException("a bug") };

        var run = Run(broken, "none");

        Assert.That((run.Outcome.Kind, run.Outcome.Reason), Is.EqualTo((OutcomeKind.Error, "harness error: a bug")));
        Assert.That(run.Outcome.Problem, Is.TypeOf<InvalidOperationException>());
        Assert.That(run.Trace.Interruption, Is.EqualTo("harness error: a bug"));
        Assert.That(run.Trace.Actions, Is.Not.Empty);
        Assert.That(_channel!.IsDisposed);
    }

    [Test]
    public void Address_of_the_core_that_is_taken_is_an_error()
    {
        var environment = ScenarioEnvironment.Memory();
        using var other = environment.CoreNetwork.BindDatagram(environment.Core, (_, _) => { });

        var run = Runner("none", []).Run(Chat, environment, seed: 1);

        Assert.That(run.Outcome.Reason, Is.EqualTo("harness error: 192.0.2.1:5060 is in use by another process"));
    }

    [TestCase("127.0.0.1:0")]
    [TestCase("[::1]:0")]
    public void Scenario_over_real_sockets_is_completed(string listen)
    {
        var environment = ScenarioEnvironment.Live(IPEndPoint.Parse(listen));

        var run = Runner("none", []).Run(Chat, environment, seed: 1);

        Assert.That(run.Outcome, Is.EqualTo(ScenarioOutcome.Completed), run.Outcome.Problem?.ToString());
        Assert.That(run.Trace.Attempts().Single().Description?.State, Is.EqualTo("up"));
        Assert.That(run.Trace.Messages.Select(it => IPAddress.IsLoopback(it.Client.Address) && it.Core.Port > 0), Has.All.True);
    }

    private ScenarioRun Run(Scenario scenario, string verb, string? instead = null) =>
        Runner(verb, instead is null ? [] : [instead]).Run(scenario, ScenarioEnvironment.Memory(), seed: 1);

    private ScenarioRunner Runner(string verb, string[] instead) => new(ClientProfile.BuiltIn, "udp", (_, at) =>
    {
        var client = new MemoryChannel(at.Loop, at.ClientNetwork, InProcess.ReferenceClient(at.Client, 2, Tamper.None, ClientTimers.Usual));
        return _channel = new InterceptedChannel(at.Loop, client, verb, instead);
    });
}
