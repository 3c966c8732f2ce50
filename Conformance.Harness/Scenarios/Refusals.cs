using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>Users and factories that refuse, each in its own way: who is called says how (<see cref="Behaviours.AsNamed"/>).</summary>
internal static class Refusals
{
    /// <summary>A little longer than the rest that the 503 asks for, so that the next request of the user does not fall into it.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2.1);

    public static readonly Scenario OneToOne = new(
        "invitations-refused",
        "chats that are refused with 405, 413, 415, 488, 500, 600, 603 and 503: the client tries again where that helps",
        Behaviours.AsNamed,
        async user =>
        {
            foreach (var name in new[] { "status-405", "status-413", "status-415", "status-488", "status-500", "status-600", "status-603", "status-503" })
            {
                await user.ChatAsync(user.Company(name));
            }

            await user.AwaitAsync(_ => false, user.Now, Rest);
        })
    {
        Given = Chats.Either,
    };

    public static readonly Scenario Unknown = new(
        "unknown-responses",
        "chats that are answered with codes which no document defines: final ones, and provisional ones before a 200",
        Behaviours.AsNamed,
        async user =>
        {
            foreach (var name in new[] { "status-399", "status-499", "status-599", "status-699", "unknown-provisionals" })
            {
                await user.ChatAsync(user.Company(name));
            }
        })
    {
        Given = Chats.Either,
    };

    public static readonly Scenario AdHoc = new(
        "ad-hoc-invitations-refused",
        "ad-hoc group chats that are refused with 413, 415 and 420: a list that is not taken cannot be left out",
        Behaviours.AsNamed,
        async user =>
        {
            foreach (var name in new[] { "status-413", "status-415", "status-420" })
            {
                await user.ChatAsync([user.Address(name), user.Address("carol")]);
            }
        })
    {
        Given = Chats.AdHoc(),
    };
}
