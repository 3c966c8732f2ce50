using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The user chats twice, which shows what has to be new each time.</summary>
internal static class TwoChatsInARow
{
    public static readonly Scenario Scenario = new(
        "two-chats-in-a-row",
        "two chats one after the other in one registration: Call-IDs, tags and session-ids are new",
        Behaviours.Usual,
        async user =>
        {
            await user.ChatAsync(user.Company("bob"), "Hello, Bob");
            await user.ChatAsync(user.Company("carol"), "Hello, Carol");
        })
    {
        Given = Chats.Either,
    };
}
