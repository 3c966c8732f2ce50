using Conformance.Harness.Driving;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Scenarios;

/// <summary>Steps that most stories have in common, and what they need of a client.</summary>
internal static class Chats
{
    public static bool OneToOne(Provisioning client) => client.Declaration.OneToOne;

    /// <summary>Needs a client that chats, with one user or with two.</summary>
    public static bool Either(Provisioning client) => OneToOne(client) || AdHoc()(client);

    /// <summary>Needs a client that chats, and messages in the chat.</summary>
    public static bool Messages(Provisioning client) => Either(client) && client.Declaration.Msrp;

    /// <summary>Needs a group of so many invitees.</summary>
    public static Func<Provisioning, bool> AdHoc(int invitees = 2) =>
        client => client.Declaration.AdHoc && client.MaxAdhocGroupSize >= invitees;

    /// <summary>
    /// A whole chat: invites, waits for the answer, describes the chat while what the answer said is fresh, talks if the
    /// session is up, ends what has not ended by itself.
    /// </summary>
    public static async Task ChatAsync(this ScenarioContext user, IReadOnlyList<string> invitees, params IReadOnlyList<string> texts)
    {
        if (await user.StartChatAsync(invitees) is { } chat)
        {
            await user.AwaitAndTalkAsync(chat, texts);
            if (!chat.IsOver)
            {
                await user.EndChatAsync(chat);
            }
        }
    }

    /// <summary>The same without the end; gives whether the session came up.</summary>
    public static async Task<bool> AwaitAndTalkAsync(this ScenarioContext user, Chat chat, IReadOnlyList<string> texts)
    {
        var isUp = await user.AwaitAnswerAsync(chat);
        await user.DescribeAsync(chat);
        foreach (var text in isUp ? texts : [])
        {
            await user.ExchangeAsync(chat, text);
        }

        return isUp;
    }

    /// <summary>Waits for so many copies of the final response to the INVITE, and for the ACK of each.</summary>
    public static async Task AwaitCopiesAsync(this ScenarioContext user, int copies)
    {
        var limit = TimeSpan.FromSeconds(1);
        for (var copy = 1; copy <= copies; copy++)
        {
            var before = user.Now;
            await user.AwaitAsync(it => it.IsFinalToClient("INVITE"), before, limit);
            await user.AwaitAsync(it => it.IsRequestFromClient("ACK"), before, limit);
        }
    }

    /// <summary>
    /// Waits until the client has given final responses to so many requests of the peer; one that it leaves without any ends
    /// the waiting. Copies of a response are none of another request.
    /// </summary>
    public static async Task AwaitPeerRequestsAsync(this ScenarioContext user, int requests, int since)
    {
        var answered = new HashSet<string?>();
        for (var request = 1; request <= requests; request++)
        {
            if (await user.AwaitAsync(it => it.IsFinalFromClient() && !answered.Contains(it.Branch()), since) is not { } final)
            {
                return;
            }

            answered.Add(final.Branch());
            since = final.Number;
        }
    }

    /// <summary>Whom a story invites that is not about how many: that user, and one more where the client has group chats only.</summary>
    public static IReadOnlyList<string> Company(this ScenarioContext user, string name) =>
        user.Provisioning.Declaration.OneToOne ? [user.Address(name)] : [user.Address(name), user.Address("dave")];

    /// <summary>So many invitees of the home domain: the first named, the others numbered.</summary>
    public static IReadOnlyList<string> Invitees(this ScenarioContext user, int count)
    {
        string[] names = ["bob", "carol", "dave"];
        return [.. Enumerable.Range(0, count).Select(i => user.Address(i < names.Length ? names[i] : $"user{i + 1}"))];
    }
}
