using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>Asks for what the client does not declare, since one that serves it all the same declares too little. It may refuse.</summary>
internal static class UndeclaredChats
{
    public static readonly Scenario Scenario = new(
        "undeclared-chats",
        "a chat of the kind that the client does not declare, with one user or with two: it may refuse",
        Behaviours.Usual,
        async user =>
        {
            if (!user.Provisioning.Declaration.OneToOne)
            {
                await user.ChatAsync(user.Invitees(1));
            }

            if (!user.Provisioning.Declaration.AdHoc)
            {
                await user.ChatAsync(user.Invitees(2));
            }
        })
    {
        Given = client => client.Declaration is not { OneToOne: true, AdHoc: true },
    };
}
