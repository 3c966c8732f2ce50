using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Mutation;

namespace Conformance.Harness.Driving;

/// <summary>
/// The undisturbed reference client through scenarios in memory, and with it whoever is that client behind tampered ports:
/// driven again only through the scenarios in which the tamper changes anything. May be used from several threads.
/// </summary>
public sealed class RecordedSuite
{
    /// <summary>The reference client in memory. It declares the IMS profile here, so that what only that asks is judged as well.</summary>
    public static readonly ClientProfile Everything = ClientProfile.BuiltIn with { Ics = ClientProfile.BuiltIn.Ics with { Ims = true } };

    private readonly ClientProfile _profile;
    private readonly string _transport;
    private readonly int _seed;
    private readonly IReadOnlyList<Tape> _tapes;

    /// <summary>Drives the undisturbed client through those scenarios that what the profile declares makes possible.</summary>
    public RecordedSuite(IReadOnlyList<Scenario> scenarios, ClientProfile? profile = null, string transport = "udp", int seed = 1)
    {
        (_profile, _transport, _seed) = (profile ?? Everything, transport, seed);
        var driven = SuiteRunner.Applicable(_profile, scenarios).Select(it => (Tape: new Tape(), Scenario: it)).ToList();
        _tapes = [.. driven.Select(it => it.Tape)];
        Runs = [.. driven.Select(it => Drive(it.Scenario, it.Tape.Recorder))];
    }

    /// <summary>The runs of the undisturbed client.</summary>
    public IReadOnlyList<ScenarioRun> Runs { get; }

    /// <summary>
    /// The runs of the client behind tampers, a new one for each scenario. Where a tamper changes nothing, the run is the
    /// undisturbed one: the same object, so that what is known of its trace need not be found again.
    /// </summary>
    public IReadOnlyList<ScenarioRun> Drive(Func<Tamper> tamper) =>
        [.. Runs.Select((run, i) => _tapes[i].PassesUnchanged(tamper()) ? run : Drive(run.Scenario, tamper()))];

    private ScenarioRun Drive(Scenario scenario, Tamper tamper) => SuiteRunner.InMemory(_profile, scenario, _transport, _seed, tamper);
}
