using Conformance.Harness.Judging;

namespace Conformance.Harness.Requirements;

/// <summary>Rows about Path, of the 3GPP specifications and of OMA's published sibling that get no verdict, each with its reason.</summary>
internal static class ExclusionsIms
{
    public static readonly Exclusion SupportsPath = new(
        "RFC3327-5.1-1",
        "path stands in the Supported of a REGISTER.",
        ExclusionKind.JudgedElsewhere,
        "In an IMS it is asked by T24229-24.229_5.1.1.2-1; outside one a client need not know Path. A Path that the client itself inserts is allowed.");

    public static readonly Exclusion SupportsPreconditions = new(
        "T24229-24.229_5.1.3-1",
        "An originating client should support preconditions; a session may begin without them.",
        ExclusionKind.Unverified,
        "The clause could not be looked up, and by its own words nothing is amiss without preconditions. Who uses them is judged by the rows of RFC 3312 and by T24229-24.229_5.1.3.1-1.");

    public static readonly Exclusion ConferenceByFactory = new(
        "T24229-24.147_5.3.1.3.2-1",
        "A conference is made by an INVITE to the factory URI; the URI of the Contact is kept as the conference's.",
        ExclusionKind.JudgedElsewhere,
        "The draft asks the same: IM-6.1.3.2.1-3a, R2 and 3c.");

    public static readonly Exclusion MessageOffer = new(
        "T24229-24.247_8.3.1-1",
        "The offer of a messaging session has an MSRP media description with accept-types and path.",
        ExclusionKind.JudgedElsewhere,
        "RFC 4975 sections 8.1 to 8.6 and the draft's items 4 to 5 c ask the same. What releases 9 and later add (setup, msrp-cema) is younger than the draft.");

    public static readonly Exclusion MessageFlow = new(
        "T24229-24.247_A.4.2-1",
        "An example of the INVITE of a one-to-one messaging session without preconditions.",
        ExclusionKind.Informative,
        "An example. It shows a plain application/sdp body where the draft has a multipart (IM-6.1.3.2.1-4).");

    public static readonly Exclusion CountsFirst = new(
        "OMAIM-TS_7.1.1_sibling_-1",
        "The users on the list are counted against MAX-ADHOC-GROUP-SIZE before the bodies are made.",
        ExclusionKind.JudgedElsewhere,
        "The published text of what the draft says in IM-6.1.3.2.1-3d.1 to 3d.3. In which order a client works is not seen.");

    public static readonly Exclusion PrefersCpim = new(
        "OMAIM-TS_7.1.1_sibling_-2",
        "accept-types of an offer is message/cpim, and more formats are allowed.",
        ExclusionKind.Unverified,
        "Asked by the published specification and not by this draft, which a client need not have read ahead of; the text could not be looked up.");

    public static readonly Exclusion KeepsIdentity = new(
        "OMAIM-TS_7.1.1_sibling_-3",
        "After the 200 the IM Session Identity is kept and the user plane is set up.",
        ExclusionKind.JudgedElsewhere,
        "IM-6.1.3.2.1-R2 for the identity, IM-6.1.3.2.1-i4 and RFC 4975 sections 5.4 and 8.5 for MSRP.");

    public static readonly Exclusion Provisioning = new(
        "OMAIM-TS_App._I-1",
        "MAX-ADHOC-GROUP-SIZE and the Conference-factory-URI are provisioned values.",
        ExclusionKind.Informative,
        "How a client is provisioned: the adapter's initialize gives both, and the profile's ixit holds them.");

    public static readonly Exclusion ConnectionDirection = new(
        "OMAIM-TS_5.8.1-1",
        "The direction of the MSRP connection is negotiated by a=setup.",
        ExclusionKind.Unverified,
        "Asked by the published specification and not by this draft; a client may offer setup, and is then not held to connect itself.");

    public static readonly Exclusion FeatureTag = new(
        "OMAIM-feature_tag-1",
        "Contact is marked with the feature tag +g.oma.sip-im.",
        ExclusionKind.Unverified,
        "The draft's 6.1.3.1, where it would stand, is empty: a client with and one without it are both right.");
}
