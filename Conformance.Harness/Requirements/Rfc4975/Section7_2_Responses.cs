using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 sections 7.1.3 to 7.2: what a client answers a SEND of the peer with.</summary>
public static class Section72Responses
{
    /// <summary>Section 7.2. How soon is not judged.</summary>
    public static readonly Requirement Answers = Shall(
        id: "RFC4975-7.2-1",
        quote: "A SEND without Failure-Report, or with yes, is answered on its connection: with its transaction id, its sender's next URI as To-Path, the client's own URI as From-Path, without a body and with the flag $.",
        when: trace => trace.ReceivedMsrp().Where(it => it.Request.Msrp.Method == "SEND" && it.FailureReport == "yes" && it.IsForSession),
        then: it => WasAnswered(it.Session, it.Request),
        mutants:
        [
            Mutant.RewritesMsrp("answers-another-transaction", it => it.StatusCode > 0, WithOtherTransaction),
            Mutant.RewritesMsrp("answers-from-another-uri", it => it.StatusCode > 0, it =>
                it.With("From-Path", it.Header("From-Path")!.Value.Replace(";tcp", "x;tcp", StringComparison.Ordinal))),
        ]);

    /// <summary>Section 7.1.3, for messages that came whole and were not refused.</summary>
    public static readonly Requirement SuccessReports = Shall(
        id: "RFC4975-7.1.3-1",
        quote: "A message is reported as received when its sender asked with Success-Report: yes, and only then.",
        when: trace => trace.Sessions().SelectMany(session => session.PeerSends
            .Where(it => it.Msrp is { ContinuationFlag: '$', MessageId: not null } && session.ResponseTo(it) is not { Msrp.StatusCode: >= 300 })
            .Select(it => (Session: session, Send: it))),
        then: it => WasReported(it.Session, it.Send),
        mutants: [new Mutant("reports-success-unasked", ReportsUnasked)]);

    private static Finding WasAnswered(MsrpSession session, WireMessage send)
    {
        var trace = session.Attempt.Trace;
        const string Expected = "a response with the transaction id of the SEND, on its connection";
        var asked = send.At(send.Msrp.StartLine, "SEND of the peer");
        if (session.ResponseTo(send) is { } response)
        {
            return IsAnswerOf(session, send, response);
        }

        var stray = session.FromClient.FirstOrDefault(it => it.Number > send.Number
            && it.Msrp.StatusCode > 0
            && !session.ToClient.Any(request => request.Msrp.TransactionId == it.Msrp.TransactionId));
        return stray is not null
            ? Finding.Fails(Expected, $"a response to {stray.Msrp.TransactionId}, which the peer did not send", $"write {send.Msrp.TransactionId} in start line and end-line", stray.At(stray.Msrp.TransactionIdSpan, "transaction id"), asked)
            : trace.NeverCame(send, ExpectMsrp.ResponseTimeout, Expected, "no response", "answer the SEND with 200", asked);
    }

    private static Finding IsAnswerOf(MsrpSession session, WireMessage send, WireMessage response)
    {
        var sender = send.Msrp.FromPath.Select(it => it.Value).FirstOrDefault();
        var to = response.Msrp.ToPath.Select(it => it.Value).ToList();
        var from = response.Msrp.FromPath.Select(it => it.Value).ToList();
        var own = session.OwnUri();
        var asked = send.MsrpField("From-Path");
        return Finding.All(
        [
            Finding.That(
                sender is null || (to is [{ } first] && first.IsEquivalentTo(sender)),
                $"To-Path: {sender?.Text}, the first URI of the sender's From-Path",
                $"To-Path: {response.Msrp.Header("To-Path")?.Value}",
                $"write To-Path: {sender?.Text}",
                response.MsrpField("To-Path"),
                asked),
            Finding.That(
                own is null || (from is [{ } last] && last.IsEquivalentTo(own)),
                $"From-Path: {own?.Text}, the client's own URI",
                $"From-Path: {response.Msrp.Header("From-Path")?.Value}",
                $"write From-Path: {own?.Text}",
                response.MsrpField("From-Path"),
                asked),
            Finding.That(
                response.Msrp is { HasBody: false, ContinuationFlag: '$' or '\0' },
                "a response without a body that ends with $",
                response.Msrp.HasBody ? "a body" : $"the flag {response.Msrp.ContinuationFlag}",
                response.Msrp.HasBody ? "send no body" : "end a response with $",
                response.At(response.Msrp.EndLine, "end-line"),
                asked),
        ]);
    }

    private static Finding WasReported(MsrpSession session, WireMessage send)
    {
        var reports = session.ReportsOn(send).Where(it => it.Msrp.Header("Status")?.Value.StartsWith("000 200", StringComparison.Ordinal) == true).ToList();
        var asked = send.MsrpField("Success-Report");
        if (send.Msrp.Header("Success-Report")?.Value == "yes")
        {
            const string Wanted = "a REPORT with Status: 000 200 for this message";
            return reports.Count > 0
                ? Finding.Holds(Wanted, "it came", reports[0].MsrpStart(), asked)
                : session.Attempt.Trace.NeverCame(send, ExpectMsrp.ResponseTimeout, Wanted, "no such REPORT", "send a REPORT once the message is whole", asked);
        }

        const string Expected = "no success REPORT that nobody asked for";
        return reports.Count == 0
            ? Finding.Holds(Expected, "none", asked)
            : Finding.Fails(Expected, $"a REPORT on {send.Msrp.MessageId}", "report success only for Success-Report: yes", reports[0].MsrpStart(), asked);
    }

    private static MsrpMessage WithOtherTransaction(MsrpMessage response) =>
        MsrpMessage.Parse(response.Octets.Replace(response.TransactionId, $"{response.TransactionId}x"));

    private static Tamper ReportsUnasked()
    {
        MsrpMessage? last = null;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                last = protocol == WireProtocol.Msrp && MsrpMessage.Parse(octets) is { Method: "SEND" } send ? send : last;
                return [octets];
            },
            Send = it => it.Protocol == WireProtocol.Msrp && it.Msrp.StatusCode == 200 && last?.TransactionId == it.Msrp.TransactionId
                ? [it, it with { Octets = ReportOn(last).Octets }]
                : [it],
        };
    }

    private static MsrpMessage ReportOn(MsrpMessage send) => MsrpWriter
        .Request($"r{send.TransactionId}"[..Math.Min(32, send.TransactionId.Length + 1)], "REPORT", send.Header("From-Path")!.Value, send.Header("To-Path")!.Value)
        .Header("Message-ID", send.MessageId ?? "")
        .Header("Byte-Range", send.Header("Byte-Range")?.Value ?? "1-*/*")
        .Header("Status", "000 200 OK")
        .Write();
}
