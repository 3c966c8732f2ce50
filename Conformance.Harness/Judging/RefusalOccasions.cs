using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Mime;

namespace Conformance.Harness.Judging;

/// <summary>
/// A final response other than 2xx to an INVITE for a chat, and the next INVITE that the client sent for the same request of
/// its user; null when it sent none.
/// </summary>
public sealed record RefusedInvite(ChatAttempt Attempt, SipTransaction Invite, WireMessage Refusal, WireMessage? Retry)
{
    public Trace Trace => Attempt.Trace;

    /// <summary>What is said of the retry; a client that sends none holds, since it need not.</summary>
    public Finding IfRetried(string expected, Func<WireMessage, Finding> then) => Retry is { } retry
        ? then(retry)
        : Finding.Holds(expected, "no further INVITE", Refusal.StartLine());

    /// <summary>What is said of the retry; none fails, but not where the scenario broke off.</summary>
    public Finding Retried(string expected, string mend, Func<WireMessage, Finding> then) => Retry is { } retry
        ? then(retry)
        : Trace.NeverCame(Refusal, expected, "no further INVITE", mend, Refusal.StartLine());
}

/// <summary>Refusals of INVITEs, found in a trace.</summary>
public static class RefusalOccasions
{
    /// <summary>Those with one of these codes.</summary>
    public static IEnumerable<RefusedInvite> Refusals(this Trace trace, params IReadOnlyList<int> codes) =>
        from attempt in trace.Attempts()
        from invite in attempt.Invites
        let refusal = invite.FinalResponse
        where refusal is not null && codes.Contains(refusal.Sip.StatusCode)
        select new RefusedInvite(attempt, invite, refusal, attempt.Invites.Select(it => it.Request).FirstOrDefault(it => it.Number > refusal.Number));

    /// <summary>Whether an INVITE is not the first for a request of the user.</summary>
    public static bool IsRetry(this Trace trace, WireMessage request) =>
        trace.Attempts().Any(attempt => attempt.Invites.Skip(1).Any(it => it.Request == request));

    /// <summary>The Request-URI as it is written.</summary>
    public static string RequestUriText(this WireMessage message) => message.Sip.RequestUriSpan.Text(message.Octets);

    public static Evidence RequestUri(this WireMessage message) => message.At(message.Sip.RequestUriSpan, "Request-URI");

    /// <summary>The bodies of both, part by part, are the same octets; the order does not count, nor how they are wrapped.</summary>
    public static bool HasBodiesOf(this WireMessage message, WireMessage other) => Contents(message).SequenceEqual(Contents(other));

    private static IEnumerable<string> Contents(WireMessage message) => message.Sip.BodyParts()
        .Select(part => $"{part.ContentType?.Value} {part.Content.Text(message.Octets)}")
        .Order(StringComparer.Ordinal);
}
