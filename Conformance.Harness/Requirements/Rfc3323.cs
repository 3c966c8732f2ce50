using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3323: privacy. No verb asks for it: only a client that does so of its own accord is judged.</summary>
public static class Rfc3323
{
    private const string Nowhere = "anonymous.invalid";

    /// <summary>
    /// Section 4.1.1.3. Who asks for "id" (RFC 3325 section 9.3) hides the asserted identity, and would give it away in From;
    /// who asks for "user" leaves From to the network. Contact has to stay where requests can reach it.
    /// </summary>
    public static readonly Requirement AnonymousFrom = Should(
        id: "RFC3323-4.1.1.3-1",
        quote: "A user who stays anonymous is anonymous.invalid in From, and still reachable by Contact.",
        when: trace => trace.ClientRequestsOutsideDialogs().Where(it => it.Sip.Method != "REGISTER" && IsAnonymous(it)),
        then: it => Finding.All([HidesFrom(it), KeepsContact(it)]),
        mutants:
        [
            Mutant.Rewrites("asks-for-privacy-and-gives-its-name", "INVITE", it => it.With("From", $"<sip:alice@im.example>;tag={it.From?.Value?.Tag}")),
            Mutant.Rewrites("cannot-be-reached-anonymously", "INVITE", it => it.With("Contact", $"<sip:anonymous@{Nowhere}>")),
        ],
        conditional: true);

    private static bool IsAnonymous(WireMessage request) => HostOf(request.Sip.From?.Value?.Uri) == Nowhere
        || request.Sip.Header("Privacy")?.Value.Split(';').Any(it => it.Trim().Equals("id", StringComparison.OrdinalIgnoreCase)) == true;

    private static Finding HidesFrom(WireMessage request)
    {
        var from = request.Sip.From?.Value?.Uri;
        return Finding.That(
            HostOf(from) == Nowhere,
            $"sip:anonymous@{Nowhere} in From",
            $"From: {from?.Text}",
            $"write From: \"Anonymous\" <sip:anonymous@{Nowhere}> with its tag",
            request.Field("From"),
            request.Field("Privacy"));
    }

    private static Finding KeepsContact(WireMessage request)
    {
        var lost = request.Sip.Contacts.Select(it => it.Value?.Uri).FirstOrDefault(it => HostOf(it) == Nowhere);
        return Finding.That(
            lost is null,
            "a Contact that requests can reach",
            lost is null ? $"Contact: {request.Sip.Header("Contact")?.Value}" : $"Contact: <{lost.Text}>",
            "write the client's own address or GRUU into Contact",
            request.Field("Contact"));
    }

    private static string? HostOf(WireUri? uri) => (uri as SipUri)?.Host.ToLowerInvariant();
}
