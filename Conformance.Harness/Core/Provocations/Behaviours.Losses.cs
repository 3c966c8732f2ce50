namespace Conformance.Harness.Core.Provocations;

/// <content>Messages that are lost, and finals that come again.</content>
public static partial class Behaviours
{
    public static readonly Behaviour LosesInvites = new("loses-invites", "leaves each INVITE without any response, as if it had been lost")
    {
        Loses = request => request.Method == "INVITE",
    };

    public static readonly Behaviour LosesByes = new("loses-byes", "leaves each BYE without any response, as if it had been lost")
    {
        Loses = request => request.Method == "BYE",
    };

    public static readonly Behaviour RepeatsRefusal = new("repeats-refusal", "refuses the INVITE with 486 and sends that three times more, as if the ACK had been lost")
    {
        Invite = InvitePolicy.Always(new Reply(180), new Reply(486), RefusalAgain, RefusalAgain, RefusalAgain),
    };

    private static Reply RefusalAgain => new(486) { IsCopy = true, After = TimeSpan.FromMilliseconds(300) };
}
