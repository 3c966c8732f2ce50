using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The user chats with a group of two.</summary>
internal static class AdHocChatTwoUsers
{
    public static readonly Scenario Scenario = new(
        "ad-hoc-chat-two-users",
        "an ad-hoc group chat with two users",
        Behaviours.Usual,
        user => user.ChatAsync(user.Invitees(2), "Hello, both"))
    {
        Given = Chats.AdHoc(),
    };
}
