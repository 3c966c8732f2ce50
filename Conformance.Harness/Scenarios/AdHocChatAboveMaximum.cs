using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The user asks for a group that is too large.</summary>
internal static class AdHocChatAboveMaximum
{
    public static readonly Scenario Scenario = new(
        "ad-hoc-chat-above-maximum",
        "an ad-hoc group chat with one user more than MAX-ADHOC-GROUP-SIZE, which must not be set up",
        Behaviours.Usual,
        async user =>
        {
            var invitees = user.Invitees(user.Provisioning.MaxAdhocGroupSize + 1);
            var chat = await user.StartChatAsync(invitees);
            await user.QuietAsync();
            if (chat is null)
            {
                return;
            }

            if (user.IsInvited(chat))
            {
                await user.AwaitAndTalkAsync(chat, []);
                await user.EndChatAsync(chat);
            }
            else
            {
                await user.DescribeAsync(chat);
            }
        })
    {
        Given = Chats.AdHoc(),
    };
}
