using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The peer asks things of the client while a chat is up: its abilities, another session, what makes no sense.</summary>
internal static class PeerRequests
{
    public static readonly Scenario Asked = Of("peer-asks", "chats in which the peer asks for abilities, sends requests that few know, and ones that are stale or for no dialog", Behaviours.PeerAsks, Behaviours.PeerErrs);

    public static readonly Scenario Reoffered = Of("peer-reoffers", "chats in which the peer offers the session again: the same, another one, and with another path", Behaviours.PeerReoffers, Behaviours.PeerMoves);

    private static Scenario Of(string name, string purpose, params IReadOnlyList<Behaviour> behaviours) => new(name, purpose, Behaviours.AsNamed, async user =>
    {
        foreach (var behaviour in behaviours)
        {
            await user.ChatWithAsync(behaviour);
        }
    })
    {
        Given = Chats.Either,
    };

    /// <summary>A text before and after what the peer does shows whether the session lives on.</summary>
    private static async Task ChatWithAsync(this ScenarioContext user, Behaviour behaviour)
    {
        if (await user.StartChatAsync(user.Company(behaviour.Name)) is not { } chat)
        {
            return;
        }

        if (await user.AwaitAndTalkAsync(chat, ["Hello"]))
        {
            await user.AwaitPeerRequestsAsync(behaviour.Dialog.Requests.Count, chat.Ask);
            await user.QuietAsync();
            await user.ExchangeAsync(chat, "Are you still there?");
        }

        if (!chat.IsOver)
        {
            await user.EndChatAsync(chat);
        }
    }
}
