using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>Responses that look unusual or are not for the INVITE at hand.</summary>
internal static class OddResponses
{
    public static readonly Scenario OneToOne = new(
        "odd-responses",
        "chats that are answered in compact form, in folded lines, with 200s for other requests and with a 200 after a refusal",
        Behaviours.AsNamed,
        async user =>
        {
            await user.ChatAsync(user.Company("compact-answer"));
            await user.ChatAsync(user.Company("folded-answer"));
            await user.ChatAsync(user.Company("stray-answers"));
            await user.RefusedThenAcceptedAsync();
        })
    {
        Given = Chats.Either,
    };

    /// <summary>As many as may be: in most clients that makes the INVITE so large that it goes over TCP (RFC 3261 section 18.1.1).</summary>
    public static readonly Scenario AdHoc = new(
        "line-ends-before-responses",
        "a large ad-hoc group chat, whose responses have line ends before them where they come over TCP",
        Behaviours.LineEndsFirst,
        user => user.ChatAsync(user.Invitees(user.Provisioning.MaxAdhocGroupSize)))
    {
        Given = Chats.AdHoc(),
    };

    /// <summary>The 200 that comes too late is given its time before the client is asked.</summary>
    private static async Task RefusedThenAcceptedAsync(this ScenarioContext user)
    {
        if (await user.StartChatAsync(user.Company("late-answer")) is { } chat)
        {
            var isUp = await user.AwaitAnswerAsync(chat);
            await user.QuietAsync();
            await user.DescribeAsync(chat);
            if (isUp)
            {
                await user.EndChatAsync(chat);
            }
        }
    }
}
