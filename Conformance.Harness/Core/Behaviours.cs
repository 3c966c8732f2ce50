namespace Conformance.Harness.Core;

/// <summary>How the answering peer or the conference factory answers one INVITE.</summary>
/// <param name="StatusCode">The final response.</param>
/// <param name="AllowRows">The Allow rows of a 200; none for a 200 without Allow.</param>
/// <param name="HasContact">Whether a 200 carries a Contact.</param>
/// <param name="Answers">Whether there is a final response at all, unless the INVITE is cancelled.</param>
public sealed record InviteAnswer(
    int StatusCode = 200,
    IReadOnlyList<string>? AllowRows = null,
    bool HasContact = true,
    bool Answers = true)
{
    public static readonly IReadOnlyList<string> UsualAllow = ["INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE"];
}

/// <summary>
/// A named provocation of the fake core, and what it changes. Names are what `list behaviours` shows. Even a
/// provocation that breaks a rule of the protocol keeps to the grammar: what the core sends has no defect.
/// </summary>
public sealed record Behaviour(string Name, string Purpose)
{
    /// <summary>Rewrites the answer to an initial INVITE.</summary>
    public Func<InviteAnswer, InviteAnswer> Answer { get; init; } = answer => answer;

    /// <summary>Whether the first REGISTER is challenged.</summary>
    public bool ChallengesRegister { get; init; } = true;
}

/// <summary>The named behaviours that there are.</summary>
public static class Behaviours
{
    public static readonly Behaviour Usual = new("usual", "challenges the REGISTER once and answers each INVITE with 180 and 200");

    public static readonly Behaviour WithoutAllow = new("without-allow", "answers the INVITE with a 200 that has no Allow")
    {
        Answer = answer => answer with { AllowRows = [] },
    };

    public static readonly Behaviour SeveralAllowRows = new("several-allow-rows", "answers the INVITE with a 200 whose methods stand in three Allow rows, one of them a method that nobody knows")
    {
        Answer = answer => answer with { AllowRows = ["INVITE, ACK", "CANCEL,BYE", "OPTIONS , FOO"] },
    };

    public static readonly Behaviour WithoutContact = new("without-contact", "answers the INVITE with a 200 that has no Contact, which RFC 3261 table 2 demands")
    {
        Answer = answer => answer with { HasContact = false },
    };

    public static readonly Behaviour Busy = new("busy", "refuses the INVITE with 486")
    {
        Answer = answer => answer with { StatusCode = 486 },
    };

    public static readonly Behaviour Ringing = new("ringing", "answers the INVITE with 180 and leaves it at that until it is cancelled")
    {
        Answer = answer => answer with { Answers = false },
    };

    public static IReadOnlyList<Behaviour> All { get; } = [Usual, WithoutAllow, SeveralAllowRows, WithoutContact, Busy, Ringing];
}
