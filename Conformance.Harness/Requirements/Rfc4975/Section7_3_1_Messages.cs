using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 sections 5.4, 7.1.2, 7.3.1, 7.3.2 and 8.9: messages of several chunks, messages that come twice, and reports.</summary>
public static class Section731Messages
{
    /// <summary>Section 7.3.1. What is shown is known from the adapter's messageReceived; one that never says it is not judged.</summary>
    public static readonly Requirement PutsChunksTogether = Shall(
        id: "RFC4975-7.3.1-2",
        quote: "The chunks of a message are put together by Message-ID and Byte-Range in whatever order they come.",
        when: trace => Messages(trace).Where(it => it.Count > 1 && IsInParts(it)),
        then: it =>
        {
            var whole = Together(it);
            var expected = $"\"{whole}\" as one message";
            var session = it[0].Session;
            var shown = session.Shown().Where(report => report.Event.Number > it[^1].Request.Number - 1).ToList();
            if (shown.FirstOrDefault(report => report.Message.Body == whole) is { Event: { } right })
            {
                return Finding.Holds(expected, "as expected", right.Event("what is shown"), it[0].Evidence);
            }

            return session.Attempt.Trace.Reports.OfType<MessageReceived>().Any()
                ? Finding.Missing(
                    expected,
                    shown.Count == 0 ? "nothing is shown" : $"\"{shown[0].Message.Body}\"",
                    "put the octets of each chunk where its Byte-Range begins, and show the message once all are there",
                    [.. it.Select(chunk => chunk.Evidence)])
                : Finding.Undecided(expected, "the client never says what it shows", it[0].Evidence);
        },
        mutants: [new Mutant("puts-chunks-together-as-they-come", AppendsChunks)]);

    /// <summary>Section 5.4.</summary>
    public static readonly Requirement ShowsOnce = Should(
        id: "RFC4975-5.4-4",
        quote: "A message that comes a second time is answered, and not shown again.",
        when: trace => Messages(trace).Where(it => it.Count == 2 && it[0].Request.Octets.Length == it[1].Request.Octets.Length && IsSame(it[0], it[1])),
        then: it =>
        {
            const string Expected = "the message shown once";
            var body = Encoding.UTF8.GetString(it[0].Request.Msrp.Body.Of(it[0].Request.Octets));
            var shown = it[0].Session.Shown().Where(report => report.Message.Body == body && report.Event.Number > it[0].Request.Number).ToList();
            return Finding.All(
            [
                .. it.Select(copy => copy.AnsweredWith("answer each copy with 200", 200)),
                shown.Count == 0 && !it[0].Trace.Reports.OfType<MessageReceived>().Any()
                    ? Finding.Undecided(Expected, "the client never says what it shows", it[0].Evidence)
                    : Finding.That(shown.Count == 1, Expected, $"shown {shown.Count} times", "keep the Message-IDs of what was shown", [it[1].Evidence, .. shown.Select(report => report.Event.Event("what is shown"))]),
            ]);
        },
        mutants: [new Mutant("shows-a-message-twice", ShowsTwice)]);

    /// <summary>Section 7.1.2.</summary>
    public static readonly Requirement ReportsInForm = Shall(
        id: "RFC4975-7.1.2-1",
        quote: "A REPORT has Message-ID and Status, neither Success-Report nor Failure-Report, and at most 10240 octets of body; it gets no response.",
        when: trace => trace.ReceivedMsrp().Where(it => it.Request.Msrp.Method == "REPORT").Select(it => (Func<Finding>)(() => it.NotAnswered("no response to a REPORT", "send nothing", _ => true)))
            .Concat(trace.ClientMsrpRequests().Where(it => it.Msrp.Method == "REPORT").Select(it => (Func<Finding>)(() => IsInForm(it)))),
        then: it => it(),
        mutants:
        [
            new Mutant("answers-reports", AnswersReports),
            Mutant.RewritesMsrp("reports-without-status", it => it.Method == "REPORT", it => it.Without("Status")),
            Mutant.RewritesMsrp("wants-a-report-on-its-report", it => it.Method == "REPORT", it => it.With("Success-Report", "yes")),
        ]);

