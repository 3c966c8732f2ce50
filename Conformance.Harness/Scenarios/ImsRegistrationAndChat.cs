using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>A client of an IMS registers, chats, renews its registration in time, and chats again.</summary>
internal static class ImsRegistrationAndChat
{
    /// <summary>Longer than the registration lasts.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    public static readonly Scenario Scenario = new(
        "ims-registration-and-chat",
        "an IMS grants a short registration with a Service-Route of two hops: a chat, the renewal, and another chat",
        Behaviours.ImsRegistration,
        async user =>
        {
            await user.ChatAsync(user.Company("bob"), "Hello, Bob");
            await user.AwaitAsync(WireEvents.IsRegistered, user.Now, Renewal);
            await user.ChatAsync(user.Company("carol"), "Hello, Carol");
        })
    {
        Given = client => client.Declaration.Ims && Chats.Either(client),
    };
}
