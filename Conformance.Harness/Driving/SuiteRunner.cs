using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Manual;
using Conformance.Harness.Driving.Processes;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Driving.Verification;
using Conformance.Harness.Mutation;

namespace Conformance.Harness.Driving;

/// <summary>How a suite is driven.</summary>
/// <param name="Transport">udp, tcp or tls: how the client is told to reach the core.</param>
/// <param name="Seed">Seeds identifiers, for each scenario anew.</param>
/// <param name="Jobs">How many scenarios run side by side, at least 1; a core at a fixed address serves one at a time.</param>
/// <param name="LogFolder">Where the stderr of a client's process is kept, as SCENARIO.log; made if need be; null keeps none.</param>
public sealed record SuiteOptions(string Transport = "udp", int Seed = 1, int Jobs = 1, string? LogFolder = null)
{
    /// <summary>The core in another process that serves the scenarios; null gives each a core of its own in this one.</summary>
    public RemoteCores? Cores { get; init; }

    /// <summary>Where the person is who operates the client, if one does.</summary>
    public OperatorTerminal Terminal { get; init; } = OperatorTerminal.Own;

    /// <summary>Where a core in this process listens and its clients live, unless the profile names a fixed address.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Whether no other scenario is to begin; those that run go on.</summary>
    public Func<bool> IsEnding { get; init; } = () => false;

    /// <summary>Called when a scenario begins; never two calls at a time.</summary>
    public Action<Scenario> Begun { get; init; } = _ => { };

    /// <summary>Called when a scenario is done; never two calls at a time.</summary>
    public Action<ScenarioRun> Finished { get; init; } = _ => { };
}

/// <summary>Drives a client through scenarios.</summary>
public static class SuiteRunner
{
    private static readonly Lazy<TestAuthority> MemoryAuthority = new(() => new TestAuthority(TimeProvider.System, ClientProfile.BuiltIn.Account.Domain));

    /// <summary>
    /// Drives the client of the profile through those scenarios that what it declares makes possible, and gives their
    /// runs in that order. A cancellation interrupts those that run, and no other is begun.
    /// </summary>
    public static IReadOnlyList<ScenarioRun> Run(
        ClientProfile profile,
        IReadOnlyList<Scenario> scenarios,
        SuiteOptions options,
        CancellationToken cancellation = default)
    {
        var driven = Applicable(profile, scenarios);
        // A core elsewhere has its own, and those in memory share one.
        using var authority = options.Cores is null && profile.Driver is not BuiltInDriver
            ? new TestAuthority(TimeProvider.System, profile.Account.Domain, profile.Ixit.Listen?.Address ?? options.Address)
            : null;
        var run = profile.Driver switch
        {
            StdioDriver stdio => Live(profile, options, authority, Processes(profile, stdio, options), cancellation),
            CommandDriver commands => Live(profile, options, authority, Commands(profile, commands, options), cancellation),
            BuiltInDriver => (scenario, _) => InMemory(profile, scenario, options.Transport, options.Seed, Tamper.None),
            OperatorDriver => Live(profile, options, authority, Operated(profile, options.Terminal), cancellation),
            var other => throw new InvalidOperationException($"nothing drives a client of the kind '{other.Kind}'"),
        };
        var jobs = profile.Ixit.Listen is null ? options.Jobs : 1;
        // In memory nothing waits in real time.
        var hasLaneForTimers = profile is { Ixit.Listen: null, Driver: not BuiltInDriver };
        return new Lanes(driven, run, options, cancellation).Drive(jobs, hasLaneForTimers);
    }

    /// <summary>Holds the adapter of the profile's client against the contract.</summary>
    /// <exception cref="ProfileException">The profile's driver kind is not available.</exception>
    public static IReadOnlyList<AdapterFinding> Verify(ClientProfile profile) => profile.Driver switch
    {
        StdioDriver stdio => AdapterVerification.Run(
            profile,
            LiveFor(profile),
            at => new ProcessChannel(at.Loop, OwnProgram.StartOf(profile, stdio, null))),
        CommandDriver commands => AdapterVerification.Run(
            profile,
            LiveFor(profile),
            at => new MemoryChannel(at.Loop, at.ClientNetwork, InProcess.Commands(profile, commands, null))),
        BuiltInDriver => AdapterVerification.Run(
            profile,
            ScenarioEnvironment.Memory(),
            at => new MemoryChannel(at.Loop, at.ClientNetwork, InProcess.ReferenceClient(at.Client, 1, Tamper.None, profile.Ixit.Timers))),
        var other => throw new ProfileException($"{profile.File}: $.driver.kind: a client of the kind '{other.Kind}' has no adapter to hold against the contract; use \"stdio\", \"command\" or \"builtin\""),
    };

    /// <summary>The scenarios that what the client declares, and was provisioned with, makes possible.</summary>
    public static IReadOnlyList<Scenario> Applicable(ClientProfile profile, IReadOnlyList<Scenario> scenarios)
    {
        var provisioning = profile.Provisioning("");
        return [.. scenarios.Where(it => it.Given(provisioning))];
    }

    /// <summary>Drives the reference client in-process, behind ports that may be tampered with.</summary>
    internal static ScenarioRun InMemory(ClientProfile profile, Scenario scenario, string transport, int seed, Tamper tamper, ScenarioEnvironment? environment = null)
    {
        var runner = new ScenarioRunner(profile, transport, (_, at) => new MemoryChannel(
            at.Loop,
            at.ClientNetwork,
            InProcess.ReferenceClient(at.Client, SeedOf(seed, scenario.Name + "/client"), tamper, profile.Ixit.Timers)));
        var at = environment ?? ScenarioEnvironment.Memory();
        return runner.Run(scenario, transport == "tls" ? at with { Authority = MemoryAuthority.Value } : at, SeedOf(seed, scenario.Name));
    }

