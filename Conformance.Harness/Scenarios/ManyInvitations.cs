using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The user tries again and again, which shows whether what has to be random is.</summary>
internal static class ManyInvitations
{
    private const int Invitations = 10;

    public static readonly Scenario Scenario = new(
        "many-invitations",
        "ten chats in a row that are refused with 486: each call has a tag, a Call-ID and a session id of its own",
        Behaviours.Busy,
        async user =>
        {
            for (var i = 0; i < Invitations; i++)
            {
                await user.ChatAsync(user.Invitees(user.Provisioning.Declaration.OneToOne ? 1 : 2));
            }
        })
    {
        Given = client => Chats.OneToOne(client) || Chats.AdHoc()(client),
    };
}
