using System.Globalization;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sdp;

namespace Conformance.Harness.Judging;

/// <summary>The words of checks on session descriptions.</summary>
public static class ExpectSdp
{
    /// <summary>A session description in the message, and then what is said of the first.</summary>
    public static Finding HasSdp(this WireMessage message, Func<TracedSdp, Finding> then) =>
        message.HasBodyPart("application/sdp", _ => then(message.Sdp()!));

    /// <summary>An m=message section, and then what is said of the first.</summary>
    public static Finding HasMessageMedia(this TracedSdp sdp, Func<SdpMedia, Finding> then) =>
        sdp.MessageMedia is { } media
            ? then(media)
            : Finding.Fails(
                "an m=message section in the session description",
                sdp.Description.Media.Count == 0 ? "no m= line" : string.Join("; ", sdp.Description.Media.Select(it => $"m={it.Line.Value}")),
                "add m=message <port> TCP/MSRP *",
                sdp.At(sdp.Description.Span, "searched for m=message"));

    /// <summary>An attribute with a value in a media section, and then what is said of it.</summary>
    public static Finding HasAttribute(this TracedSdp sdp, SdpMedia media, string name, Func<SdpAttribute, Finding> then) =>
        media.Attribute(name) is { } attribute
            ? then(attribute)
            : Finding.Fails(
                $"a={name} under m={media.Media}",
                $"no a={name} there",
                $"add a={name}{Example(sdp, media, name)} under m={media.Media}",
                sdp.At(SpanOf(media), $"searched for a={name}"));

    /// <summary>What the value of a missing attribute may be, as the rest of the description has it.</summary>
    private static string Example(TracedSdp sdp, SdpMedia media, string name) => name switch
    {
        "accept-types" => ":text/plain",
        "path" => string.Create(CultureInfo.InvariantCulture, $":msrp://{(sdp.Description.ConnectionOf(media)?.Address is not { } address ? "<address>" : address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address)}:{media.Port}/<session id>;tcp"),
        _ => "",
    };

    public static Evidence At(this TracedSdp sdp, ByteSpan span, string label) => sdp.Message.At(span, label);

    public static Evidence At(this TracedSdp sdp, SdpLine line) => sdp.Message.At(line.Span, $"{line.Type}=");

    /// <summary>A media section from its m= line to its last line.</summary>
    public static ByteSpan SpanOf(SdpMedia media) =>
        ByteSpan.Between(media.Line.Span.Offset, Math.Max(media.Line.Span.End, media.Lines.Count == 0 ? 0 : media.Lines[^1].Span.End));

    /// <summary>The letter of the line that a span begins in.</summary>
    public static char LineTypeAt(this TracedSdp sdp, ByteSpan span)
    {
        var octets = sdp.Message.Octets.Span;
        var start = Math.Min(span.Offset, octets.Length - 1);
        while (start > sdp.Description.Span.Offset && octets[start - 1] != '\n')
        {
            start--;
        }

        return (char)octets[start];
    }
}
