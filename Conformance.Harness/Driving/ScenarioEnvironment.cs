using System.Net;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>Where one scenario takes place: a clock, a network, and who stands where in it.</summary>
/// <param name="Loop">Runs the scenario.</param>
/// <param name="CoreNetwork">The network as the core uses it.</param>
/// <param name="ClientNetwork">The network as a client in this process uses it.</param>
/// <param name="Core">Where the core listens; port 0 takes a free one.</param>
/// <param name="Client">The IP address of the client.</param>
public sealed record ScenarioEnvironment(
    EventLoop Loop,
    INetwork CoreNetwork,
    INetwork ClientNetwork,
    IPEndPoint Core,
    IPAddress Client)
{
    /// <summary>Vouches for the core over TLS; null without TLS.</summary>
    public TestAuthority? Authority { get; init; }

    /// <summary>Called once the client has registered; not where it never has.</summary>
    public Action ClientIsUp { get; init; } = () => { };

    /// <summary>Opens the core of a scenario: one of its own in this process, unless said.</summary>
    public Func<ScenarioEnvironment, CoreOptions, TraceRecorder, Task<ICore>> Open { get; init; } =
        (at, options, recorder) => Task.FromResult<ICore>(new FakeCore(at.Loop, at.CoreNetwork, options, recorder));

    /// <summary>What a core here is set up with for the client of the profile.</summary>
    public CoreOptions OptionsFor(ClientProfile profile, int seed, Behaviour behaviour) => new(
        PortPlan.With(Core),
        profile.Account.Domain,
        profile.Ixit.ConferenceFactory,
        profile.Account.User,
        profile.Account.Password,
        seed,
        behaviour)
    {
        Address = profile.Account.Address,
        T1 = profile.Ixit.Timers.T1,
        Authority = Authority,
    };

    /// <summary>Real sockets and real time, and a core in another process.</summary>
    /// <param name="cores">Where it is.</param>
    /// <param name="isRenamed">Whether each scenario has a subscriber of its own.</param>
    public static ScenarioEnvironment Remote(RemoteCores cores, bool isRenamed)
    {
        var loop = new LiveEventLoop();
        var network = new SocketNetwork(loop);
        return new ScenarioEnvironment(loop, network, network, new IPEndPoint(IPAddress.Loopback, 0), cores.ClientAddress)
        {
            Open = (_, options, recorder) => cores.OpenAsync(loop, options, recorder, isRenamed),
        };
    }

    /// <summary>Real sockets and real time, and a core in this process; port 0 takes a free one.</summary>
    public static ScenarioEnvironment Live(IPEndPoint listen, TestAuthority? authority = null)
    {
        var loop = new LiveEventLoop();
        var network = new SocketNetwork(loop);
        return new ScenarioEnvironment(loop, network, network, listen, listen.Address) { Authority = authority };
    }

    /// <summary>
    /// Memory and a manual clock: takes no real time and repeats exactly. Each message takes the latency, which is a
    /// millisecond unless said; addresses are of RFC 5737 unless said.
    /// </summary>
    public static ScenarioEnvironment Memory(TimeSpan? latency = null, IPAddress? coreAddress = null, IPAddress? clientAddress = null)
    {
        var loop = new ManualEventLoop();
        var network = new MemoryNetwork(loop, latency ?? TimeSpan.FromMilliseconds(1));
        var core = coreAddress ?? IPAddress.Parse("192.0.2.1");
        var client = clientAddress ?? IPAddress.Parse("192.0.2.2");
        return new ScenarioEnvironment(loop, network.Host(core), network.Host(client), new IPEndPoint(core, 5060), client);
    }
}
