using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 12.2.1.2: what a response to a request in a dialog says about the dialog.</summary>
public static class Section12RefusedInDialog
{
    /// <summary>A BYE ends the dialog anyway, and an INVITE that the peer has not answered is another matter.</summary>
    public static readonly Requirement EndsTheDialog = Should(
        id: "RFC3261-12.2.1.2-1",
        quote: "481 or 408 to a request in a dialog, or no response at all, ends the dialog.",
        when: trace =>
            from request in trace.DialogRequests()
            where request.Request.Sip.Method is not ("ACK" or "BYE")
            let transaction = trace.Transactions().FirstOrDefault(it => it.Request == request.Request)
            where transaction?.FinalResponse?.Sip.StatusCode is 481 or 408
            select (Request: request, Refusal: transaction.FinalResponse),
        then: it =>
        {
            const string Expected = "a BYE, or nothing more in the dialog";
            var (request, refusal) = it;
            var next = request.Trace.DialogRequests().FirstOrDefault(other => other.Dialog == request.Dialog
                && other.Request.Number > refusal.Number
                && other.Request.At - refusal.At > ExpectDialog.Transit
                && other.Request.Sip.Method != "ACK");
            return Finding.That(
                next is null || next.Request.Sip.Method == "BYE",
                Expected,
                next is null ? "nothing more" : next.Request.Title(),
                "send a BYE, or nothing, in a dialog that the peer does not know any more",
                next is null ? refusal.StartLine() : next.Request.StartLine(),
                refusal.StartLine());
        },
        mutants: [Mutant.RewritesSip("goes-on-in-a-dialog-that-is-over", it => it.Method == "BYE", it => it.WithStartLine($"OPTIONS {it.RequestUriSpan.Text(it.Octets)} SIP/2.0").WithEdited("CSeq", value => value.Replace("BYE", "OPTIONS", StringComparison.Ordinal)))],
        conditional: true);
}
