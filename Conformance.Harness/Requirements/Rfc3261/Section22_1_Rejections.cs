using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 22.1: credentials that were turned down.</summary>
public static class Section221Rejections
{
    /// <summary>
    /// Credentials are turned down when a request that answers a challenge of the same server meets the next one, and that does
    /// not call the nonce stale. What a client sends before it was challenged may be out of date and is not meant.
    /// </summary>
    public static readonly Requirement NoLoop = Shall(
        id: "RFC3261-22.1-1",
        quote: "Credentials that were turned down are not sent again, unless the challenge says that only their nonce was stale.",
        when: trace => trace.Refusals(401, 407).Select(it => Rejected(trace, it)).OfType<Rejection>(),
        then: it =>
        {
            var expected = $"no further INVITE with credentials of {it.Credentials.Value!.Username} for {it.Credentials.Value.Realm}";
            var again = it.Refused.Attempt.Invites
                .Where(invite => invite.Request.Number > it.Refused.Refusal.Number)
                .SelectMany(invite => it.Trace.Credentials().Where(used => used.Request == invite.Request))
                .FirstOrDefault(used => IsSameUser(used, it.Credentials));
            return again is null
                ? Finding.Holds(expected, "none", it.Refused.Refusal.StartLine(), it.Credentials.Evidence)
                : Finding.Fails(expected, "the same user and password once more", "give up, or ask the user for another password", again.Evidence, it.Credentials.Evidence);
        },
        mutants: [Mutant.Mishears("takes-each-nonce-for-stale", it => it.StatusCode == 407, it => it.WithEdited("Proxy-Authenticate", value => $"{value}, stale=true"))]);

    private static Rejection? Rejected(Trace trace, RefusedInvite refused) => trace.Credentials()
        .Where(it => it.Request == refused.Invite.Request && it.Value is not null && WasAskedFor(trace, it))
        .Where(it => Challenges(refused.Refusal).Any(challenge => challenge.Realm == it.Value!.Realm && !challenge.Stale))
        .Select(it => new Rejection(trace, refused, it))
        .FirstOrDefault();

    /// <summary>Whether the nonce is from a challenge to an INVITE.</summary>
    private static bool WasAskedFor(Trace trace, UsedCredentials used) => trace.Refusals(401, 407)
        .Any(it => it.Refusal.Number < used.Request.Number && Challenges(it.Refusal).Any(challenge => challenge.Nonce == used.Value!.Nonce));

    private static IEnumerable<DigestChallenge> Challenges(WireMessage response) => response.Sip.HeadersNamed("WWW-Authenticate")
        .Concat(response.Sip.HeadersNamed("Proxy-Authenticate"))
        .Select(it => DigestChallenge.Parse(response.Octets, it.ValueSpan).Value)
        .OfType<DigestChallenge>();

    private static bool IsSameUser(UsedCredentials used, UsedCredentials rejected) =>
        used.Value?.Username == rejected.Value!.Username && used.Value?.Realm == rejected.Value.Realm;

    private sealed record Rejection(Trace Trace, RefusedInvite Refused, UsedCredentials Credentials);
}
