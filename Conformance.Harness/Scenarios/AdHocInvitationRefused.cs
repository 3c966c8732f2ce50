using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The conference factory is busy.</summary>
internal static class AdHocInvitationRefused
{
    public static readonly Scenario Scenario = new(
        "ad-hoc-invitation-refused",
        "an ad-hoc group chat that the factory refuses with 486",
        Behaviours.Busy,
        user => user.ChatAsync(user.Invitees(2), "Hello, both"))
    {
        Given = Chats.AdHoc(),
    };
}
