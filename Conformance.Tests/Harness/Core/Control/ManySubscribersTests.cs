using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Requirements.Rfc3261;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Harness.Core.Control;

/// <summary>
/// Many clients on one core over real sockets, all in a chat at the same time: who errs is failed for it, and nobody else. Alone, since
/// it leaves nothing of the processor to those who look at their clocks.
/// </summary>
[NonParallelizable]
public class ManySubscribersTests
{
    private const int Count = 200;
    private static readonly Requirement Broken = Section18Transport.ViaTransport;

    [TestCase("udp")]
    [TestCase("tls")]
    public async Task Two_hundred_subscribers_at_once_have_each_its_own_verdicts(string transport)
    {
        await using var core = await HostedCores.StartAsync();
        var up = new Gathering(Count);
        var chat = ChatOfAll(up);

        var runs = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => Task.Factory.StartNew(
            () => Drive(core.Cores, chat, transport, i),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.That(runs.Select(it => it.Outcome), Has.All.EqualTo(ScenarioOutcome.Completed));
        Assert.That(up.Most, Is.EqualTo(Count), "chats that were up at the same time");
        Assert.That(runs.SelectMany(it => Strangers(it.Trace)), Is.Empty);
        Assert.That(runs.Select((run, i) => Failed(run, i)), Has.All.EqualTo(""));
        Assert.That(core.Host.Unattributed, Is.Zero);
    }

    private static Scenario ChatOfAll(Gathering up) => new("chat-of-all", "a chat that goes on until all are in one", Behaviours.Usual, async user =>
    {
        var chat = (await user.StartChatAsync(user.Address("bob")))!;
        await user.AwaitAnswerAsync(chat);
        await up.JoinAsync();
        await user.ExchangeAsync(chat, "All here?");
        await user.EndChatAsync(chat);
    });

    private static ScenarioRun Drive(RemoteCores cores, Scenario scenario, string transport, int i)
    {
        var patient = ClientProfile.BuiltIn with { Ixit = ClientProfile.BuiltIn.Ixit with { AnswerWait = TimeSpan.FromMinutes(2) } };
        var tamper = Errs(i) ? Broken.Mutants[0].Create() : Tamper.None;
        var runner = new ScenarioRunner(patient, transport, (_, at) => new MemoryChannel(at.Loop, at.ClientNetwork, InProcess.ReferenceClient(at.Client, i, tamper, ClientTimers.Usual)));
        return runner.Run(scenario, ScenarioEnvironment.Remote(cores, isRenamed: true), seed: 1);
    }

    private static bool Errs(int i) => i % 4 == 0;

    /// <summary>Messages that name another subscriber than that of the trace.</summary>
    private static IEnumerable<string> Strangers(Trace trace) => trace.Messages
        .Where(it => it.IsSip && it.Sip.From?.Value?.Uri.Text != trace.Provisioning.Address)
        .Select(it => $"{trace.Provisioning.Address}: {it.Sip.Header("From")?.Value}");

    /// <summary>What is wrong with the verdicts of a client; "" for nothing.</summary>
    private static string Failed(ScenarioRun run, int i)
    {
        var failed = Judge.All(Catalogue.Requirements, [run.Trace]).Where(it => it.Verdict >= Verdict.Fail).Select(it => it.Requirement.Id).ToList();
        return failed.Contains(Broken.Id) == Errs(i) && (Errs(i) || failed.Count == 0) ? "" : $"{run.Trace.Provisioning.Address}: {string.Join(", ", failed)}";
    }

    /// <summary>Lets nobody go on before all have come.</summary>
    private sealed class Gathering(int size)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _here;

        public int Most => _here;

        public Task JoinAsync()
        {
            if (Interlocked.Increment(ref _here) == size)
            {
                _all.SetResult();
            }

            return _all.Task;
        }
    }
}
