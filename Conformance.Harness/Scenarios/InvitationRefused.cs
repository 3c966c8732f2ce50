using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The peer is busy.</summary>
internal static class InvitationRefused
{
    public static readonly Scenario Scenario = new(
        "invitation-refused",
        "a chat that the peer refuses with 486",
        Behaviours.Busy,
        user => user.ChatAsync(user.Company("bob"), "Hello, Bob"))
    {
        Given = Chats.Either,
    };
}
