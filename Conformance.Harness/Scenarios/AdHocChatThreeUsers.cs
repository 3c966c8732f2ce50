using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The user chats with a group of three.</summary>
internal static class AdHocChatThreeUsers
{
    public static readonly Scenario Scenario = new(
        "ad-hoc-chat-three-users",
        "an ad-hoc group chat with three users",
        Behaviours.Usual,
        user => user.ChatAsync(user.Invitees(3), "Hello, all"))
    {
        Given = Chats.AdHoc(3),
    };
}
