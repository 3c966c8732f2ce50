using System.Net;
using Conformance.Harness.Mutation;

namespace Conformance.Harness.Driving;

/// <summary>Clients in this process.</summary>
internal static class InProcess
{
    /// <summary>The reference client at that address, behind those ports.</summary>
    public static InProcessClient ReferenceClient(IPAddress address, int seed, Tamper tamper) => (loop, network, send) =>
        throw new NotImplementedException($"{address}{seed}{tamper}{loop}{network}{send}");
}
