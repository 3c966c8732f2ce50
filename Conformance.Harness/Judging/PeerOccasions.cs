using System.Globalization;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Harness.Judging;

/// <summary>A SIP request of the peer under the Call-ID of a chat, ACK and CANCEL aside; its dialog is null where its tags are those of none.</summary>
public sealed record ReceivedRequest(SipTransaction Transaction, SipDialog? Dialog)
{
    public Trace Trace => Transaction.Trace;

    public WireMessage Request => Transaction.Request;

    public WireMessage? Answer => Transaction.FinalResponse;

    /// <summary>Whether its CSeq number is not above that of an earlier request of the peer in the dialog (RFC 3261 section 12.2.2).</summary>
    public bool IsStale => Dialog is not null && Trace.ReceivedRequests().Any(it =>
        it.Dialog == Dialog
        && it.Request.Number < Request.Number
        && it.Request.Sip.CSeq?.Value?.Number > Request.Sip.CSeq?.Value?.Number);

    /// <summary>Elements of its Require that the client names in no Supported.</summary>
    public IReadOnlyList<string> UnknownExtensions => [.. Request.Sip.ElementTexts("Require").Where(tag =>
        !Trace.SipFromClient().Any(it => it.Sip.ElementTexts("Supported").Contains(tag, StringComparer.OrdinalIgnoreCase)))];

    /// <summary>The client's final response, and then what is said of it; a request that has none to the end is not answered.</summary>
    public Finding Answered(string expected, string mend, Func<WireMessage, Finding> then) => Answer is { } answer
        ? then(answer)
        : Trace.NeverCame(Request, expected, "no final response", mend, Request.StartLine());

    /// <summary>A final response with one of these codes.</summary>
    public Finding AnsweredWith(string mend, params IReadOnlyList<int> codes)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"{string.Join(" or ", codes)} for the {Request.Title()} of the peer");
        return Answered(expected, mend, answer => Finding.That(
            codes.Contains(answer.Sip.StatusCode),
            expected,
            SipOccasions.StartLineOf(answer),
            mend,
            answer.StartLine(),
            Request.StartLine()));
    }
}

/// <summary>What the peer asked of the client over SIP, as occasions.</summary>
public static class PeerOccasions
{
    private static readonly Remembered<Trace, IReadOnlyList<ReceivedRequest>> Known = new(trace =>
    [
        .. from transaction in trace.Transactions()
           where !transaction.Request.IsFromClient && transaction.Method != "CANCEL"
           let sip = transaction.Request.Sip
           select new ReceivedRequest(transaction, trace.Dialogs().FirstOrDefault(it =>
               it.CallId == sip.CallId && it.LocalTag == sip.To?.Value?.Tag && it.RemoteTag == sip.From?.Value?.Tag)),
    ]);

    /// <summary>Each once, copies left out.</summary>
    public static IReadOnlyList<ReceivedRequest> ReceivedRequests(this Trace trace) => Known.Of(trace);

    /// <summary>The client's BYE in the dialog that the user did not ask for, and that did not follow upon the peer's; null for none.</summary>
    public static WireMessage? UnaskedBye(this SipDialog dialog, WireMessage since)
    {
        var bye = dialog.FromClient.FirstOrDefault(it => it.IsRequest("BYE") && it.Number > since.Number);
        return bye is null || dialog.Trace.Actions.Any(it => it.Request is EndChat && it.Number < bye.Number && it.Number > dialog.Invite.Request.Number)
            ? null
            : bye;
    }
}
