using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The network of an IMS has no resources for the chat.</summary>
internal static class PreconditionFailure
{
    public static readonly Scenario Scenario = new(
        "precondition-failure",
        "an IMS refuses the invitation with 580: no chat comes of it",
        Behaviours.PreconditionFailure,
        user => user.ChatAsync(user.Company("bob"), "Hello, Bob"))
    {
        Given = client => client.Declaration.Ims && Chats.Either(client),
    };
}
