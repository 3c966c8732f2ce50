using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>Requests are lost, or a refusal comes again since its ACK was.</summary>
internal static class Losses
{
    /// <summary>Time for the client to say that its transaction is over, and for stray messages to come.</summary>
    private static readonly TimeSpan AndMore = TimeSpan.FromSeconds(4);

    public static readonly Scenario InviteLost = new(
        "invite-lost",
        "a chat whose INVITE nobody answers, until the client gives it up",
        Behaviours.LosesInvites,
        async user =>
        {
            if (await user.StartChatAsync(user.Company("bob")) is { } chat)
            {
                await user.AwaitAsync(_ => false, user.Now, user.TransactionTimeout + AndMore);
                await user.DescribeAsync(chat);
            }
        })
    {
        Given = Chats.Either,
        IsTimed = true,
    };

    public static readonly Scenario ByeLost = new(
        "bye-lost",
        "a chat that the user ends with a BYE which nobody answers",
        Behaviours.LosesByes,
        async user =>
        {
            if (await user.StartChatAsync(user.Company("bob")) is { } chat && await user.AwaitAndTalkAsync(chat, ["Hello, Bob"]))
            {
                await user.EndChatAsync(chat);
                await user.AwaitAsync(_ => false, user.Now, TimeSpan.FromSeconds(8));
            }
        })
    {
        Given = Chats.Either,
        IsTimed = true,
    };

    public static readonly Scenario SuccessRepeatedLate = new(
        "success-repeated-late",
        "a chat whose 200 comes once more long after its ACK, when the client still has to know it",
        Behaviours.RepeatsSuccessLate,
        async user =>
        {
            if (await user.StartChatAsync(user.Company("bob")) is { } chat && await user.AwaitAndTalkAsync(chat, ["Hello, Bob"]))
            {
                var before = user.Now;
                if (await user.AwaitAsync(it => it.IsFinalToClient("INVITE"), before, user.TransactionTimeout) is { } copy)
                {
                    await user.AwaitAsync(it => it.IsRequestFromClient("ACK"), copy.Number, TimeSpan.FromSeconds(2));
                }

                await user.EndChatAsync(chat);
            }
        })
    {
        Given = Chats.Either,
        IsTimed = true,
    };

    public static readonly Scenario RefusalRepeated = new(
        "refusal-repeated",
        "a chat whose refusal comes three times more after its ACK",
        Behaviours.RepeatsRefusal,
        async user =>
        {
            if (await user.StartChatAsync(user.Company("bob")) is { } chat)
            {
                await user.AwaitAnswerAsync(chat);
                await user.AwaitCopiesAsync(3);
                await user.DescribeAsync(chat);
            }
        })
    {
        Given = Chats.Either,
    };
}
