using System.Globalization;
using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 section 7.1.1: the fields of a SEND.</summary>
public static class Section711Sending
{
    /// <summary>Section 7.1.1.</summary>
    public static readonly Requirement MessageIds = Shall(
        id: "RFC4975-7.1.1-1",
        quote: "Each SEND has a Message-ID, the same for all chunks of a message and for no other message.",
        when: trace => trace.ClientChunks(),
        then: HasOwnMessageId,
        mutants:
        [
            Mutant.RewritesMsrp("omits-message-id", Section9Syntax.Sends, it => it.Without("Message-ID")),
            new Mutant("gives-all-messages-one-message-id", KeepsMessageId),
        ]);

    /// <summary>Section 7.1.1.</summary>
    public static readonly Requirement SameReports = Shall(
        id: "RFC4975-7.1.1-2",
        quote: "All chunks of a message have the same Success-Report and Failure-Report.",
        when: trace => trace.ClientChunks().Where(it => it.Earlier.Count > 0),
        then: chunk => Finding.All(ReportFields.Select(it => SaysSame(chunk, it))),
        mutants: [Mutant.RewritesMsrp("asks-for-a-report-in-its-last-chunk", it => it is { Method: "SEND", ContinuationFlag: '$', ByteRange.Value.Start: > 1 }, it => it.With("Success-Report", "yes"))]);

    /// <summary>Section 7.1.1. That the first chunk has one too is advice and not judged; empty messages are RFC4975-7.1.1-6.</summary>
    public static readonly Requirement RangeStart = Shall(
        id: "RFC4975-7.1.1-3",
        quote: "Byte-Range stands in every chunk but the first, where it may; it begins with the position of the chunk's first octet, counted from 1.",
        when: trace => trace.ClientChunks().Where(it => it.BodyLength > 0 && it.Send.Msrp.MessageId is not null),
        then: StartsWhereItStands,
        mutants: [Mutant.RewritesMsrp("counts-octets-from-zero", it => it.Method == "SEND" && !it.Body.IsEmpty, it => WithRange(it, range =>
            (range.Start - 1, range.RangeEnd - 1, range.Total - 1)))]);

    /// <summary>Section 7.1.1. Octets count, not characters; a message that is given up is shorter than it said.</summary>
    public static readonly Requirement RangeEnd = Shall(
        id: "RFC4975-7.1.1-4",
        quote: "The range end is the position of the chunk's last octet or *, the total is the size of the message or *, and both agree with the octets sent.",
        when: trace => trace.ClientChunks().Where(it => it.BodyLength > 0 && it.Range is not null && it.Send.Msrp.ContinuationFlag != '#'),
        then: EndsWhereItSays,
        mutants:
        [
            Mutant.RewritesMsrp("counts-characters-for-octets", it => it is { Method: "SEND", ContinuationFlag: '$' } && !it.Body.IsEmpty, it => WithRange(it, range =>
                Encoding.UTF8.GetCharCount(it.Body.Of(it.Octets)) is var count && range.Start == 1 ? (1, count, count) : (range.Start, range.RangeEnd, range.Total))),
            Mutant.RewritesMsrp("counts-the-last-line-end-as-body", it => it is { Method: "SEND", ContinuationFlag: '$' } && !it.Body.IsEmpty, it => WithRange(it, range =>
                (range.Start, range.RangeEnd + 2, range.Total + 2))),
        ]);

    /// <summary>Section 7.1.1. That smaller chunks are avoided is advice and not judged.</summary>
    public static readonly Requirement LargeChunks = Shall(
        id: "RFC4975-7.1.1-5",
        quote: "A chunk whose body is larger than 2048 octets can be interrupted: its range end is *.",
        when: trace => trace.ClientChunks().Where(it => it.BodyLength > 0),
        then: chunk => Finding.That(
            chunk.BodyLength <= LargestFixedChunk || chunk.Range is not { RangeEnd: not null },
            string.Create(CultureInfo.InvariantCulture, $"* as range end of a chunk of more than {LargestFixedChunk} octets"),
            string.Create(CultureInfo.InvariantCulture, $"{chunk.BodyLength} octets with Byte-Range: {chunk.Send.Msrp.Header("Byte-Range")?.Value ?? "none"}"),
            "write * as range end, or send chunks of 2048 octets",
            chunk.Send.MsrpField("Byte-Range"),
            chunk.Send.At(chunk.Send.Msrp.Body, "body")),
        mutants: [new Mutant("sends-large-messages-in-one-fixed-chunk", MergesChunks)]);

