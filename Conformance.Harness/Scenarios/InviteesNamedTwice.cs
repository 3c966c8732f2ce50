using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The user names somebody twice, or himself: how many users that are is open to two readings.</summary>
internal static class InviteesNamedTwice
{
    public static readonly Scenario Scenario = new(
        "invitees-named-twice",
        "chats with the same user twice, with a user and oneself, and with a group in which one user is named twice",
        Behaviours.Usual,
        async user =>
        {
            var (bob, carol) = (user.Address("bob"), user.Address("carol"));
            await user.ChatAsync([bob, bob], "Hello, Bob");
            await user.ChatAsync([bob, user.Provisioning.Address], "Hello, Bob and me");
            await user.ChatAsync([bob, carol, bob], "Hello, Bob, Carol and Bob");
        })
    {
        Given = client => Chats.OneToOne(client) && Chats.AdHoc(3)(client),
    };
}
