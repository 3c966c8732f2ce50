using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Xml;
using Notification = Conformance.Harness.Core.Provocations.Notification;

namespace Conformance.Harness.Scenarios;

/// <summary>The user asks who is in the conference, and the conference tells of it in ways that are not always orderly.</summary>
internal static class Conferences
{
    public static readonly Scenario Told = Of("conference-told", "group chats whose user asks who is there: some come and go, some are only on their way, and what is told comes twice or with a gap", Behaviours.ConferenceChanges, Behaviours.ConferenceRepeats, Behaviours.ConferenceGap);

    public static readonly Scenario ToldInParts = Of("conference-told-in-parts", "group chats whose user asks who is there, and is told of single devices and of whole lists", Behaviours.ConferenceDetails, Behaviours.ConferenceLists);

    public static readonly Scenario Ended = Of("conference-ended", "group chats whose user asks who is there, until the conference is no more or ends the subscription for good", Behaviours.ConferenceDeleted, Behaviours.ConferenceRejects, Behaviours.ConferenceHasNoResource);

    public static readonly Scenario Resumed = Of("conference-resumed", "group chats whose user asks who is there, until the conference ends the subscription for a while", Behaviours.ConferenceDeactivates, Behaviours.ConferenceProbation, Behaviours.ConferenceGivesUp);

    public static readonly Scenario OutOfTurn = Of("conference-out-of-turn", "group chats whose user asks who is there: the first answer comes early, and others come to whom nobody asked", Behaviours.ConferenceNotifiesFirst, Behaviours.ConferenceStrays);

    public static readonly Scenario Renewed = Timed("conference-subscription-renewed", "a group chat with a subscription that has to be renewed, and is lost once", Behaviours.ConferenceShort, _ => TimeSpan.FromSeconds(18));

    public static readonly Scenario Silent = Timed("conference-silent", "a group chat whose user asks who is there, and is told nothing", Behaviours.ConferenceSilent, user => user.TransactionTimeout + TimeSpan.FromSeconds(5));

    /// <summary>How long a client may take to do what it is told of.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static Func<Provisioning, bool> Given => client => client.Declaration.ConferenceSubscription && Chats.AdHoc()(client);

    private static Scenario Of(string name, string purpose, params IReadOnlyList<Behaviour> behaviours) => new(name, purpose, Behaviours.AsNamed, async user =>
    {
        foreach (var behaviour in behaviours)
        {
            if (await user.EnterAsync(behaviour) is { } chat)
            {
                var asked = user.Now;
                await user.SubscribeConferenceAsync(chat);
                var last = await user.AwaitNotificationsAsync(behaviour.Conference.Then.Count(it => !it.IsLost), asked);
                if (behaviour.Conference.Then.Any(WantsSubscribe))
                {
                    await user.AwaitAsync(it => it.IsRequestFromClient("SUBSCRIBE"), last, Patience);
                }

                await user.QuietAsync();
                await user.LeaveAsync(chat, isSubscribed: !behaviour.Conference.Then.Any(EndsIt));
            }
        }
    })
    {
        Given = Given,
    };

    private static Scenario Timed(string name, string purpose, Behaviour behaviour, Func<ScenarioContext, TimeSpan> time) => new(name, purpose, Behaviours.AsNamed, async user =>
    {
        if (await user.EnterAsync(behaviour) is { } chat)
        {
            await user.SubscribeConferenceAsync(chat, !behaviour.Conference.IsSilent);
            await user.AwaitAsync(_ => false, user.Now, time(user));
            await user.LeaveAsync(chat, isSubscribed: !behaviour.Conference.IsSilent);
        }
    })
    {
        Given = Given,
        IsTimed = true,
    };

    private static bool WantsSubscribe(Notification notification) =>
        notification is { IsLost: true } or { State: InfoState.Deleted } || notification.Ends?.Contains("deactivated", StringComparison.Ordinal) == true;

    private static bool EndsIt(Notification notification) => notification is { State: InfoState.Deleted } or { Ends: not null };

    /// <summary>Begins a chat with the behaviour's name among the invitees; null when it does not come up.</summary>
    private static async Task<Chat?> EnterAsync(this ScenarioContext user, Behaviour behaviour)
    {
        if (await user.StartChatAsync(user.Address(behaviour.Name), user.Address("bob")) is not { } chat)
        {
            return null;
        }

        return await user.AwaitAndTalkAsync(chat, []) ? chat : null;
    }

    /// <summary>Ends the chat, and where a subscription is to end with it waits for that.</summary>
    private static async Task LeaveAsync(this ScenarioContext user, Chat chat, bool isSubscribed)
    {
        await user.DescribeAsync(chat);
        var before = user.Now;
        await user.EndChatAsync(chat);
        if (isSubscribed)
        {
            await user.AwaitAsync(it => it.IsFinalFromClient("NOTIFY"), before, Patience);
        }
    }

    /// <summary>Waits for the answers to as many notifications as there are to come behind the first; gives where the last one came.</summary>
    private static async Task<int> AwaitNotificationsAsync(this ScenarioContext user, int more, int since)
    {
        var branches = new HashSet<string?>();
        for (var notification = 0; notification <= more; notification++)
        {
            if (await user.AwaitAsync(it => it.IsFinalFromClient("NOTIFY") && !branches.Contains(it.Branch()), since) is not { } answer)
            {
                break;
            }

            branches.Add(answer.Branch());
            since = answer.Number;
        }

        return since;
    }
}
