using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 8.1.3.4: what a client does with a 3xx.</summary>
public static class Section8134Redirections
{
    private static readonly int[] Redirecting = [300, 301, 302];

    /// <summary>Refusals of section 8.1.3.5 and the like, after which the same URI is tried again in another form or later.</summary>
    private static readonly int[] Retriable = [401, 407, 413, 415, 416, 420, 422, 428, 491, 494, 500, 503];

    /// <summary>The client that takes a redirection as a refusal.</summary>
    internal static readonly Mutant Ignores = Mutant.Mishears("takes-a-redirection-as-a-refusal", it => it.StatusCode == 302, it => it.WithStartLine("SIP/2.0 403 Forbidden"));

    private static readonly Mutant GoesInACircle = new("goes-back-to-the-redirecting-uri", GoesBack);

    /// <summary>Which of several URIs goes first is free, and so is Call-ID. To and From are only recommended to stay.</summary>
    public static readonly Requirement FollowsContact = Should(
        id: "RFC3261-8.1.3.4-1",
        quote: "A 3xx is followed by an INVITE to a URI of its Contact, without that URI's headers and method, on a new branch and with the bodies of the first INVITE.",
        when: trace => trace.Refusals(Redirecting).Where(it => Untried(it).Any()),
        then: it => it.Retried($"an INVITE to {string.Join(" or ", Untried(it))}", "follow the redirection", retry => Finding.All(
        [
            GoesToContact(it, retry),
            Finding.That(
                retry.TopVia()?.Branch != it.Invite.Request.TopVia()?.Branch,
                "a new branch",
                $"branch {retry.TopVia()?.Branch} again",
                "make a new branch for the new INVITE",
                retry.Field("Via"),
                it.Invite.Request.Field("Via")),
            HasSameBodies(it, retry),
        ])),
        mutants:
        [
            Ignores,
            Mutant.RewritesSip("follows-a-redirection-without-its-body", IsRedirected, it => it.WithSdpText("s=-", "s=redirected")),
            GoesInACircle,
        ]);

    /// <summary>The same section: the target set holds each URI once.</summary>
    public static readonly Requirement NeverTwice = Shall(
        id: "RFC3261-8.1.3.4-2",
        quote: "No URI is tried twice on the way through redirections, so that none goes round in a circle.",
        when: trace => trace.Attempts().Where(it => it.Invites.Any(invite => Redirecting.Contains(invite.FinalResponse?.Sip.StatusCode ?? 0))),
        then: IsNoCircle,
        mutants: [GoesInACircle]);

    /// <summary>Whether the bodies are the same, as a finding on the INVITE that follows a redirection.</summary>
    internal static Finding HasSameBodies(RefusedInvite refused, WireMessage retry) => Finding.That(
        retry.HasBodiesOf(refused.Invite.Request),
        $"the bodies of the INVITE that was redirected, {refused.Invite.Request.BodyTypes()}",
        $"others: {retry.BodyTypes()}",
        "send the bodies again as they were",
        retry.At(retry.BodyOrHead(), "bodies"),
        refused.Invite.Request.At(refused.Invite.Request.BodyOrHead(), "bodies of the first INVITE"));

    private static Finding GoesToContact(RefusedInvite refused, WireMessage retry) => Finding.That(
        ContactsUpTo(refused.Attempt, retry).Any(it => AddressComparison.IsSame(it, retry.RequestUriText())),
        $"a Request-URI from the Contact of the {refused.Refusal.Title()}: {string.Join(" or ", Untried(refused))}",
        retry.RequestUriText(),
        "take a URI of Contact as Request-URI",
        retry.RequestUri(),
        refused.Refusal.Field("Contact"));

    /// <summary>SIP URIs of the Contact that the client had not tried before: those that it may follow over what it has.</summary>
    internal static IEnumerable<string> Untried(RefusedInvite refused) => Contacts(refused.Refusal)
        .Where(uri => !refused.Attempt.Invites.Any(it => it.Request.Number < refused.Refusal.Number && AddressComparison.IsSame(uri, it.Request.RequestUriText())));

    private static IEnumerable<string> ContactsUpTo(ChatAttempt attempt, WireMessage request) => attempt.Invites
        .Select(it => it.FinalResponse)
        .OfType<WireMessage>()
        .Where(it => it.Number < request.Number && Redirecting.Contains(it.Sip.StatusCode))
        .SelectMany(Contacts);

    private static IEnumerable<string> Contacts(WireMessage response) => response.Sip.Contacts
        .Select(it => it.Value?.Uri)
        .OfType<SipUri>()
        .Where(it => it.Scheme.Equals("sip", StringComparison.OrdinalIgnoreCase))
        .Select(it => it.Text);

    private static Finding IsNoCircle(ChatAttempt attempt)
    {
        const string Expected = "each URI once";
        foreach (var (again, i) in attempt.Invites.Select((it, i) => (it, i)))
        {
            var first = attempt.Invites.Take(i).LastOrDefault(it => UriOf(it).IsEquivalentTo(UriOf(again)));
            if (first?.FinalResponse is { } answer && answer.Number < again.Request.Number && !Retriable.Contains(answer.Sip.StatusCode))
            {
                return Finding.Fails(
                    Expected,
                    string.Create(CultureInfo.InvariantCulture, $"{again.Request.RequestUriText()} again, which had answered {answer.Sip.StatusCode}"),
                    "remember the URIs that were tried, and try none of them again",
                    again.Request.RequestUri(),
                    first.Request.RequestUri());
            }
        }

        return Finding.Holds(Expected, "each once", [.. attempt.Invites.Select(it => it.Request.RequestUri())]);
    }

    private static WireUri UriOf(SipTransaction invite) => invite.Request.Sip.RequestUri.Value ?? new OtherUri(invite.Request.RequestUriText(), "", default);

    /// <summary>An INVITE whose Request-URI is another than To, as the reference client sends it after a redirection.</summary>
    private static bool IsRedirected(SipMessage message) => message.IsInitialInvite()
        && message.To?.Value?.Uri is SipUri to
        && message.RequestUri.Value is SipUri uri
        && to.Host != uri.Host;

    /// <summary>The INVITE after the first redirection goes where the first INVITE went, and is answered as if it had not.</summary>
    private static Tamper GoesBack()
    {
        string? original = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip || !it.Sip.IsInitialInvite())
                {
                    return [it];
                }

                var isRedirected = IsRedirected(it.Sip);
                original = isRedirected ? original : it.Sip.RequestUriSpan.Text(it.Octets);
                return [isRedirected && original is not null ? it with { Octets = it.Sip.WithRequestUri(original).Octets } : it];
            },
        };
    }
}
