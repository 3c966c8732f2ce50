using System.Net;
using Conformance.Harness.Core;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Manual;
using Conformance.Harness.Driving.Processes;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Driving.Reference;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>Clients in this process.</summary>
internal static class InProcess
{
    /// <summary>A client that has a command line for each verb.</summary>
    public static InProcessClient Commands(ClientProfile profile, CommandDriver driver, string? log) => (loop, _, send) =>
    {
        var client = new CommandClient(loop, profile, driver, log, send);
        return (client.Receive, client);
    };

    /// <summary>A client that a person operates.</summary>
    public static InProcessClient Operated(ClientProfile profile, Scenario scenario, OperatorTerminal terminal) => (loop, _, send) =>
    {
        var client = new OperatorClient(loop, profile, scenario, terminal, send);
        return (client.Receive, client);
    };

    /// <summary>The reference client at that address, behind those ports.</summary>
    public static InProcessClient ReferenceClient(IPAddress address, int seed, Tamper tamper, ClientTimers timers) => (loop, network, send) =>
    {
        var client = new ReferenceClient(loop, network, address, new Identifiers(seed), tamper, send) { Timers = timers };
        return (client.Receive, client);
    };
}
