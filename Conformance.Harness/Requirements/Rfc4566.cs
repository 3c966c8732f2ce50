using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sdp;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 4566, the grammar in which session descriptions are read here.</summary>
internal static class Rfc4566
{
    public static readonly Requirement AddressForm = Shall(
        id: "RFC4566-9-1",
        quote: "Protocol, media type and attribute names are tokens, and an IPv6 address in o= and c= stands without brackets.",
        when: Sent.Sdps,
        then: sdp => sdp.Message.HasNone(
            [.. Bracketed(sdp), .. sdp.DefectsIn('a', DefectKind.MalformedSdpValue, DefectKind.MalformedSdpLine)],
            sdp.Description.Span,
            "tokens for names, and IPv6 addresses without brackets",
            "leave out the brackets, or write a token"),
        mutants:
        [
            Mutant.Rewrites("writes-brackets-in-connection-line", "INVITE", it => it.WithSdpLine("c=", "c=IN IP6 [2001:db8::1]")),
            Mutant.Rewrites("has-attribute-name-with-space", "INVITE", it => it.WithMoreSdp("a=send recv:1")),
        ]);

    private static IEnumerable<Defect> Bracketed(TracedSdp sdp) => "oc"
        .SelectMany(sdp.LinesOf)
        .Where(it => it.Value.Split(' ')[^1].StartsWith('['))
        .Select((SdpLine it) => new Defect(DefectKind.MalformedSdpValue, it.ValueSpan));
}
