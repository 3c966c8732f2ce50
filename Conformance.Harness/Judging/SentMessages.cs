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

    /// <summary>The octets, chunk behind chunk.</summary>
    public byte[] Body => [.. Chunks.SelectMany(it => it.Msrp.Body.Of(it.Octets).ToArray())];

    public Evidence Evidence => First.At(First.Msrp.StartLine, "SEND");

    /// <summary>The wrapper in it; null where it has none that can be read over one message.</summary>
    public Reading<CpimMessage>? Cpim => IsWhole && CpimMessage.Is(ContentType) ? CpimMessage.Parse(Body) : null;

    /// <summary>The peer's responses to its chunks that refuse it.</summary>
    public IEnumerable<WireMessage> Refusals => Session.ToClient.Where(it => !it.Msrp.IsRequest
        && it.Msrp.StatusCode >= 400
        && Chunks.Any(chunk => chunk.Msrp.TransactionId == it.Msrp.TransactionId && chunk.Number < it.Number));
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
