using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The user asks for nothing.</summary>
internal static class NoRequest
{
    public static readonly Scenario Scenario = new(
        "no-request",
        "registered, and asked for nothing: no INVITE may be sent",
        Behaviours.Usual,
        user => user.QuietAsync());
}
