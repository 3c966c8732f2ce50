using System.Globalization;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Judging;

/// <summary>A message with content that the client sent in a session, with all its chunks in their order.</summary>
public sealed record SentMessage(MsrpSession Session, IReadOnlyList<WireMessage> Chunks)
{
    public Trace Trace => Session.Attempt.Trace;

    public WireMessage First => Chunks[0];

    public string? MessageId => First.Msrp.MessageId;

    public string ContentType => First.Msrp.ContentType ?? "";

    public bool IsWhole => First.Msrp.ByteRange?.Value?.Start is null or 1 && Chunks[^1].Msrp.ContinuationFlag == '$';

    /// <summary>
    /// The chunks of which it was whole for the first time: what was broken off with its connection and sent again over another
    /// one counts as it was sent last.
    /// </summary>
    public IReadOnlyList<WireMessage> Parts
    {
        get
        {
            var parts = new List<WireMessage>();
            foreach (var chunk in Chunks)
            {
                parts.RemoveAll(it => it.ConnectionId != chunk.ConnectionId && Start(it) >= Start(chunk));
                parts.Add(chunk);
                if (chunk.Msrp.ContinuationFlag == '$')
                {
                    break;
                }
            }

            return parts;
        }
    }

    /// <summary>The octets, chunk behind chunk.</summary>
    public byte[] Body => [.. Parts.SelectMany(it => it.Msrp.Body.Of(it.Octets).ToArray())];

    /// <summary>How many octets it has, whether or not some were sent again.</summary>
    public long Length => Chunks.Max(it => Start(it) - 1 + it.Msrp.Body.Length);

    public Evidence Evidence => First.At(First.Msrp.StartLine, "SEND");

    /// <summary>Octets of the body where they went over the wire, up to the end of a chunk.</summary>
    public Evidence At(ByteSpan span, string label)
    {
        var before = 0;
        foreach (var chunk in Parts)
        {
            var body = chunk.Msrp.Body;
            if (span.Offset < before + body.Length)
            {
                var start = body.Offset + span.Offset - before;
                return chunk.At(ByteSpan.Between(start, Math.Min(start + span.Length, body.End)), label);
            }

            before += body.Length;
        }

        return Evidence;
    }

    /// <summary>The wrapper in it; null where it has none that can be read over one message.</summary>
    public Reading<CpimMessage>? Cpim => IsWhole && CpimMessage.Is(ContentType) ? CpimMessage.Parse(Body) : null;

    /// <summary>The peer's responses to its chunks that refuse it, and the REPORTs that do.</summary>
    public IEnumerable<WireMessage> Refusals => Session.ToClient.Where(it => StatusIn(it) >= 400
        && Chunks.Any(chunk => chunk.Number < it.Number && (it.Msrp.IsRequest
            ? chunk.Msrp.MessageId is { } id && it.Msrp.MessageId == id
            : chunk.Msrp.TransactionId == it.Msrp.TransactionId)));

    /// <summary>The code of a response, or in the Status of a REPORT (RFC 4975 section 7.1.2); 0 in anything else.</summary>
    public static int StatusIn(WireMessage message) => message.Msrp switch
    {
        { IsRequest: false } response => response.StatusCode,
        { Method: "REPORT" } report when report.Header("Status")?.Value.Split(' ') is ["000", { } code, ..] && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) => status,
        _ => 0,
    };

    private static long Start(WireMessage chunk) => chunk.Msrp.ByteRange?.Value?.Start ?? 1;
}

/// <summary>Messages of the client over MSRP, found in a trace.</summary>
public static class SentMessages
{
    private static readonly Remembered<Trace, IReadOnlyList<SentMessage>> Known = new(trace =>
    [
        .. from session in trace.Sessions()
           from message in session.Sends.Where(it => it.Msrp.HasBody && !it.Msrp.Body.IsEmpty).GroupBy(it => (it.Msrp.MessageId, it.Msrp.MessageId is null ? it.Number : 0))
           select new SentMessage(session, [.. message]),
    ]);

    public static IReadOnlyList<SentMessage> ClientMessages(this Trace trace) => Known.Of(trace);
}
