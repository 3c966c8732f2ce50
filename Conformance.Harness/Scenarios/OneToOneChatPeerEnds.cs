using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The user chats with one user, who ends the chat.</summary>
internal static class OneToOneChatPeerEnds
{
    public static readonly Scenario Scenario = new(
        "one-to-one-chat-peer-ends",
        "a chat with one user, which the peer ends with a BYE",
        Behaviours.Usual,
        async user =>
        {
            if (await user.StartChatAsync(user.Company("bob")) is { } chat)
            {
                if (await user.AwaitAndTalkAsync(chat, ["Hello, Bob"]))
                {
                    await user.PeerEndsAsync(chat);
                }

                if (!chat.IsOver)
                {
                    await user.EndChatAsync(chat);
                }
            }
        })
    {
        Given = Chats.Either,
    };
}
