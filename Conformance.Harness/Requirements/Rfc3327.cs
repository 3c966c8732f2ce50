using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3327: Path. A client outside an IMS need not know it; one inside does (TS 24.229 section 5.1.1.2).</summary>
public static class Rfc3327
{
    /// <summary>Section 5.1. That a REGISTER has it is asked more sternly by T24229-24.229_5.1.1.2-1; a Path of the client's own is allowed.</summary>
    public static readonly Requirement SaysSoEverywhere = Should(
        id: "RFC3327-5.1-1",
        quote: "path stands in each Supported of a client that knows it.",
        when: trace => trace.ClientRequests().Where(it => it.Sip.Header("Supported") is not null),
        then: it => it.HasElement("Supported", "path"),
        mutants: [Ts24229.SupportsNoPath],
        given: it => it.Ims);
}
