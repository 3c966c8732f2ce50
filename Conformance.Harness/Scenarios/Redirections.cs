using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>Users and factories that redirect.</summary>
internal static class Redirections
{
    public static readonly Scenario OneToOne = new(
        "invitations-redirected",
        "chats that are redirected to one URI, to two, to none and in a circle",
        Behaviours.AsNamed,
        async user =>
        {
            foreach (var name in new[] { "redirects", "redirects-to-several", "redirects-to-nobody", "redirects-in-a-circle" })
            {
                await user.ChatAsync(user.Company(name), "Hello");
            }
        })
    {
        Given = Chats.Either,
    };

    public static readonly Scenario AdHoc = new(
        "ad-hoc-invitation-redirected",
        "an ad-hoc group chat that the factory redirects to the URI of the conference",
        Behaviours.Redirects,
        user => user.ChatAsync(user.Invitees(2), "Hello, both"))
    {
        Given = Chats.AdHoc(),
    };
}