    /// <summary>Section 7.1.1.</summary>
    public static readonly Requirement RangeOrder = Shall(
        id: "RFC4975-7.1.1-6",
        quote: "Chunks go out in the order of their octets; the range of an empty message begins with 1.",
        when: trace => trace.ClientChunks(),
        then: IsInOrder,
        mutants: [Mutant.RewritesMsrp("counts-an-empty-message-from-zero", it => it.Method == "SEND" && it.Body.IsEmpty, it => it.With("Byte-Range", "0-0/0"))]);

    /// <summary>Section 7.1.1.</summary>
    public static readonly Requirement NoTransferEncoding = Shall(
        id: "RFC4975-7.1.1-7",
        quote: "No transfer encoding is put on a body.",
        when: trace => trace.ClientMsrpRequests(),
        then: request => Finding.That(
            request.Msrp.Header("Content-Transfer-Encoding") is null,
            $"no Content-Transfer-Encoding in the {request.MsrpTitle()}",
            request.Msrp.Header("Content-Transfer-Encoding") is { } field ? $"Content-Transfer-Encoding: {field.Value}" : "none",
            "send the octets as they are and remove Content-Transfer-Encoding",
            request.MsrpField("Content-Transfer-Encoding")),
        mutants: [Mutant.RewritesMsrp("declares-a-transfer-encoding", it => it.Method == "SEND" && !it.Body.IsEmpty, it => it.With("Content-Transfer-Encoding", "8bit"))]);

    private const int LargestFixedChunk = 2048;

    private static IEnumerable<string> ReportFields => ["Success-Report", "Failure-Report"];

    private static Finding SaysSame(SentChunk chunk, string name)
    {
        var (first, send) = (chunk.Earlier[0], chunk.Send);
        var (said, says) = (first.Msrp.Header(name)?.Value, send.Msrp.Header(name)?.Value);
        return Finding.That(
            said == says,
            $"{name} as in the first chunk, {said ?? "none"}",
            $"{name} {says ?? "none"}",
            said is null ? $"remove {name}" : $"write {name}: {said}",
            send.MsrpField(name),
            first.MsrpField(name));
    }

    private static Finding HasOwnMessageId(SentChunk chunk)
    {
        const string Expected = "a Message-ID of this message alone";
        var send = chunk.Send;
        if (send.Msrp.MessageId is not { Length: > 0 } id)
        {
            return Finding.Fails(Expected, "no Message-ID", "add a Message-ID of 4 to 32 random letters and digits", send.MsrpField("Message-ID"));
        }

        var other = chunk.Range is { Start: > 1 } ? null : chunk.Trace.ClientChunks().FirstOrDefault(it => it.Send.Number < send.Number
            && it.Send.Msrp.MessageId == id
            && it.Send.Msrp.ContinuationFlag == '$'
            && !it.Send.Msrp.Body.Of(it.Send.Octets).SequenceEqual(send.Msrp.Body.Of(send.Octets)));
        return other is null
            ? Finding.Holds(Expected, id, send.MsrpField("Message-ID"))
            : Finding.Fails(Expected, $"{id}, as in another message", "make a new Message-ID for each message", send.MsrpField("Message-ID"), other.Send.MsrpField("Message-ID"));
    }

