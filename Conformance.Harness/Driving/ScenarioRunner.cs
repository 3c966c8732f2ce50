using System.Diagnostics.CodeAnalysis;
using Conformance.Harness.Core;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>Drives one client through scenarios, each on a core and a client instance of its own.</summary>
/// <param name="profile">The client under test.</param>
/// <param name="transport">udp, tcp or tls: how the client is told to reach the core.</param>
/// <param name="connect">Reaches a new instance of the client, started for this scenario.</param>
public sealed class ScenarioRunner(
    ClientProfile profile,
    string transport,
    Func<Scenario, ScenarioEnvironment, ILineChannel> connect)
{
    /// <summary>Drives one scenario to its end and seals its trace. What the client does never throws; a bug of the harness is the outcome Error. A stop interrupts it where it stands.</summary>
    public ScenarioRun Run(Scenario scenario, ScenarioEnvironment environment, int seed, CancellationToken stop = default)
    {
        var recorder = new TraceRecorder(environment.Loop.Time);
        var begin = environment.Loop.Time.GetTimestamp();
        var stage = new Stage(recorder);
        var outcome = Drive(scenario, environment, seed, stage, stop);
        var trace = recorder.Seal(
            scenario.Name,
            Provisioning(stage),
            outcome.Kind == OutcomeKind.Completed ? null : outcome.Reason);
        return new ScenarioRun(scenario, trace, outcome, environment.Loop.Time.GetElapsedTime(begin));
    }

    [SuppressMessage("Design", "CA1031", Justification = "The one place where a bug of the harness becomes an outcome.")]
    private ScenarioOutcome Drive(Scenario scenario, ScenarioEnvironment environment, int seed, Stage stage, CancellationToken stop)
    {
        try
        {
            using (stage)
            {
                return environment.Loop.Run(() => UnlessStoppedAsync(DriveAsync(scenario, environment, seed, stage), stop));
            }
        }
        catch (Exception problem)
        {
            return ScenarioOutcome.Error(problem);
        }
    }

    /// <summary>The work of a stopped scenario is left where it is: its event loop turns no more.</summary>
    private static async Task<ScenarioOutcome> UnlessStoppedAsync(Task<ScenarioOutcome> work, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource<ScenarioOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = stop.Register(() => stopped.TrySetResult(ScenarioOutcome.Interrupted("the run was stopped")));
        return await await Task.WhenAny(work, stopped.Task);
    }

    private async Task<ScenarioOutcome> DriveAsync(Scenario scenario, ScenarioEnvironment environment, int seed, Stage stage)
    {
        var core = stage.Core = await environment.Open(environment, environment.OptionsFor(profile, seed, scenario.Behaviour), stage.Recorder);
        core.Lost += why => stage.Loss ??= why;
        stage.CoreUri = core.OutboundProxy(transport);
        var given = Initialization.Of(profile, core, transport, environment.Client);
        stage.Account = given.Account;
        var adapter = stage.Adapter = new JsonRpcAdapter(environment.Loop, new OrderedChannel(connect(scenario, environment), core), profile.Ixit.AnswerWait);
        var provisioning = Provisioning(stage);
        var client = stage.Client = new DrivenClient(environment.Loop, stage.Recorder, core, adapter, profile.Ixit.AnswerWait);
        var outcome = await PlayAsync(scenario, client, new ScenarioContext(client, core, provisioning, profile.Ixit), given, environment.ClientIsUp);
        await adapter.ShutdownAsync();
        if (outcome.Kind == OutcomeKind.Completed)
        {
            await core.FinishAsync();
        }

        return stage.Loss is { } why ? ScenarioOutcome.Interrupted($"the core was lost: {why}") with { Problem = new CoreUnavailableException(why) } : outcome;
    }

    private static async Task<ScenarioOutcome> PlayAsync(Scenario scenario, DrivenClient client, ScenarioContext context, Initialization given, Action isUp)
    {
        try
        {
            await client.BeginAsync(given);
            isUp();
            await scenario.Script(context);
            await client.EndAsync();
            return ScenarioOutcome.Completed;
        }
        catch (ScenarioInterruptedException interruption)
        {
            return ScenarioOutcome.Interrupted(interruption.Message);
        }
    }

    private Provisioning Provisioning(Stage stage) =>
        (stage.Account is { } account ? profile with { Account = account } : profile).Provisioning(stage.CoreUri) with
        {
            Verbs = stage.Client?.Identity is { } identity ? string.Join(' ', identity.Verbs) : null,
        };

    /// <summary>What is up during one scenario; taken down also when the event loop itself has failed.</summary>
    private sealed class Stage(TraceRecorder recorder) : IDisposable
    {
        public TraceRecorder Recorder { get; } = recorder;

        public string CoreUri { get; set; } = "";

        /// <summary>The account that the core serves; null before there is a core.</summary>
        public Account? Account { get; set; }

        /// <summary>Why the core can serve no more; null as long as it can.</summary>
        public string? Loss { get; set; }

        public DrivenClient? Client { get; set; }

        public ICore? Core { get; set; }

        public JsonRpcAdapter? Adapter { get; set; }

        public void Dispose()
        {
            Adapter?.Dispose();
            Core?.Dispose();
        }
    }
}
