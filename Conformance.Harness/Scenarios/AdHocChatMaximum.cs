using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The user chats with a group that is as large as may be.</summary>
internal static class AdHocChatMaximum
{
    public static readonly Scenario Scenario = new(
        "ad-hoc-chat-maximum",
        "an ad-hoc group chat with exactly MAX-ADHOC-GROUP-SIZE users",
        Behaviours.Usual,
        user => user.ChatAsync(user.Invitees(user.Provisioning.MaxAdhocGroupSize), "Hello, all"))
    {
        Given = Chats.AdHoc(),
    };
}
