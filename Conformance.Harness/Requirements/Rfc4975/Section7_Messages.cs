using System.Globalization;
using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 section 7.1: the form of requests.</summary>
public static class Section7Messages
{
    /// <summary>Section 7.1: with 64 random bits no two of a trace are the same, so that a repeated one shows that they are not random.</summary>
    public static readonly Requirement TransactionIds = Shall(
        id: "RFC4975-7.1-1",
        quote: "A transaction id has 64 random bits, so that it is unique among the transactions that are under way.",
        when: trace => trace.ClientMsrpRequests().Select(it => (Trace: trace, Request: it)),
        then: it => HasOwnTransactionId(it.Trace, it.Request),
        mutants: [new Mutant("gives-all-chunks-one-transaction-id", KeepsTransactionId)]);

    /// <summary>Section 7.1.</summary>
    public static readonly Requirement Paths = Shall(
        id: "RFC4975-7.1-2",
        quote: "To-Path of a request is the whole path that the peer gave, and From-Path is the URI that the client offered.",
        when: trace => trace.Sessions().SelectMany(session => session.FromClient.Where(it => it.Msrp.IsRequest).Select(it => (Session: session, Request: it))),
        then: it => HasPathsOfSession(it.Session, it.Request),
        mutants: [Mutant.RewritesMsrp("sends-from-another-uri", Section9Syntax.Sends, it =>
            it.With("From-Path", it.Header("From-Path")!.Value.Replace(";tcp", "x;tcp", StringComparison.Ordinal)))]);

    /// <summary>Section 7.1.</summary>
    public static readonly Requirement BodyForm = Shall(
        id: "RFC4975-7.1-3",
        quote: "Before a body stands Content-Type as the last header field, and then an empty line.",
        when: trace => trace.ClientMsrpRequests().Where(it => !it.Msrp.Body.IsEmpty),
        then: HasTypedBody,
        mutants: [Mutant.RewritesMsrp("puts-a-field-behind-content-type", it => !it.Body.IsEmpty, it =>
            it.WithOctets(new ByteSpan(it.Header("Content-Type")!.Span.End, 0), "\r\nX-Note: late"u8))]);

    /// <summary>Section 7.1.</summary>
    public static readonly Requirement BodilessForm = Shall(
        id: "RFC4975-7.1-4",
        quote: "A message without body has no Content-Type or other MIME field and no empty line: the end-line follows the last header field.",
        when: trace => trace.ClientMsrp().Where(it => it.Msrp.IsRequest || it.Msrp.StatusCode > 0),
        then: IsBareWithoutBody,
        mutants:
        [
            Mutant.RewritesMsrp("types-a-body-that-is-not-there", it => !it.HasBody, it =>
                it.WithOctets(new ByteSpan(it.EndLine.Offset, 0), "Content-Type: text/plain\r\n"u8)),
            Mutant.RewritesMsrp("puts-an-empty-line-before-the-end-line", it => !it.HasBody, it =>
                it.WithOctets(new ByteSpan(it.EndLine.Offset, 0), "\r\n"u8)),
        ]);

    /// <summary>Section 7.1.</summary>
    public static readonly Requirement EndLine = Shall(
        id: "RFC4975-7.1-5",
        quote: "A message ends with a line of seven hyphens, its transaction id and one of $ + #; the CRLF before it is not part of the body.",
        when: trace => trace.ClientMsrp().Where(it => it.Msrp.IsRequest || it.Msrp.StatusCode > 0),
        then: message => message.HasNone(
            message.Msrp.Defects.Where(it => it.Kind is DefectKind.MissingEndLine or DefectKind.MalformedEndLine or DefectKind.OctetsAfterBody),
            message.Msrp.EndLine.IsEmpty ? message.Msrp.Head : message.Msrp.EndLine,
            $"the end-line -------{message.Msrp.TransactionId} with a flag",
            $"end the {message.MsrpTitle()} with CRLF -------{message.Msrp.TransactionId}$ CRLF"),
        mutants: [Mutant.RewritesMsrp("ends-another-transaction", it => !it.HasBody, it =>
            it.WithOctets(it.EndLine, Encoding.ASCII.GetBytes($"-------{it.TransactionId}x$")))]);

