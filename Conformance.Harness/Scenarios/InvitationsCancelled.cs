using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Scenarios;

/// <summary>The user thinks better of it before the invitation is answered.</summary>
internal static class InvitationsCancelled
{
    public static readonly Scenario OneToOne = new(
        "invitations-cancelled",
        "chats that the user ends while the peer rings, before anything has come from the peer, and while the answer is on its way",
        Behaviours.AsNamed,
        async user =>
        {
            await user.CancelAsync(user.Company("ringing"), happened => happened.IsProvisionalToClient());
            await user.CancelAsync(user.Company("rings-late"), happened => happened.IsRequestFromClient("INVITE"));
            await user.CancelAsync(user.Company(Behaviours.AnsweredMeanwhile.Name), happened => happened.IsProvisionalToClient());
        })
    {
        Given = Chats.Either,
    };

    public static readonly Scenario AdHoc = new(
        "ad-hoc-invitation-cancelled",
        "an ad-hoc group chat that the user ends while the factory has not answered",
        Behaviours.Ringing,
        user => user.CancelAsync(user.Invitees(2), happened => happened.IsProvisionalToClient()))
    {
        Given = Chats.AdHoc(),
    };

    /// <summary>Ends the chat at the first event of that kind; waits until the INVITE is over.</summary>
    private static async Task CancelAsync(this ScenarioContext user, IReadOnlyList<string> invitees, Func<TraceEvent, bool> moment)
    {
        if (await user.StartChatAsync(invitees) is not { } chat)
        {
            return;
        }

        await user.AwaitAsync(moment, chat.Ask);
        await user.EndChatAsync(chat);
        if (await user.AwaitAsync(it => it.IsFinalToClient("INVITE"), chat.Ask) is { } final)
        {
            await user.AwaitAsync(it => it.IsRequestFromClient("ACK"), final.Number);
            if (final is WireMessage { Sip.StatusCode: < 300 })
            {
                // The answer crossed the CANCEL: the client ends what nobody wants any more.
                await user.AwaitAsync(it => it.IsFinalToClient("BYE"), final.Number);
                await user.QuietAsync();
            }
        }

        await user.DescribeAsync(chat);
    }
}
