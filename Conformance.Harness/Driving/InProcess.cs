using System.Net;
using Conformance.Harness.Core;
using Conformance.Harness.Driving.Reference;
using Conformance.Harness.Mutation;

namespace Conformance.Harness.Driving;

/// <summary>Clients in this process.</summary>
internal static class InProcess
{
    /// <summary>The reference client at that address, behind those ports.</summary>
    public static InProcessClient ReferenceClient(IPAddress address, int seed, Tamper tamper) => (loop, network, send) =>
    {
        var client = new ReferenceClient(loop, network, address, new Identifiers(seed), tamper, send);
        return (client.Receive, client);
    };
}
