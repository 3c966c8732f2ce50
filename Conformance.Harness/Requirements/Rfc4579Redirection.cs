using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements.Rfc3261;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 4579 section 5.4: a factory that redirects.</summary>
internal static class Rfc4579Redirection
{
    public static readonly Requirement FollowsTheFactory = Should(
        id: "RFC4579-5.4-1",
        quote: "When the factory redirects to the URI of the conference, the INVITE goes there, with the same session description and list.",
        when: trace => trace.Refusals(302).Where(it => it.Attempt.IsAdHoc && ConferenceOf(it) is { } conference && Section8134Redirections.Untried(it).Contains(conference)),
        then: it => it.Retried($"an INVITE to {ConferenceOf(it)}", "send the INVITE to the URI of the conference", retry => Finding.All(
        [
            retry.RequestUriIs(ConferenceOf(it)!, "the conference"),
            Section8134Redirections.HasSameBodies(it, retry),
        ])),
        mutants:
        [
            Section8134Redirections.Ignores,
            Mutant.RewritesSip(
                "leaves-the-list-behind-on-redirection",
                it => it.IsInitialInvite() && it.RequestUri.Value is SipUri { User: { } user } && user.StartsWith("conf-", StringComparison.Ordinal),
                it => Wire.Mime.SipBodies.WithoutPart(it, Sent.ListType)),
        ],
        given: it => it.AdHoc);

    private static string? ConferenceOf(RefusedInvite refused) => refused.Refusal.Sip.Contacts
        .Select(it => it.Value)
        .FirstOrDefault(it => it?.Parameters.Any(parameter => parameter.Name.Equals("isfocus", StringComparison.OrdinalIgnoreCase)) == true)?.Uri.Text;
}