    private static Finding StartsWhereItStands(SentChunk chunk)
    {
        var wanted = chunk.SentBefore + 1;
        var expected = string.Create(CultureInfo.InvariantCulture, $"Byte-Range that begins with {wanted}");
        var evidence = chunk.Send.MsrpField("Byte-Range");
        return chunk.Send.Msrp.Header("Byte-Range") is not { } field
            ? Finding.That(chunk.Earlier.Count == 0, expected, "no Byte-Range", string.Create(CultureInfo.InvariantCulture, $"add Byte-Range: {wanted}-*/*"), evidence)
            : Finding.That(chunk.Range?.Start == wanted, expected, $"Byte-Range: {field.Value}", string.Create(CultureInfo.InvariantCulture, $"begin the range with {wanted}"), evidence);
    }

    private static Finding EndsWhereItSays(SentChunk chunk)
    {
        var (send, range) = (chunk.Send, chunk.Range!);
        var end = range.Start - 1 + chunk.BodyLength;
        var isLast = send.Msrp.ContinuationFlag == '$';
        var endIsRight = range.RangeEnd is null || range.RangeEnd == end;
        var totalIsRight = range.Total is null || (isLast ? range.Total == end : range.Total >= end);
        return Finding.That(
            endIsRight && totalIsRight,
            string.Create(CultureInfo.InvariantCulture, $"a range that agrees with a body of {chunk.BodyLength} octets"),
            $"Byte-Range: {send.Msrp.Header("Byte-Range")!.Value}",
            string.Create(CultureInfo.InvariantCulture, $"write Byte-Range: {range.Start}-{end}/{(isLast ? end : "*")}"),
            send.MsrpField("Byte-Range"),
            send.At(send.Msrp.Body, "body"));
    }

    private static Finding IsInOrder(SentChunk chunk)
    {
        var evidence = chunk.Send.MsrpField("Byte-Range");
        var observed = chunk.Send.Msrp.Header("Byte-Range") is { } field ? $"Byte-Range: {field.Value}" : "no Byte-Range";
        if (chunk.BodyLength == 0 && chunk.Earlier.Count == 0)
        {
            return Finding.That(
                chunk.Range is null or { Start: 1, RangeEnd: null or 0, Total: null or 0 },
                "the range 1-0/0 of an empty message, or none",
                observed,
                "write Byte-Range: 1-0/0",
                evidence);
        }

        var last = chunk.Earlier.LastOrDefault(it => it.Msrp.ByteRange?.Value is not null && it.Msrp.ContinuationFlag == '+');
        return Finding.That(
            last is null || chunk.Range is null || chunk.Range.Start >= last.Msrp.ByteRange!.Value!.Start,
            "a range behind that of the chunk before",
            observed,
            "send the chunks of a message in the order of their octets",
            last is null ? [evidence] : [evidence, last.MsrpField("Byte-Range")]);
    }

    private static MsrpMessage WithRange(MsrpMessage send, Func<ByteRange, (long Start, long? End, long? Total)> edit)
    {
        if (send.ByteRange?.Value is not { } range)
        {
            return send;
        }

        var (start, end, total) = edit(range);
        return send.With("Byte-Range", string.Create(CultureInfo.InvariantCulture, $"{start}-{Number(end)}/{Number(total)}"));
    }

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "*";

    private static Tamper KeepsMessageId()
    {
        string? first = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Msrp || it.Msrp is not { Method: "SEND", MessageId: { } id } send)
                {
                    return [it];
                }

                first ??= id;
                return [it with { Octets = send.With("Message-ID", first).Octets }];
            },
        };
    }

    /// <summary>Holds the chunks of a message back and sends them as one, under the transaction of the last.</summary>
    private static Tamper MergesChunks()
    {
        var held = new List<byte>();
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Msrp || it.Msrp is not { Method: "SEND", Body.IsEmpty: false } send)
                {
                    return [it];
                }

                held.AddRange(send.Body.Of(send.Octets));
                if (send.ContinuationFlag == '+')
                {
                    return [];
                }

                var whole = send.WithOctets(send.Body, [.. held]).With("Byte-Range", string.Create(CultureInfo.InvariantCulture, $"1-{held.Count}/{held.Count}"));
                held.Clear();
                return [it with { Octets = whole.Octets }];
            },
        };
    }
}