    /// <summary>Section 7.1.</summary>
    public static readonly Requirement Flags = Shall(
        id: "RFC4975-7.1-6",
        quote: "The flag $ says that these are the last octets of a message, + that more of it follows, # that it is given up.",
        when: trace => trace.ClientChunks().Where(it => it.Send.Msrp.ContinuationFlag != '\0'),
        then: FlagIsTrue,
        mutants:
        [
            Mutant.RewritesMsrp("calls-every-chunk-the-last", it => it is { Method: "SEND", ContinuationFlag: '+' }, it => WithFlag(it, "$"u8)),
            Mutant.RewritesMsrp("calls-no-chunk-the-last", it => it is { Method: "SEND", ContinuationFlag: '$', Body.IsEmpty: false }, it => WithFlag(it, "+"u8)),
        ]);

    /// <summary>Section 7.1.</summary>
    public static readonly Requirement BodyIsNoEndLine = Shall(
        id: "RFC4975-7.1-7",
        quote: "A body does not contain the end-line of its own request.",
        when: trace => trace.ClientMsrpRequests().Where(it => !it.Msrp.Body.IsEmpty),
        then: LacksOwnEndLine,
        mutants: [Mutant.RewritesMsrp("repeats-its-end-line-in-the-body", it => it is { Method: "SEND", ContinuationFlag: '$', ByteRange.Value.Start: 1 } && !it.Body.IsEmpty, WithEndLineInBody)]);

    private static Finding HasOwnTransactionId(Trace trace, WireMessage request)
    {
        var id = request.Msrp.TransactionId;
        const string Expected = "a transaction id that no other request of this connection has";
        var other = trace.ClientMsrpRequests().LastOrDefault(it => it.Number < request.Number
            && it.ConnectionId == request.ConnectionId
            && it.Msrp.TransactionId == id);
        var evidence = request.At(request.Msrp.TransactionIdSpan, "transaction id");
        return other is null
            ? Finding.Holds(Expected, id, evidence)
            : Finding.Fails(Expected, $"{id} again", "make a new random transaction id for each request", evidence, other.At(other.Msrp.TransactionIdSpan, "the same transaction id"));
    }

    /// <summary>Which of the paths that the peer gave holds when, is RFC4975-8.4-1's matter.</summary>
    private static Finding HasPathsOfSession(MsrpSession session, WireMessage request)
    {
        var given = session.PeerPaths().Where(it => it.Sdp.Message.Number < request.Number).ToList();
        var local = UrisOf(session.LocalPath);
        var to = request.Msrp.ToPath.Select(it => it.Value).ToList();
        var from = request.Msrp.FromPath.Select(it => it.Value).ToList();
        return Finding.All(
        [
            Finding.That(
                given.Exists(it => AreSame(to, UrisOf(it.Path))),
                $"the path that the peer gave, {given[^1].Path}, as To-Path",
                request.Msrp.Header("To-Path") is { } toPath ? toPath.Value : "no To-Path",
                $"write To-Path: {given[^1].Path}",
                request.MsrpField("To-Path"),
                given[^1].Sdp.At(given[^1].Sdp.MessageMedia!.Attribute("path")!)),
            Finding.That(
                AreSame(from, local[^1..]) || AreSame(from, local),
                $"the offered URI, {session.LocalPath.Split(' ')[^1]}, as From-Path",
                request.Msrp.Header("From-Path") is { } fromPath ? fromPath.Value : "no From-Path",
                $"write From-Path: {session.LocalPath.Split(' ')[^1]}",
                request.MsrpField("From-Path"),
                session.Offer.At(session.Offer.MessageMedia!.Attribute("path")!)),
        ]);
    }

    internal static List<MsrpUri?> UrisOf(string path) => [.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(it => MsrpUri.Parse(it).Value)];

    internal static bool AreSame(List<MsrpUri?> one, List<MsrpUri?> other) => one.Count == other.Count
        && one.Zip(other).All(it => it is { First: { } first, Second: { } second } && first.IsEquivalentTo(second));

    private static Finding LacksOwnEndLine(WireMessage request)
    {
        var hyphens = $"-------{request.Msrp.TransactionId}";
        var body = request.Msrp.Body.Of(request.Octets);
        foreach (var flag in "$+#")
        {
            if (body.IndexOf(Encoding.UTF8.GetBytes($"{hyphens}{flag}")) is var at and >= 0)
            {
                return Finding.Fails(
                    $"a body without {hyphens} and a flag",
                    $"{hyphens}{flag} in the body",
                    "choose another transaction id, one that the body does not contain",
                    request.At(new ByteSpan(request.Msrp.Body.Offset + at, hyphens.Length + 1), "end-line in the body"));
            }
        }

        return Finding.Holds($"a body without {hyphens} and a flag", "as expected", request.At(request.Msrp.Body, "body"));
    }

