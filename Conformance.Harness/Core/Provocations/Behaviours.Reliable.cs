using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Provocations;

/// <content>Provisional responses that are sent reliably (RFC 3262), and a second answer to the offer. An INVITE that does not list 100rel is answered as usual.</content>
public static partial class Behaviours
{
    public static readonly Behaviour ReliableRinging = Reliably(
        "reliable-ringing",
        "answers the INVITE with a reliable 180 and, once that is confirmed, with 200",
        new Reply(180) { IsReliable = true },
        new Reply(200) { When = Gate.Confirmed });

    public static readonly Behaviour ReliableAnswer = Reliably(
        "reliable-answer",
        "answers the offer in a reliable 183, and the INVITE with a 200 that has no session description",
        new Reply(183) { IsReliable = true, HasAnswer = true },
        new Reply(200) { When = Gate.Confirmed, HasAnswer = false });

    public static readonly Behaviour ReliableGap = Reliably(
        "reliable-gap",
        "answers the INVITE with a reliable 183, another of which one is missing before it, and 200",
        new Reply(183) { IsReliable = true },
        new Reply(183) { IsReliable = true, SequenceStep = 2, When = Gate.Confirmed },
        new Reply(200) { After = TimeSpan.FromSeconds(1) });

    public static readonly Behaviour ReliableCopies = Reliably(
        "reliable-copies",
        "answers the INVITE with a reliable 183, sends that twice more after its PRACK, and then 200",
        new Reply(183) { IsReliable = true },
        ReliableAgain,
        ReliableAgain,
        new Reply(200) { After = TimeSpan.FromSeconds(1) });

    public static readonly Behaviour ReliableTrying = Reliably(
        "reliable-trying",
        "answers the INVITE with a 100 that claims to be reliable, which it cannot be, and then with 180 and 200",
        new Reply(100) { IsReliable = true },
        new Reply(180) { After = TimeSpan.FromSeconds(1) },
        new Reply(200) { After = TimeSpan.FromSeconds(1) });

    public static readonly Behaviour OtherAnswerAfterReliable = Reliably(
        "reliable-answer-then-another",
        "answers the offer in a reliable 183, and again with another path in the 200",
        new Reply(183) { IsReliable = true, HasAnswer = true },
        new Reply(200) { When = Gate.Confirmed, Form = WithAnotherPath });

    public static readonly Behaviour OtherAnswerInCopy = new(
        "another-answer-in-a-copy",
        "answers the INVITE with a 200 that comes again after its ACK with another path in its session description")
    {
        Invite = InvitePolicy.Always(new Reply(180), new Reply(200), SuccessAgain(Gate.Acknowledged) with { Form = WithAnotherPath }),
    };

    private static Reply ReliableAgain => new(183) { IsCopy = true, When = Gate.Confirmed, After = TimeSpan.FromMilliseconds(300) };

    private static Behaviour Reliably(string name, string purpose, params IReadOnlyList<Reply> replies) => new(name, $"{purpose}, if the INVITE lists 100rel")
    {
        Invite = new InvitePolicy(attempt => attempt.Invite.Supports100Rel() ? replies : InvitePolicy.Usual.Plan(attempt)),
    };

    /// <summary>The path of a session that is not there, at the same address: what goes there is seen and answered with 481.</summary>
    private static SipMessage WithAnotherPath(SipMessage message) => message.WithPartText(Sdp, text => text.Replace(";tcp", "x;tcp", StringComparison.Ordinal));
}
