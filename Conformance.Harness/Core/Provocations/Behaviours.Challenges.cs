using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Provocations;

/// <content>INVITEs that are challenged by the proxy (RFC 3261 section 22.3).</content>
public static partial class Behaviours
{
    /// <summary>After this the core refuses, so that a client which never tires comes to an end.</summary>
    private const int MostChallenges = 4;

    public static readonly Behaviour Challenges = new("challenges-invite", "challenges the first INVITE with 407 and takes the next one")
    {
        Invite = new InvitePolicy(attempt => attempt.Number == 1 ? [Challenge(attempt, isStale: false)] : InvitePolicy.Usual.Plan(attempt)),
    };

    public static readonly Behaviour ChallengesStale = new("challenges-stale", "challenges the first INVITE with 407 and the second with 407 for its stale nonce; takes the third")
    {
        Invite = new InvitePolicy(attempt => attempt.Number <= 2 ? [Challenge(attempt, isStale: attempt.Number == 2)] : InvitePolicy.Usual.Plan(attempt)),
    };

    public static readonly Behaviour RejectsCredentials = new("rejects-credentials", "challenges each INVITE with 407 and a new nonce, whatever its credentials; the fifth it refuses with 403")
    {
        Invite = new InvitePolicy(attempt => attempt.Number <= MostChallenges ? [Challenge(attempt, isStale: false)] : [new Reply(403)]),
    };

    public static readonly Behaviour ChallengesEach = new("challenges-each-request", "challenges each request of a chat with 407 and a nonce that is good for one, those in the dialog too")
    {
        ChallengesEachRequest = true,
    };

    private static Reply Challenge(InviteAttempt attempt, bool isStale) => new(407)
    {
        Headers = [("Proxy-Authenticate", new DigestChallenge(attempt.Domain, $"nonce{attempt.Number}-{string.Join('-', attempt.Called)}", "MD5", ["auth"], null, isStale).ToHeaderValue())],
    };
}