    /// <summary>Section 7.3.2. That the user learns of it is all that could be seen.</summary>
    public static readonly Requirement HeedsFailureReports = Shall(
        id: "RFC4975-7.3.2-1",
        quote: "A REPORT that tells of a failure is taken as such a response would be: the message has failed.",
        when: trace => trace.ReceivedMsrp().Where(it => it.Request.Msrp.Method == "REPORT" && IsFailure(it.Request.Msrp) && IsAboutClient(it)),
        then: it =>
        {
            const string Expected = "the user is told that the message has failed, or the chat ends";
            var sign = it.Session.Attempt.Window.FirstOrDefault(happened => happened.Number > it.Request.Number
                && (happened is ClientReport { Report: UserNotified } || (happened is WireMessage message && message.IsFromClient && message.IsRequest("BYE") && !WasAsked(it, happened))));
            return sign is null
                ? Finding.Missing(Expected, "nothing of the kind", "tell the user (userNotified)", it.Evidence)
                : Finding.Holds(Expected, "as expected", sign.Event("what followed"), it.Evidence);
        },
        mutants: [new Mutant("does-not-heed-failure-reports", () => DropsReports(IsFailure))],
        conditional: true);

    /// <summary>Section 8.9.</summary>
    public static readonly Requirement ReportsInAnyDirection = Should(
        id: "RFC4975-8.9-1",
        quote: "A direction that keeps the client from sending content does not keep it from sending the reports that are asked for.",
        when: trace => trace.ReceivedMsrp().Where(it => it.Request.Msrp.Method == "SEND" && it.Request.Msrp.Header("Success-Report")?.Value == "yes" && IsOneWay(it.Session)),
        then: it =>
        {
            const string Expected = "a success REPORT, although the answer lets the client send no content";
            return it.Session.FromClient.FirstOrDefault(report => report.Number > it.Request.Number && report.Msrp.Method == "REPORT" && report.Msrp.MessageId == it.Request.Msrp.MessageId) is { } report
                ? Finding.Holds(Expected, "it came", report.MsrpStart(), it.Evidence)
                : it.Trace.NeverCame(it.Request, ExpectMsrp.ResponseTimeout, Expected, "none", "send the REPORT", it.Evidence);
        },
        mutants: [new Mutant("reports-nothing-where-it-may-not-speak", ReportsNothing)]);

    /// <summary>The peer's chunks with content for the session, by message.</summary>
    private static IEnumerable<List<ReceivedMsrp>> Messages(Trace trace) => trace.ReceivedMsrp()
        .Where(it => it.Request.Msrp is { Method: "SEND", HasBody: true, MessageId: not null } && it.IsForSession && it.IsAccepted)
        .GroupBy(it => (it.Session, it.Request.Msrp.MessageId))
        .Select(it => it.ToList());

