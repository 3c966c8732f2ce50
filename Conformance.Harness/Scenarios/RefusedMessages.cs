using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Scenarios;

/// <summary>The user writes to a peer who wants it otherwise, refuses it, or is gone.</summary>
internal static class RefusedMessages
{
    /// <summary>Three chunks of the largest kind that need not be interruptible (RFC 4975 section 7.1.1).</summary>
    private static readonly string Long = new('x', 5000);

    public static readonly Scenario OddAnswers = new(
        "msrp-answers-odd",
        "chats with peers behind a relay or a gateway, with little room for messages, and with types of their own",
        Behaviours.AsNamed,
        async user =>
        {
            foreach (var behaviour in new[] { Behaviours.Relayed, Behaviours.AnyType, Behaviours.AnyText, Behaviours.OnlyCpim, Behaviours.OnlyImages })
            {
                await user.ChatAsync(user.Company(behaviour.Name), "Hello");
            }

            await user.ChatAsync(user.Company(Behaviours.PrefersCpim.Name), "Hello", Long);
            await user.ChatAsync(user.Company(Behaviours.SmallMessages.Name), "Hello", new string('y', 150));
        })
    {
        Given = Chats.Messages,
    };

    public static readonly Scenario Refused = new(
        "messages-refused",
        "chats whose first message is refused as too large, for its type or for its session, or resets the connection with or without an answer; and then another message",
        Behaviours.AsNamed,
        async user =>
        {
            await user.WriteTwiceAsync(Behaviours.MsrpTooLarge, Long);
            await user.WriteTwiceAsync(Behaviours.MsrpOtherType, "Hello");
            await user.WriteTwiceAsync(Behaviours.MsrpNoSession, "Hello");
            await user.WriteTwiceAsync(Behaviours.MsrpReset, "Hello");
            await user.WriteTwiceAsync(Behaviours.MsrpLost, "Hello");
        })
    {
        Given = Chats.Messages,
        IsTimed = true,
    };

    /// <summary>The refusal shows whether the client tells its user of what fails at all.</summary>
    public static readonly Scenario Unanswered = new(
        "message-unanswered",
        "a chat that is refused, and one whose message nobody answers, until the client has had time to tell the user",
        Behaviours.AsNamed,
        async user =>
        {
            await user.ChatAsync(user.Company(Behaviours.Busy.Name));
            if (await user.StartChatAsync(user.Company(Behaviours.MsrpSilence.Name)) is { } chat && await user.AwaitAndTalkAsync(chat, []))
            {
                var before = user.Now;
                await user.WriteAsync(chat, "Hello");
                await user.AwaitAsync(_ => false, before, user.Provisioning.Timers.MsrpResponse + TimeSpan.FromSeconds(1));
                await user.AwaitAsync(it => it is ClientReport { Report: UserNotified { IsOfFailure: true } or ChatEnded }, before, user.TimeToTell);
                if (!chat.IsOver)
                {
                    await user.EndChatAsync(chat);
                }
            }
        })
    {
        Given = Chats.Messages,
        IsTimed = true,
    };

    /// <summary>Waits, between the two and behind them, for as long as a response may travel to a client that is far away.</summary>
    private static async Task WriteTwiceAsync(this ScenarioContext user, Behaviour behaviour, string text)
    {
        var travel = TimeSpan.FromSeconds(2.5);
        if (await user.StartChatAsync(user.Company(behaviour.Name)) is not { } chat || !await user.AwaitAndTalkAsync(chat, []))
        {
            return;
        }

        await user.WriteAsync(chat, text);
        await user.AwaitAsync(_ => false, user.Now, travel);
        await user.WriteAsync(chat, "And this?");
        await user.QuietAsync();
        if (!user.HasEnded(chat))
        {
            await user.EndChatAsync(chat);
        }
    }
}
