using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The user chats with one user; both sides write.</summary>
internal static class OneToOneChat
{
    /// <summary>Longer than the 2048 octets beyond which a chunk has to be interruptible (RFC 4975 section 7.1.1).</summary>
    private static readonly string LongText = string.Join(' ', Enumerable.Range(1, 600).Select(it => $"word{it}"));

    public static readonly Scenario Scenario = new(
        "one-to-one-chat",
        "a chat with one user: texts from both sides, one not ASCII, one long; the user ends it",
        Behaviours.Usual,
        async user =>
        {
            if (await user.StartChatAsync(user.Address("bob")) is { } chat)
            {
                if (await user.AwaitAndTalkAsync(chat, ["Hello, Bob", "Grüße aus Žilina, 你好 👋"]))
                {
                    await user.PeerSendAsync("Hello, Alice");
                    await user.ExchangeAsync(chat, LongText);
                }

                if (!chat.IsOver)
                {
                    await user.EndChatAsync(chat);
                }
            }
        })
    {
        Given = Chats.OneToOne,
    };
}
