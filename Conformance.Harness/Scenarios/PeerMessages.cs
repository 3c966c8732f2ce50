using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Scenarios;

/// <summary>The peer sends MSRP of its own accord: what is not for the client, what few know, chunks, copies and reports.</summary>
internal static class PeerMessages
{
    public static readonly Scenario Odd = Of("peer-messages-odd", "chats in which the peer sends messages to other sessions, and methods, fields and types that nobody knows", Behaviours.MsrpStrangers, Behaviours.MsrpUnknowns);

    public static readonly Scenario InParts = Of("peer-messages-in-parts", "a chat in which the peer sends messages in chunks, and a message twice", Behaviours.MsrpChunks);

    public static readonly Scenario Reported = Of("peer-messages-reported", "a chat in which the peer asks for reports, or wants none, and sends one", Behaviours.MsrpReports);

    /// <summary>The refusal shows whether the client tells its user of what fails at all.</summary>
    public static readonly Scenario Failed = Of("peer-messages-failed", "a chat that is refused, and one in which the peer reports a message as failed", Behaviours.Busy, Behaviours.MsrpFailureReport);

    /// <summary>Nothing is said by the user, who may not.</summary>
    public static readonly Scenario OneWay = new(
        "peer-only-sends",
        "a chat whose answer lets only the peer send",
        Behaviours.AsNamed,
        async user =>
        {
            var behaviour = Behaviours.MsrpOnlyPeerSends;
            if (await user.StartChatAsync(user.Company(behaviour.Name)) is { } chat)
            {
                if (await user.AwaitAndTalkAsync(chat, []))
                {
                    await user.AwaitPeerMessagesAsync(behaviour, chat);
                }

                if (!chat.IsOver)
                {
                    await user.EndChatAsync(chat);
                }
            }
        })
    {
        Given = Chats.Messages,
    };

    private static Scenario Of(string name, string purpose, params IReadOnlyList<Behaviour> behaviours) => new(name, purpose, Behaviours.AsNamed, async user =>
    {
        foreach (var behaviour in behaviours)
        {
            if (await user.StartChatAsync(user.Company(behaviour.Name)) is not { } chat)
            {
                continue;
            }

            if (await user.AwaitAndTalkAsync(chat, ["Hello"]) && behaviour.Msrp.Requests.Count > 0)
            {
                await user.AwaitPeerMessagesAsync(behaviour, chat);
            }

            if (!chat.IsOver)
            {
                await user.EndChatAsync(chat);
            }
        }
    })
    {
        Given = Chats.Messages,
    };

    /// <summary>Waits until the last of what the peer sends has come, and gives the client the time that the peer gives it to answer.</summary>
    private static async Task AwaitPeerMessagesAsync(this ScenarioContext user, Behaviour behaviour, Chat chat)
    {
        var last = behaviour.Msrp.Requests[^1];
        var sent = await user.AwaitAsync(
            it => it is WireMessage { IsMsrp: true, IsFromClient: false } message && message.Msrp.Method == last.Method && message.Msrp.Body.Of(message.Octets).SequenceEqual(last.Octets) && last.Headers.All(field => message.Msrp.Header(field.Name)?.Value == field.Value),
            chat.Ask,
            TimeSpan.FromSeconds(3) + behaviour.Msrp.Requests.Count * TimeSpan.FromSeconds(1));
        if (sent is not null)
        {
            await user.AwaitAsync(it => it is WireMessage { IsMsrp: true, IsFromClient: true } && it.Number > sent.Number, sent.Number, last.Wait);
        }

        await user.QuietAsync();
    }
}
