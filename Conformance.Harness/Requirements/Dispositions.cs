using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Requirements;

/// <summary>A Content-Disposition of a message or of one of its parts, however deep.</summary>
internal sealed record TracedDisposition(WireMessage Message, string Value, ByteSpan Span)
{
    public Evidence Evidence => Message.At(Span, "Content-Disposition");

    /// <summary>Read as MIME has it.</summary>
    public Reading<ContentDisposition> Reading => ContentDisposition.Parse(Message.Octets, Span);

    /// <summary>What is broken by both grammars, that of MIME (comments) and that of RFC 3261 section 25.1 (parameters without a value).</summary>
    public IReadOnlyList<Defect> Defects => TokenValue.Parse(Message.Octets, Span).Defects is { Count: > 0 } ? Reading.Defects : [];

    public static IEnumerable<TracedDisposition> In(Trace trace) => Sent.Messages(trace).SelectMany(Of);

    private static IEnumerable<TracedDisposition> Of(WireMessage message) => message.Sip.HeadersNamed("Content-Disposition")
        .Select(it => new TracedDisposition(message, it.Value, it.ValueSpan))
        .Concat(SipBodies.Readings(message.Sip)
            .SelectMany(it => it.Value?.Parts ?? [])
            .SelectMany(it => it.Headers)
            .Where(it => it.Name.Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase))
            .Select(it => new TracedDisposition(message, it.Value, it.ValueSpan)));
}
