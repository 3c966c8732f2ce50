using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Provocations;

/// <summary>An INVITE outside a dialog, as the core counts them: retransmissions are no attempts of their own.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Invite">The request.</param>
public sealed record InviteAttempt(int Number, SipMessage Invite)
{
    /// <summary>The user parts of who is called: those on the list of an INVITE that has one, else that of To.</summary>
    public IReadOnlyList<string> Called { get; init; } = [];

    /// <summary>From 1 over the attempts to call these users.</summary>
    public int NumberForCalled { get; init; } = Number;

    /// <summary>The home domain.</summary>
    public string Domain { get; init; } = "";
}

/// <summary>How INVITEs outside a dialog are answered.</summary>
/// <param name="Plan">The replies to an attempt, in their order. A plan without a final reply rings until it is cancelled.</param>
public sealed record InvitePolicy(Func<InviteAttempt, IReadOnlyList<Reply>> Plan)
{
    public static readonly InvitePolicy Usual = Always(new Reply(180), new Reply(200));

    /// <summary>What is sent when an attempt is cancelled before its final reply; the rest of its plan falls away.</summary>
    public IReadOnlyList<Reply> OnCancel { get; init; } = [new Reply(487)];

    /// <summary>The same replies to each attempt.</summary>
    public static InvitePolicy Always(params IReadOnlyList<Reply> replies) => new(_ => replies);

    /// <summary>These replies to the first attempt; every later one is taken.</summary>
    public static InvitePolicy First(params IReadOnlyList<Reply> replies) =>
        new(attempt => attempt.Number == 1 ? replies : Usual.Plan(attempt));
}
