using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The proxy wants to know who invites.</summary>
internal static class InvitationsChallenged
{
    public static readonly Scenario Scenario = new(
        "invitations-challenged",
        "chats whose INVITE is challenged once, again for a stale nonce, each time anew, and with each request after it",
        Behaviours.AsNamed,
        async user =>
        {
            foreach (var name in new[] { "challenges-invite", "challenges-stale", "rejects-credentials", "challenges-each-request" })
            {
                await user.ChatAsync(user.Company(name));
            }
        })
    {
        Given = Chats.Either,
    };
}
