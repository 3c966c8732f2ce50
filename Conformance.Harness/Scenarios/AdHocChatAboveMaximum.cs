using Conformance.Harness.Core;
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
            if (chat is not null)
            {
                if (user.IsInvited(chat))
                {
                    await user.AwaitAnswerAsync(chat);
                }

                await user.DescribeAsync(chat);
                await user.EndChatAsync(chat);
            }
        })
    {
        Given = Chats.AdHoc(),
    };
}
