using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The INVITE is answered more than once, or by way of routers that stay in the way.</summary>
internal static class AnswersThatDiffer
{
    public static readonly Scenario Forked = Chat("forked-invitation", "a chat whose INVITE is forked: two early dialogs and two 200s", Behaviours.Forks);

    public static readonly Scenario RecordRoute = Chat("answer-with-record-route", "a chat whose 200 records a route of two hops", Behaviours.RecordsRoute);

    public static readonly Scenario StrictRoute = Chat("answer-with-strict-route", "a chat whose 200 records a route that begins with a strict router", Behaviours.RecordsStrictRoute);

    public static readonly Scenario Repeated = new(
        "answer-repeated",
        "a chat whose 200 comes three times more after its ACK",
        Behaviours.RepeatsSuccess,
        async user =>
        {
            if (await user.StartChatAsync(user.Company("bob")) is { } chat)
            {
                await user.AwaitAnswerAsync(chat);
                await user.AwaitCopiesAsync(3);
                await user.DescribeAsync(chat);
                await user.ExchangeAsync(chat, "Hello, Bob");
                await user.EndChatAsync(chat);
            }
        })
    {
        Given = Chats.Either,
    };

    private static Scenario Chat(string name, string purpose, Behaviour behaviour) =>
        new(name, purpose, behaviour, user => user.ChatAsync(user.Company("bob"), "Hello, Bob")) { Given = Chats.Either };
}
