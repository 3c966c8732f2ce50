using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>Provisional responses that are sent reliably, and answers that come twice.</summary>
internal static class ReliableProvisionals
{
    private static readonly Behaviour[] Provoked =
    [
        Behaviours.ReliableRinging,
        Behaviours.ReliableAnswer,
        Behaviours.ReliableGap,
        Behaviours.ReliableCopies,
        Behaviours.ReliableTrying,
    ];

    public static readonly Scenario OneToOne = new(
        "reliable-responses",
        "chats whose provisional responses are sent reliably: with the answer, with one missing, more than once, and a 100 that claims it",
        Behaviours.AsNamed,
        async user =>
        {
            foreach (var behaviour in Provoked)
            {
                await user.ChatAsync(user.Company(behaviour.Name), "Hello");
            }
        })
    {
        Given = Chats.Either,
    };

    public static readonly Scenario SecondAnswers = new(
        "second-answers",
        "chats whose answer comes again with another path: in the 200 behind a reliable response, and in a copy of the 200",
        Behaviours.AsNamed,
        async user =>
        {
            await user.ChatAsync(user.Company(Behaviours.OtherAnswerAfterReliable.Name), "Hello");
            if (await user.StartChatAsync(user.Company(Behaviours.OtherAnswerInCopy.Name)) is { } chat)
            {
                await user.AwaitAnswerAsync(chat);
                await user.AwaitCopiesAsync(1);
                await user.DescribeAsync(chat);
                await user.ExchangeAsync(chat, "Hello");
                await user.EndChatAsync(chat);
            }
        })
    {
        Given = Chats.Either,
    };
}