    private static Func<Scenario, ScenarioEnvironment, ILineChannel> Processes(ClientProfile profile, StdioDriver driver, SuiteOptions options) => (scenario, at) =>
        new ProcessChannel(at.Loop, OwnProgram.StartOf(profile, driver, LogOf(options, scenario.Name + ".log")));

    private static Func<Scenario, ScenarioEnvironment, ILineChannel> Commands(ClientProfile profile, CommandDriver driver, SuiteOptions options) => (scenario, at) =>
        new MemoryChannel(at.Loop, at.ClientNetwork, InProcess.Commands(profile, driver, LogOf(options, scenario.Name)));

    private static Func<Scenario, ScenarioEnvironment, ILineChannel> Operated(ClientProfile profile, OperatorTerminal terminal) => (scenario, at) =>
        new MemoryChannel(at.Loop, at.ClientNetwork, InProcess.Operated(profile, scenario, terminal));

    /// <summary>A core in this process at the profile's address, else at a free port of the one given, of 127.0.0.1 without it.</summary>
    private static ScenarioEnvironment LiveFor(ClientProfile profile, IPAddress? address = null, TestAuthority? authority = null) =>
        ScenarioEnvironment.Live(profile.Ixit.Listen ?? new IPEndPoint(address ?? IPAddress.Loopback, 0), authority);

    private static string? LogOf(SuiteOptions options, string name) =>
        options.LogFolder is { } folder ? Path.Combine(Directory.CreateDirectory(folder).FullName, name) : null;

    private static Func<Scenario, Action, ScenarioRun> Live(
        ClientProfile profile,
        SuiteOptions options,
        TestAuthority? authority,
        Func<Scenario, ScenarioEnvironment, ILineChannel> connect,
        CancellationToken stop) => (scenario, clientIsUp) =>
    {
        var runner = new ScenarioRunner(profile, options.Transport, connect);
        // A client that is set up by hand for one address of the core has one account as well.
        var environment = options.Cores is { } cores
            ? ScenarioEnvironment.Remote(cores, isRenamed: profile.Ixit.Listen is null)
            : LiveFor(profile, options.Address, authority);
        return runner.Run(scenario, environment with { ClientIsUp = clientIsUp }, SeedOf(options.Seed, scenario.Name), stop);
    };

    /// <summary>
    /// A seed of its own for each scenario, whichever others run: FNV-1a over the name. Without it every scenario would
    /// show the same Call-IDs, which have to be unique over all of them.
    /// </summary>
    private static int SeedOf(int seed, string name) => Encoding.UTF8.GetBytes(name).Aggregate(
        unchecked((int)2166136261) ^ seed,
        (hash, octet) => unchecked((hash ^ octet) * 16777619));

    /// <summary>
    /// Scenarios side by side: so many at a time as there are jobs, and beside them those about timers, which only wait. A core at a
    /// fixed address serves one scenario at a time.
    /// </summary>
    private sealed class Lanes(IReadOnlyList<Scenario> scenarios, Func<Scenario, Action, ScenarioRun> run, SuiteOptions options, CancellationToken cancellation)
    {
        private readonly ScenarioRun?[] _runs = new ScenarioRun?[scenarios.Count];
        private readonly Lock _telling = new();

        public IReadOnlyList<ScenarioRun> Drive(int jobs, bool hasLaneForTimers)
        {
            var all = Enumerable.Range(0, scenarios.Count).ToList();
            List<int> beside = hasLaneForTimers ? [.. all.Where(i => scenarios[i].IsTimed)] : [];
            var queue = new ConcurrentQueue<int>(all.Except(beside));
            Task.WaitAll([.. InTurn(beside), .. Enumerable.Range(0, Math.Min(jobs, queue.Count)).Select(_ => OnThreadOfItsOwn(() => DriveAll(queue)))], CancellationToken.None);
            return [.. _runs.OfType<ScenarioRun>()];
        }

        /// <summary>An event loop that held a thread of the pool would keep it from the sockets and timers of all scenarios: what is sent in time would be seen late.</summary>
        private static Task OnThreadOfItsOwn(Action lane) =>
            Task.Factory.StartNew(lane, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        /// <summary>Clients that all start at once keep each other from answering in time, so that each waits until the one before is up.</summary>
        private List<Task> InTurn(List<int> beside)
        {
            var lanes = new List<Task>();
            var turn = Task.CompletedTask;
            foreach (var i in beside)
            {
                var (before, up) = (turn, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                lanes.Add(OnThreadOfItsOwn(() => DriveAfter(before, i, up)));
                turn = up.Task;
            }

            return lanes;
        }

        private void DriveAfter(Task before, int i, TaskCompletionSource up)
        {
            before.Wait();
            try
            {
                Drive(i, () => up.TrySetResult());
            }
            finally
            {
                up.TrySetResult();
            }
        }

        private void DriveAll(ConcurrentQueue<int> queue)
        {
            while (queue.TryDequeue(out var i))
            {
                Drive(i, () => { });
            }
        }

        private void Drive(int i, Action clientIsUp)
        {
            if (cancellation.IsCancellationRequested || options.IsEnding())
            {
                return;
            }

            lock (_telling)
            {
                options.Begun(scenarios[i]);
            }

            var done = _runs[i] = run(scenarios[i], clientIsUp);
            lock (_telling)
            {
                options.Finished(done);
            }
        }
    }
}