    private static Finding HasTypedBody(WireMessage request)
    {
        const string Expected = "Content-Type as the last header field, then an empty line, then the body";
        if (request.Msrp.Header("Content-Type") is not { } type)
        {
            return Finding.Fails(Expected, "a body without Content-Type", "add Content-Type: text/plain as the last header field", request.At(request.Msrp.Head, "searched for Content-Type"));
        }

        var last = request.Msrp.Headers[^1];
        return Finding.That(last.Span == type.Span, Expected, $"{last.Name} behind Content-Type", $"move {last.Name} before Content-Type", request.At(type.Span, "Content-Type"), request.At(last.Span, last.Name));
    }

    private static Finding IsBareWithoutBody(WireMessage message)
    {
        var msrp = message.Msrp;
        var expected = $"the end-line of the {message.MsrpTitle()} right behind the last header field when there is no body";
        if (!msrp.HasBody && msrp.Headers.FirstOrDefault(it => it.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)) is { } field)
        {
            return Finding.Fails(expected, $"{field.Name} without a body", $"remove {field.Name}", message.At(field.Span, field.Name));
        }

        return message.HasNone(
            msrp.Defects.Where(it => it.Kind == DefectKind.BlankLineWithoutBody),
            msrp.EndLine.IsEmpty ? msrp.Head : msrp.EndLine,
            expected,
            "remove the empty line before the end-line");
    }

    private static Finding FlagIsTrue(SentChunk chunk)
    {
        var (send, flag) = (chunk.Send, chunk.Send.Msrp.ContinuationFlag);
        var evidence = send.At(new ByteSpan(send.Msrp.EndLine.End - 1, 1), "continuation flag");
        var end = chunk.Earlier.LastOrDefault(it => it.Msrp.ContinuationFlag is '$' or '#');
        if (end is not null && chunk.Range?.Start > 1)
        {
            return Finding.Fails("nothing more of a message behind its last chunk", $"another chunk behind {end.Msrp.ContinuationFlag}", "flag a chunk with + when more of the message follows", end.At(end.Msrp.EndLine, "end-line"), evidence);
        }

        var later = chunk.Trace.ClientChunks().FirstOrDefault(it => it.Earlier.Contains(send));
        if (flag != '+' || later is not null)
        {
            return Finding.Holds("a flag that says whether more follows", $"{flag}", evidence);
        }

        if (chunk.Range?.Total is { } total && chunk.SentBefore + chunk.BodyLength >= total)
        {
            return Finding.Fails("$ behind the last octets of a message", "+ behind the last of them", "flag the last chunk with $", evidence, send.MsrpField("Byte-Range"));
        }

        const string Expected = "another chunk of the message behind the flag +";
        var isOver = chunk.Trace.Events.Any(it => it.Number > send.Number && it is WireMessage message && message.IsRequest("BYE")
            || it is Connection { Change: not ConnectionChange.Opened } closed && closed.ConnectionId == send.ConnectionId);
        return isOver
            ? Finding.Undecided(Expected, "the session ended before another chunk came", evidence)
            : chunk.Trace.NeverCame(send, ExpectMsrp.ResponseTimeout, Expected, "no other chunk of this Message-ID", "flag the last chunk with $", evidence);
    }

    private static MsrpMessage WithFlag(MsrpMessage message, ReadOnlySpan<byte> flag) =>
        message.WithOctets(new ByteSpan(message.EndLine.End - 1, 1), flag);

    private static Tamper KeepsTransactionId()
    {
        (string? Message, string Transaction) first = (null, "");
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Msrp || it.Msrp is not { Method: "SEND", MessageId: { } id } send)
                {
                    return [it];
                }

                first = first.Message == id ? first : (id, send.TransactionId);
                return [it.Replace(send.TransactionId, first.Transaction)];
            },
        };
    }

    private static MsrpMessage WithEndLineInBody(MsrpMessage send)
    {
        var more = Encoding.UTF8.GetBytes($" -------{send.TransactionId}$ ");
        var length = send.Body.Length + more.Length;
        return send
            .WithOctets(new ByteSpan(send.Body.End, 0), more)
            .With("Byte-Range", string.Create(CultureInfo.InvariantCulture, $"1-{length}/{length}"));
    }
}
