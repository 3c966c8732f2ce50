using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 sections 6.1, 7.1.4, 7.3 and 12: which requests of the peer a client takes, and which it refuses.</summary>
public static class Section73Receiving
{
    /// <summary>Section 7.1.4.</summary>
    public static readonly Requirement KeepsSilent = Shall(
        id: "RFC4975-7.1.4-1",
        quote: "A message with Failure-Report: no gets neither a response nor a failure REPORT, and one with partial gets no response of success.",
        when: trace => Sends(trace).Where(it => it.FailureReport is "no" or "partial" && it.IsForSession),
        then: it => it.FailureReport == "no"
            ? Finding.All(
            [
                it.NotAnswered("no response to a message with Failure-Report: no", "send nothing", _ => true),
                it.NotReported("no failure REPORT on a message with Failure-Report: no", "send nothing", report => !report.Msrp.HasStatusOfSuccess()),
            ])
            : it.NotAnswered("no 200 for a message with Failure-Report: partial", "answer only to refuse", response => response.Msrp.StatusCode == 200),
        mutants:
        [
            new Mutant("answers-what-wants-no-answer", () => AnswersUnwanted("no")),
            new Mutant("confirms-what-wants-failures-only", () => AnswersUnwanted("partial")),
            new Mutant("reports-failures-unasked", ReportsUnasked),
        ]);

    /// <summary>Section 7.3.</summary>
    public static readonly Requirement RefusesOtherSessions = Shall(
        id: "RFC4975-7.3-1",
        quote: "A message to a session that the client does not have gets 481.",
        when: trace => Sends(trace).Where(it => it.IsForAnother && it.FailureReport == "yes"),
        then: it => it.AnsweredWith("answer with 481", 481),
        mutants: [OfResponses("takes-messages-to-others", it => it.StatusCode == 481, it => WithStatus(it, 200))]);

    /// <summary>Section 6.1.</summary>
    public static readonly Requirement ComparesUris = Shall(
        id: "RFC4975-6.1-1",
        quote: "A URI is the client's own if scheme and host are the same in whatever case, and session id and port exactly.",
        when: trace => Sends(trace).Where(it => it.FailureReport == "yes" && IsOtherwiseSpelt(it) && (it.IsForSession ? it.IsAccepted : it.IsForAnother)),
        then: it => it.IsForSession
            ? it.AnsweredWith("compare scheme, host and transport without case", 200)
            : it.AnsweredWith("compare session ids with their case", 481),
        mutants:
        [
            new Mutant("knows-its-scheme-in-small-letters-only", () => Answers(IsInCapitals, 481)),
            new Mutant("compares-session-ids-without-case", () => Answers(it => !IsInCapitals(it), 200, only: 481)),
        ]);

    /// <summary>Section 7.3.1.</summary>
    public static readonly Requirement RefusesOtherTypes = Shall(
        id: "RFC4975-7.3.1-1",
        quote: "A message of a type that the client does not take gets 415, and one that is a multipart is taken.",
        when: trace => Sends(trace).Where(it => it.IsForSession && it.FailureReport == "yes" && it.Request.Msrp.ContentType is { } type && (!it.IsAccepted || IsMultipart(type))),
        then: it => it.IsAccepted
            ? it.AnsweredWith("take a multipart", 200)
            : it.AnsweredWith("answer with 415 what accept-types does not cover", 415),
        mutants:
        [
            OfResponses("takes-any-type", it => it.StatusCode == 415, it => WithStatus(it, 200)),
            new Mutant("takes-no-multipart", () => Answers(it => IsMultipart(it.ContentType ?? ""), 415)),
        ]);

    /// <summary>Section 12.</summary>
    public static readonly Requirement TakesExtensions = Shall(
        id: "RFC4975-12-1",
        quote: "Header fields that nobody knows are ignored, and a method that the client does not know gets 501.",
        when: trace => trace.ReceivedMsrp().Where(it => it.IsForSession && it.FailureReport == "yes" && (IsUnknown(it.Request.Msrp.Method) || HasUnknownField(it))),
        then: it => IsUnknown(it.Request.Msrp.Method)
            ? it.AnsweredWith("answer with 501", 501)
            : it.AnsweredWith("ignore the header field", 200),
        mutants:
        [
            OfResponses("takes-any-method", it => it.StatusCode == 501, it => WithStatus(it, 200)),
            new Mutant("wants-no-other-fields", () => Answers(it => it.Header("X-Foo") is not null, 400)),
        ]);

    /// <summary>Section 14.5: what is announced need not come. One may as well refuse so large a message.</summary>
    public static readonly Requirement SurvivesHugeTotals = Should(
        id: "RFC4975-14.5-1",
        quote: "The size that a Byte-Range announces is not believed: the client goes on after one that is beyond all measure.",
        when: trace => Sends(trace)
            .Where(it => it.Request.Msrp.ByteRange?.Value?.Total > 1_000_000_000)
            .SelectMany(huge => Sends(trace).Where(it => it.Session == huge.Session && it.Request.Number > huge.Request.Number && it is { FailureReport: "yes", IsForSession: true, IsAccepted: true }).Take(1)),
        then: it => it.AnsweredWith("reserve no memory for what is only announced", 200),
        mutants: [new Mutant("dies-of-a-huge-total", DiesOfHugeTotal)]);

