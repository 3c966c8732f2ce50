using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3581: symmetric response routing.</summary>
public static class Rfc3581
{
    /// <summary>Section 3.</summary>
    public static readonly Requirement RportWithoutValue = Shall(
        id: "RFC3581-3-1",
        quote: "An rport parameter in the top Via of a request has no value.",
        when: trace => trace.ClientRequests().Where(it => it.TopVia() is not null),
        then: request =>
        {
            var via = request.TopVia()!;
            var rport = via.Parameters.Named("rport");
            return Finding.That(
                rport?.Value is null,
                "rport without a value in the top Via, or none",
                rport is null ? "no rport" : rport.Span.Text(request.Octets),
                "write rport alone",
                request.At(rport?.Span ?? via.Span, "rport"));
        },
        mutants: [Mutant.Rewrites("gives-rport-a-value", "ACK", it => it.WithEdited("Via", via => via.EndsWith(";rport", StringComparison.Ordinal)
            ? $"{via}=5060"
            : $"{via.Replace(";rport;", ";", StringComparison.Ordinal)};rport=5060"))]);
}
