using Conformance.Harness.Judging;

namespace Conformance.Harness.Requirements.Draft;

/// <summary>The draft's statements that get no verdict, each with its reason.</summary>
internal static class Exclusions
{
    public static readonly Exclusion ImSessionIdentity = new(
        "IM-3-1",
        "SIP URI received by the IM Client during the IM Session establishment in the Contact header",
        ExclusionKind.Informative,
        "A definition. It is used by, and judged through, IM-6.1.3.2.1-R2.");

    public static readonly Exclusion AuthenticatedAddress = new(
        "IM-3-2",
        "The Authenticated Originator's IM Address is the IM Address of the originating IM Client that has been authenticated by the SIP/IP Core. E.g. the P-Asserted Identity",
        ExclusionKind.OtherActor,
        "A definition of what the SIP/IP Core has authenticated. No filled procedure of the IM Client uses it: subclause 5.2 is empty.");

    public static readonly Exclusion AddressIdentifies = new(
        "IM-3-3",
        "A IM Address identifies a IM User.",
        ExclusionKind.Informative,
        "A definition. It says what the Request-URI of IM-6.1.3.2.1-2 and the entries of 3b hold.");

    public static readonly Exclusion AddressIsUsedToCommunicate = new(
        "IM-3-4",
        "The IM Address can be used by one IM User to request communication with other IM Users.",
        ExclusionKind.Informative,
        "A definition. It says what the Request-URI of IM-6.1.3.2.1-2 and the entries of 3b hold.");

    public static readonly Exclusion KeyWords = new(
        "IM-3.1-1",
        "The key words “MUST”, “MUST NOT”, “REQUIRED”, “SHALL”, “SHALL NOT”, “SHOULD”, “SHOULD NOT”, “RECOMMENDED”, “MAY”, and “OPTIONAL” in this document are to be interpreted as described in [RFC2119].",
        ExclusionKind.Informative,
        "It says how the key words are to be read: a SHALL that is broken fails, a SHOULD is advice, a MAY is never missed.");

    public static readonly Exclusion IsNormative = new(
        "IM-3.1-2",
        "All sections and appendixes, except “Scope” and “Introduction”, are normative, unless they are explicitly indicated to be informative.",
        ExclusionKind.Ambiguous,
        "Contradicts IM-3.1-3: both alternatives of the template were kept. Decision D1: the document is taken as normative, see IM-6.1.3.2.1-1.");

    public static readonly Exclusion IsInformative = new(
        "IM-3.1-3",
        "This is an informative document, which is not intended to provide testable requirements to implementations.",
        ExclusionKind.Ambiguous,
        "Contradicts IM-3.1-2: both alternatives of the template were kept. Decision D1: the document is taken as normative, see IM-6.1.3.2.1-1.");

    public static readonly Exclusion ServiceSettings = new(
        "IM-6.1.1.2-EN",
        "Editor’s note: Publishing of IM Service setting is FFS.",
        ExclusionKind.Informative,
        "An editor's note: what is for further study asks nothing yet.");

    public static readonly Exclusion OnSuccess = new(
        "IM-6.1.3.2.1-R0",
        "On receiving a SIP 200 \"OK\" response to the SIP INVITE request the IM Client:",
        ExclusionKind.Informative,
        "A condition without a verb of its own. Its two items are IM-6.1.3.2.1-R1 and R2, whose occasions are these 200s; the ACK that the draft does not mention is judged by i4 and by RFC 3261.");
}