    private static bool IsInParts(List<ReceivedMsrp> chunks) => chunks.Exists(it => it.Request.Msrp is { ContinuationFlag: '$', ByteRange.Value: not null })
        && chunks.TrueForAll(it => it.Request.Msrp is { ContinuationFlag: '$' or '+', ByteRange.Value: not null })
        && chunks.TrueForAll(it => it.Request.Msrp.ContentType!.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        && chunks.Exists(it => it.Request.Msrp.ByteRange!.Value!.Start > 1);

    private static string Together(List<ReceivedMsrp> chunks)
    {
        var whole = new byte[chunks.Max(it => it.Request.Msrp.ByteRange!.Value!.Start - 1 + it.Request.Msrp.Body.Length)];
        foreach (var chunk in chunks)
        {
            chunk.Request.Msrp.Body.Of(chunk.Request.Octets).CopyTo(whole.AsSpan((int)chunk.Request.Msrp.ByteRange!.Value!.Start - 1));
        }

        return Encoding.UTF8.GetString(whole);
    }

    private static bool IsSame(ReceivedMsrp one, ReceivedMsrp other) =>
        one.Request.Msrp.Body.Of(one.Request.Octets).SequenceEqual(other.Request.Msrp.Body.Of(other.Request.Octets))
        && one.Request.Msrp.ContinuationFlag == '$'
        && one.Request.Msrp.ByteRange?.Value?.Start is 1;

    private static Finding IsInForm(WireMessage report)
    {
        const string Expected = "a REPORT with Message-ID and Status, and without Success-Report, Failure-Report and a large body";
        var wrong = report.Msrp.Header("Message-ID") is null ? "no Message-ID"
            : report.Msrp.Header("Status") is null ? "no Status"
            : report.Msrp.Header("Success-Report") is not null ? "Success-Report"
            : report.Msrp.Header("Failure-Report") is not null ? "Failure-Report"
            : report.Msrp.Body.Length > 10240 ? $"{report.Msrp.Body.Length} octets of body"
            : null;
        return Finding.That(wrong is null, Expected, wrong ?? "as expected", "write a REPORT with Message-ID and Status alone", report.MsrpStart());
    }

    private static bool IsFailure(MsrpMessage report) =>
        report.Header("Status")?.Value is { } status && status.StartsWith("000 ", StringComparison.Ordinal) && !status.StartsWith("000 200", StringComparison.Ordinal);

    /// <summary>One that did not want to know of failures need not heed one.</summary>
    private static bool IsAboutClient(ReceivedMsrp it) => it.Session.Sends.Any(send => send.Number < it.Request.Number
        && send.Msrp.MessageId == it.Request.Msrp.MessageId
        && send.Msrp.Header("Failure-Report")?.Value.Trim() != "no");

    private static bool WasAsked(ReceivedMsrp it, TraceEvent bye) =>
        it.Session.Attempt.Window.Any(happened => happened is UserAction { Request: EndChat } && happened.Number < bye.Number);

    private static bool IsOneWay(MsrpSession session) => session.Answer.MessageMedia is { } media
        && session.Answer.Description.DirectionsOf(media).Any(it => it.Name is "sendonly" or "inactive");

    /// <summary>Each chunk is taken for the next octets of its message, wherever it belongs.</summary>
    private static Tamper AppendsChunks()
    {
        var next = new Dictionary<string, int>();
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                if (protocol != WireProtocol.Msrp || MsrpMessage.Parse(octets) is not { Method: "SEND", HasBody: true, MessageId: { } id } send)
                {
                    return [octets];
                }

                var start = next.GetValueOrDefault(id, 1);
                next[id] = start + send.Body.Length;
                return [send.With("Byte-Range", FormattableString.Invariant($"{start}-*/*")).Octets];
            },
        };
    }

    private static Tamper ShowsTwice() => new()
    {
        Report = line => line["method"]?.GetValue<string>() == "messageReceived" && line["params"]?["body"]?.GetValue<string>() == "Good morning"
            ? [line, (System.Text.Json.Nodes.JsonObject)line.DeepClone()]
            : [line],
    };

    /// <summary>It takes them for messages, which are answered.</summary>
    private static Tamper AnswersReports() => new()
    {
        Receive = (protocol, octets) => [protocol == WireProtocol.Msrp && MsrpMessage.Parse(octets).Method == "REPORT" ? octets.Replace(" REPORT\r\n", " SEND\r\n") : octets],
    };

    private static Tamper DropsReports(Func<MsrpMessage, bool> which) => new()
    {
        Receive = (protocol, octets) => protocol == WireProtocol.Msrp && MsrpMessage.Parse(octets) is { Method: "REPORT" } report && which(report) ? [] : [octets],
    };

    private static Tamper ReportsNothing()
    {
        var mayNotSpeak = false;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                mayNotSpeak |= protocol == WireProtocol.Sip && Encoding.UTF8.GetString(octets.Span).Contains("a=sendonly", StringComparison.Ordinal);
                return [octets];
            },
            Send = it => mayNotSpeak && it.Protocol == WireProtocol.Msrp && it.Msrp.Method == "REPORT" ? [] : [it],
        };
    }
}
