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
    /// <summary>
    /// Section 7.3.1. What is shown is known from the adapter's messageReceived; one that never says it is not judged. Pieces
    /// may be shown as they come, but in the order of their octets.
    /// </summary>
    public static readonly Requirement PutsChunksTogether = Shall(
        id: "RFC4975-7.3.1-2",
        quote: "The chunks of a message are put together by Message-ID and Byte-Range in whatever order they come.",
        when: trace => Messages(trace).Where(it => it.Count > 1 && IsInParts(it)),
        then: it =>
        {
            var whole = Together(it);
            var expected = $"\"{whole}\" shown in this order";
            var shown = it[0].Session.Shown().Where(report => report.Event.Number > it[0].Request.Number).ToList();
            if (string.Concat(shown.Select(report => report.Message.Body)).Contains(whole, StringComparison.Ordinal))
            {
                return Finding.Holds(expected, "as expected", shown[^1].Event.Event("what is shown"), it[0].Evidence);
            }

            return it[0].Trace.Reports.OfType<MessageReceived>().Any()
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
            var body = it[0].Request.Msrp.Body.Text(it[0].Request.Octets);
            var shown = it[0].Session.Shown().Where(report => report.Message.Body == body && report.Event.Number > it[0].Request.Number).ToList();
            var once = shown.Count switch
            {
                0 when !it[0].Trace.Reports.OfType<MessageReceived>().Any() => Finding.Undecided(Expected, "the client never says what it shows", it[0].Evidence),
                0 => Finding.Missing(Expected, "not shown", "show the first copy", it[0].Evidence),
                1 => Finding.Holds(Expected, "as expected", shown[0].Event.Event("what is shown"), it[1].Evidence),
                _ => Finding.Fails(Expected, $"shown {shown.Count} times", "keep the Message-IDs of what was shown", [it[1].Evidence, .. shown.Select(report => report.Event.Event("what is shown"))]),
            };
            return Finding.All([.. it.Select(copy => copy.AnsweredWith("answer each copy with 200", 200)), once]);
        },
        mutants: [new Mutant("shows-a-message-twice", ShowsTwice)]);

    /// <summary>Section 7.1.2.</summary>
    public static readonly Requirement ReportsInForm = Shall(
        id: "RFC4975-7.1.2-1",
        quote: "A REPORT has Message-ID and Status, neither Success-Report nor Failure-Report, and at most 10240 octets of body; it gets neither a response nor a REPORT.",
        when: trace => trace.ReceivedMsrp().Where(it => it.Request.Msrp.Method == "REPORT").Select(it => (Func<Finding>)(() => IsLeftAlone(it)))
            .Concat(trace.ClientMsrpRequests().Where(it => it.Msrp.Method == "REPORT").Select(it => (Func<Finding>)(() => IsInForm(it)))),
        then: it => it(),
        mutants:
        [
            new Mutant("answers-reports", AnswersReports),
            new Mutant("reports-on-reports", ReportsOnReports),
            Mutant.RewritesMsrp("reports-without-status", it => it.Method == "REPORT", it => it.Without("Status")),
            Mutant.RewritesMsrp("wants-a-report-on-its-report", it => it.Method == "REPORT", it => it.With("Success-Report", "yes")),
        ]);

    /// <summary>
    /// Section 7.3.2. Seen is that the user learns of it, that the message is sent again or that the chat or its connection
    /// ends; a client that never tells its user anything is not judged by what it did not tell.
    /// </summary>
    public static readonly Requirement HeedsFailureReports = Shall(
        id: "RFC4975-7.3.2-1",
        quote: "A REPORT that tells of a failure is taken as such a response would be: the message has failed.",
        when: trace => trace.ReceivedMsrp().Where(it => it.Request.Msrp.Method == "REPORT" && IsFailure(it.Request.Msrp) && IsAboutClient(it)),
        then: it =>
        {
            const string Expected = "the user is told that the message has failed, or it is sent again, or the chat ends";
            var since = it.Session.Attempt.Window.Where(happened => happened.Number > it.Request.Number).ToList();
            var sign = since.Find(happened => happened is ClientReport { Report: UserNotified { IsOfFailure: true } })
                ?? since.TakeWhile(happened => happened is not UserAction { Request: EndChat }).FirstOrDefault(happened => IsConsequence(it, happened));
            return sign is not null ? Finding.Holds(Expected, "as expected", sign.Event("what followed"), it.Evidence)
                : since.Unclear() is { } unclear ? Finding.Undecided(Expected, unclear, it.Evidence)
                : it.Trace.Reports.OfType<UserNotified>().Any() ? Finding.Missing(Expected, "nothing of the kind", "tell the user (userNotified)", it.Evidence)
                : Finding.Undecided(Expected, "the client never tells the user anything", it.Evidence);
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
            return it.Session.ReportsOn(it.Request).FirstOrDefault() is { } report
                ? Finding.Holds(Expected, "it came", report.MsrpStart(), it.Evidence)
                : it.Trace.NeverCame(it.Request, ExpectMsrp.ResponseTimeout, Expected, "none", "send the REPORT", it.Evidence);
        },
        mutants: [new Mutant("reports-nothing-where-it-may-not-speak", ReportsNothing)]);

    /// <summary>The peer's chunks with content for the session, by message.</summary>
    private static IEnumerable<List<ReceivedMsrp>> Messages(Trace trace) => trace.ReceivedMsrp()
        .Where(it => it.Request.Msrp is { Method: "SEND", HasBody: true, MessageId: not null } && it.IsForSession && it.IsAccepted)
        .GroupBy(it => (it.Session, it.Request.Msrp.MessageId))
        .Select(it => it.ToList());

    /// <summary>
    /// Chunks of a text that came whole, none of them refused for the size. One that is shorter than its range-end says is not
    /// among them, since section 7.3.1 asks only with a SHOULD to put up with it.
    /// </summary>
    private static bool IsInParts(List<ReceivedMsrp> chunks) => chunks.Exists(it => it.Request.Msrp is { ContinuationFlag: '$', ByteRange.Value: not null })
        && chunks.TrueForAll(it => it.Request.Msrp is { ContinuationFlag: '$' or '+', ByteRange.Value: not null })
        && chunks.TrueForAll(it => it.Request.Msrp.ByteRange!.Value is { } range && (range.RangeEnd is null || range.RangeEnd == range.Start + it.Request.Msrp.Body.Length - 1))
        && chunks.TrueForAll(it => it.Request.Msrp.ContentType!.StartsWith("text/", StringComparison.OrdinalIgnoreCase) && it.Response?.Msrp.StatusCode != 413)
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

    private static Finding IsLeftAlone(ReceivedMsrp report) => Finding.All(
    [
        report.NotAnswered("no response to a REPORT", "send nothing", _ => true),
        report.NotReported("no REPORT on a REPORT", "send nothing", _ => true),
    ]);

    /// <summary>Whether a REPORT says that what it is about has arrived.</summary>
    internal static bool HasStatusOfSuccess(this MsrpMessage report) => report.Header("Status")?.Value.StartsWith("000 200", StringComparison.Ordinal) == true;

    private static bool IsFailure(MsrpMessage report) =>
        report.Header("Status")?.Value.StartsWith("000 ", StringComparison.Ordinal) == true && !report.HasStatusOfSuccess();

    /// <summary>One that did not want to know of failures need not heed one.</summary>
    private static bool IsAboutClient(ReceivedMsrp it) => it.Session.Sends.Any(send => send.Number < it.Request.Number
        && send.Msrp.MessageId == it.Request.Msrp.MessageId
        && send.Msrp.Header("Failure-Report")?.Value.Trim() != "no");

    private static bool IsConsequence(ReceivedMsrp report, TraceEvent happened) => happened switch
    {
        ClientReport { Report: ChatEnded } => true,
        Connection { Change: not ConnectionChange.Opened } it => it.ConnectionId == report.Request.ConnectionId,
        WireMessage { IsFromClient: true, IsMsrp: true } it => it.Msrp.Method == "SEND" && it.Msrp.MessageId == report.Request.Msrp.MessageId,
        WireMessage { IsFromClient: true } it => it.IsRequest("BYE"),
        _ => false,
    };

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

    /// <summary>It takes them for messages that want a report and nothing else.</summary>
    private static Tamper ReportsOnReports() => new()
    {
        Receive = (protocol, octets) => [protocol == WireProtocol.Msrp && MsrpMessage.Parse(octets).Method == "REPORT"
            ? MsrpMessage.Parse(octets.Replace(" REPORT\r\n", " SEND\r\n")).With("Success-Report", "yes").With("Failure-Report", "no").Octets
            : octets],
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
