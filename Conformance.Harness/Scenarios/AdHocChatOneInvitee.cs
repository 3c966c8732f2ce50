using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The user chats with a group of one, which the draft takes as one-to-one (6.1.3.2.1 item 2).</summary>
internal static class AdHocChatOneInvitee
{
    public static readonly Scenario Scenario = new(
        "ad-hoc-chat-one-invitee",
        "a group chat for whose list only one user is named",
        Behaviours.Usual,
        user => user.ChatAsync(user.Invitees(1), "Hello, only one"))
    {
        Given = client => Chats.OneToOne(client) && Chats.AdHoc()(client),
    };
}
