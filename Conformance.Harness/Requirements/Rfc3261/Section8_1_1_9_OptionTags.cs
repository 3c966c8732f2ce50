using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 8.1.1.9: the extensions that a client names.</summary>
public static class Section8119OptionTags
{
    private static readonly string[] Names = ["Supported", "Require", "Proxy-Require"];

    /// <summary>
    /// A tag that IANA's registry does not have may be younger than the copy of it here: only one that says of itself that
    /// it is private fails.
    /// </summary>
    public static readonly Requirement StandardsTrack = Shall(
        id: "RFC3261-8.1.1.9-1",
        quote: "The option tags in Supported, Require and Proxy-Require of a request are those of standards-track RFCs; a vendor's own have no place there.",
        when: trace => trace.ClientRequests().SelectMany(request => Names.SelectMany(name => request.Sip.Elements(name).Select(span => (request, name, span)))),
        then: it => IsStandard(it.request, it.name, it.span),
        mutants:
        [
            Mutant.RewritesSip("supports-an-extension-of-its-own", Rewriting.IsInitialInvite, it => it.WithAdded("Supported", "com.example.autoextend")),
            Mutant.RewritesSip("asks-proxies-for-an-extension-of-its-own", Rewriting.IsInitialInvite, it => it.WithAdded("Proxy-Require", "X-fast-path")),
        ],
        conditional: true);

    private static Finding IsStandard(WireMessage request, string name, ByteSpan span)
    {
        var tag = span.Text(request.Octets);
        var expected = $"an option tag of a standards-track RFC in {name}";
        var evidence = request.At(span, "option tag");
        return tag switch
        {
            _ when OptionTags.IsRegistered(tag) => Finding.Holds(expected, tag, evidence),
            _ when OptionTags.IsPrivate(tag) => Finding.Fails(expected, $"{tag}, a private one", $"remove {tag} from {name}", evidence),
            _ => Finding.Undecided(expected, $"{tag}, which IANA's registry did not have when this suite was made", evidence),
        };
    }
}