    private static readonly string[] KnownFields =
        ["To-Path", "From-Path", "Message-ID", "Byte-Range", "Status", "Success-Report", "Failure-Report", "Content-Type"];

    private static IEnumerable<ReceivedMsrp> Sends(Trace trace) => trace.ReceivedMsrp().Where(it => it.Request.Msrp.Method == "SEND");

    /// <summary>AUTH is of RFC 4976, NICKNAME of RFC 7701.</summary>
    private static bool IsUnknown(string method) => method is not ("SEND" or "REPORT" or "AUTH" or "NICKNAME" or "");

    private static bool HasUnknownField(ReceivedMsrp it) => it.IsAccepted
        && it.Request.Msrp is { Method: "SEND", HasBody: true }
        && it.Request.Msrp.Headers.Any(field => field.Name.StartsWith("X-", StringComparison.OrdinalIgnoreCase) && !KnownFields.Contains(field.Name, StringComparer.OrdinalIgnoreCase));

    private static bool IsMultipart(string type) => type.StartsWith("multipart/mixed", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("multipart/alternative", StringComparison.OrdinalIgnoreCase);

    /// <summary>The own URI in other letters: another spelling of it, or a session id that is another only by its case.</summary>
    private static bool IsOtherwiseSpelt(ReceivedMsrp it) => it.Request.Msrp.ToPath is [{ Value: { } to }, ..]
        && it.Session.OwnUri() is { } own
        && to.Text != own.Text
        && to.Text.Equals(own.Text, StringComparison.OrdinalIgnoreCase);

    private static bool IsInCapitals(MsrpMessage message) => message.Header("To-Path")?.Value.StartsWith("MSRP", StringComparison.Ordinal) == true;

    private static Mutant OfResponses(string name, Func<MsrpMessage, bool> which, Func<MsrpMessage, MsrpMessage> rewrite) =>
        Mutant.RewritesMsrp(name, it => !it.IsRequest && which(it), rewrite);

    private static MsrpMessage WithStatus(MsrpMessage response, int status) =>
        MsrpWriter.Response(response.TransactionId, status, null, response.Header("To-Path")!.Value, response.Header("From-Path")!.Value).Write();

    /// <summary>Its responses to requests of that kind have another status; <paramref name="only"/> those that had this one.</summary>
    private static Tamper Answers(Func<MsrpMessage, bool> which, int status, int only = 0)
    {
        var concerned = new HashSet<string>();
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                if (protocol == WireProtocol.Msrp && MsrpMessage.Parse(octets) is { IsRequest: true } request && which(request))
                {
                    concerned.Add(request.TransactionId);
                }

                return [octets];
            },
            Send = it => it.Protocol == WireProtocol.Msrp && it.Msrp is { IsRequest: false } response && concerned.Contains(response.TransactionId) && (only == 0 || response.StatusCode == only)
                ? [it with { Octets = WithStatus(response, status).Octets }]
                : [it],
        };
    }

    /// <summary>Answers with 200 what says in Failure-Report that it wants no such answer.</summary>
    private static Tamper AnswersUnwanted(string failureReport)
    {
        return new Tamper
        {
            Receive = (protocol, octets) => [protocol == WireProtocol.Msrp && MsrpMessage.Parse(octets) is { Method: "SEND" } send && send.Header("Failure-Report")?.Value == failureReport
                ? send.With("Failure-Report", "yes").Octets
                : octets],
        };
    }

    /// <summary>Reports, with the next thing that it sends, the failure of what wants none and has a type that it does not take.</summary>
    private static Tamper ReportsUnasked()
    {
        MsrpMessage? unwanted = null;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                if (protocol == WireProtocol.Msrp && MsrpMessage.Parse(octets) is { Method: "SEND" } send && send.Header("Failure-Report")?.Value == "no")
                {
                    unwanted = send;
                }

                return [octets];
            },
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Msrp || unwanted is not { } failed)
                {
                    return [it];
                }

                unwanted = null;
                return [it with { Octets = FailureReport(failed).Octets }, it];
            },
        };
    }

    private static MsrpMessage FailureReport(MsrpMessage send) => MsrpWriter
        .Request($"r{send.TransactionId}"[..Math.Min(32, send.TransactionId.Length + 1)], "REPORT", send.Header("From-Path")!.Value, send.Header("To-Path")!.Value)
        .Header("Message-ID", send.MessageId!)
        .Header("Byte-Range", send.Header("Byte-Range")!.Value)
        .Header("Status", "000 415 Unsupported Media Type")
        .Write();

    private static Tamper DiesOfHugeTotal()
    {
        var isDead = false;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                isDead |= protocol == WireProtocol.Msrp && MsrpMessage.Parse(octets).ByteRange?.Value?.Total > 1_000_000_000;
                return isDead && protocol == WireProtocol.Msrp ? [] : [octets];
            },
        };
    }
}
