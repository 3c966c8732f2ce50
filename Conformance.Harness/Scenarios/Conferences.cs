using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Scenarios;

/// <summary>The user asks who is in the conference, and the conference tells of it in ways that are not always orderly.</summary>
internal static class Conferences
{
    public static readonly Scenario Told = Of("conference-told", "group chats whose user asks who is there: some come and go, some are only on their way, and what is told comes twice or with a gap", Behaviours.ConferenceChanges, Behaviours.ConferenceRepeats, Behaviours.ConferenceGap);

    public static readonly Scenario Ended = Of("conference-ended", "group chats whose user asks who is there, until the conference is no more or ends the subscription for good", Behaviours.ConferenceDeleted, Behaviours.ConferenceRejects);

    public static readonly Scenario Resumed = Of("conference-resumed", "group chats whose user asks who is there, until the conference ends the subscription for a while", Behaviours.ConferenceDeactivates, Behaviours.ConferenceProbation);

    public static readonly Scenario OutOfTurn = Of("conference-out-of-turn", "group chats whose user asks who is there: the first answer comes early, and others come to whom nobody asked", Behaviours.ConferenceNotifiesFirst, Behaviours.ConferenceStrays);

    public static readonly Scenario Renewed = Timed("conference-subscription-renewed", "a group chat with a subscription that has to be renewed, and is lost once", Behaviours.ConferenceShort, TimeSpan.FromSeconds(18));

    public static readonly Scenario Silent = Timed("conference-silent", "a group chat whose user asks who is there, and is told nothing", Behaviours.ConferenceSilent, TimeSpan.FromSeconds(33));

    private static Func<Provisioning, bool> Given => client => client.Declaration.ConferenceSubscription && Chats.AdHoc()(client);

    private static Scenario Of(string name, string purpose, params IReadOnlyList<Behaviour> behaviours) => new(name, purpose, Behaviours.AsNamed, async user =>
    {
        foreach (var behaviour in behaviours)
        {
            if (await user.EnterAsync(behaviour) is { } chat)
            {
                var asked = user.Now;
                await user.SubscribeConferenceAsync(chat);
                await user.AwaitNotificationsAsync(behaviour.Conference.Then.Count, asked);
                await user.QuietAsync();
                await user.LeaveAsync(chat);
            }
        }
    })
    {
        Given = Given,
    };

    private static Scenario Timed(string name, string purpose, Behaviour behaviour, TimeSpan time) => new(name, purpose, Behaviours.AsNamed, async user =>
    {
        if (await user.EnterAsync(behaviour) is { } chat)
        {
            await user.SubscribeConferenceAsync(chat);
            await user.AwaitAsync(_ => false, user.Now, time);
            await user.LeaveAsync(chat);
        }
    })
    {
        Given = Given,
        IsTimed = true,
    };

    /// <summary>Begins a chat with the behaviour's name among the invitees; null when it does not come up.</summary>
    private static async Task<Chat?> EnterAsync(this ScenarioContext user, Behaviour behaviour)
    {
        if (await user.StartChatAsync(user.Address(behaviour.Name), user.Address("bob")) is not { } chat)
        {
            return null;
        }

        return await user.AwaitAndTalkAsync(chat, []) ? chat : null;
    }

    private static async Task LeaveAsync(this ScenarioContext user, Chat chat)
    {
        await user.DescribeAsync(chat);
        var before = user.Now;
        await user.EndChatAsync(chat);
        await user.AwaitAsync(it => it.IsFinalFromClient("NOTIFY"), before, TimeSpan.FromSeconds(1));
    }

    /// <summary>Waits for the answers to as many notifications as there are to come behind the first.</summary>
    private static async Task AwaitNotificationsAsync(this ScenarioContext user, int more, int since)
    {
        var branches = new HashSet<string?>();
        for (var notification = 0; notification <= more; notification++)
        {
            if (await user.AwaitAsync(it => it.IsFinalFromClient("NOTIFY") && !branches.Contains(it.Branch()), since) is not { } answer)
            {
                return;
            }

            branches.Add(answer.Branch());
            since = answer.Number;
        }
    }
}
