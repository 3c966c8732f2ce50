using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 2046 section 5.1.1, what is left to transports that change line ends.</summary>
internal static class Rfc2046Padding
{
    public static readonly Requirement NoPadding = Shall(
        id: "RFC2046-5.1.1-3",
        quote: "Who makes a multipart puts no white space behind a delimiter; only transports may add such padding, and SIP's do not.",
        when: Sent.Multiparts,
        then: message => message.HasNone(
            SipBodies.Readings(message.Sip).SelectMany(it => it.Defects).Where(it => it.Kind == DefectKind.PaddingAfterDelimiter),
            message.Sip.Body,
            "delimiter lines that end right behind the boundary or its two hyphens",
            "remove the white space behind the delimiter"),
        mutants: [Mutant.Rewrites("pads-its-delimiters", "INVITE", it => it.Multipart()?.Value?.Boundary is { } boundary
            ? it.WithBodyText(text => text.Replace($"--{boundary}\r\n", $"--{boundary} \t\r\n", StringComparison.Ordinal))
            : it)],
        conditional: true);
}
