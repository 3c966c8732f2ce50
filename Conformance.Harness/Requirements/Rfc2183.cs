using Conformance.Harness.Judging;
using Conformance.Harness.Wire.Mime;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 2183, Content-Disposition.</summary>
internal static class Rfc2183
{
    public static readonly Requirement Form = Shall(
        id: "RFC2183-2-1",
        quote: "A Content-Disposition is a type, which is a token and stands in no quotes, and parameters behind semicolons.",
        when: TracedDisposition.In,
        then: it => it.Message.HasNone(
            it.Defects,
            it.Span,
            "a disposition type that is a token, then parameters of the form ;name=value",
            "write the disposition type without quotes, and each parameter as ;name=value"),
        mutants:
        [
            Tampering.RewritesGroupInvite("quotes-its-disposition", it => it.WithPartHeaders(
                Sent.ListType, $"Content-Type: {Sent.ListType}", "Content-Disposition: \"recipient-list\"")),
            Tampering.RewritesGroupInvite("separates-disposition-parameters-by-commas", it => it.WithPartHeaders(
                Sent.ListType, $"Content-Type: {Sent.ListType}", "Content-Disposition: recipient-list, handling=required")),
        ],
        conditional: true);
}
