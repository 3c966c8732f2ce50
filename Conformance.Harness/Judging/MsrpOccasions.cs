using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sdp;

namespace Conformance.Harness.Judging;

/// <summary>A SEND of the client, and those before it that are chunks of the same message: same Message-ID, same connection.</summary>
public sealed record SentChunk(Trace Trace, WireMessage Send, IReadOnlyList<WireMessage> Earlier)
{
    public int BodyLength => Send.Msrp.Body.Length;

    public ByteRange? Range => Send.Msrp.ByteRange?.Value;

    /// <summary>The octets of the message that went before, whatever their Byte-Range says.</summary>
    public long SentBefore => Earlier.Sum(it => (long)it.Msrp.Body.Length);
}

/// <summary>An MSRP URI in the path that the client puts into a session description.</summary>
public sealed record OfferedUri(TracedSdp Sdp, SdpMedia Media, Reading<MsrpUri> Reading)
{
    public Evidence Evidence => Sdp.Message.At(Reading.Span, "MSRP URI");
}

/// <summary>What the client sent over MSRP, as occasions.</summary>
public static class MsrpOccasions
{
    private static readonly Remembered<Trace, IReadOnlyList<SentChunk>> KnownChunks = new(FindChunks);

    /// <summary>Requests and responses, and lines that begin neither; empty lines aside.</summary>
    public static IEnumerable<WireMessage> ClientMsrp(this Trace trace) => trace.Messages.Where(it =>
        it.IsMsrp && it.IsFromClient && it.Octets.Span.ContainsAnyExcept((byte)'\r', (byte)'\n'));

    public static IEnumerable<WireMessage> ClientMsrpRequests(this Trace trace) => trace.ClientMsrp().Where(it => it.Msrp.IsRequest);

    /// <summary>Each SEND with its place in its message.</summary>
    public static IReadOnlyList<SentChunk> ClientChunks(this Trace trace) => KnownChunks.Of(trace);

    private static List<SentChunk> FindChunks(Trace trace)
    {
        var chunks = new List<SentChunk>();
        var alike = new Dictionary<(int Connection, string Message), List<WireMessage>>();
        foreach (var send in trace.ClientMsrpRequests().Where(it => it.Msrp.Method == "SEND"))
        {
            var before = send.Msrp.MessageId is { } id
                ? alike.TryGetValue((send.ConnectionId, id), out var known) ? known : alike[(send.ConnectionId, id)] = []
                : new List<WireMessage>();
            chunks.Add(new SentChunk(trace, send, IsAnother(before, send) ? [] : [.. before]));
            before.Add(send);
        }

        return chunks;
    }

    /// <summary>A SEND that begins with the first octet behind one that ended a message is another message, whatever its Message-ID.</summary>
    private static bool IsAnother(List<WireMessage> before, WireMessage send) =>
        before.Count > 0 && before[^1].Msrp.ContinuationFlag is '$' or '#' && send.Msrp.ByteRange?.Value is null or { Start: 1 };

    /// <summary>Session descriptions of the client with an m=message section that is not refused (port 0).</summary>
    public static IEnumerable<(TracedSdp Sdp, SdpMedia Media)> ClientMessageMedia(this Trace trace) => trace.ClientSip()
        .SelectMany(it => it.Sdps())
        .Where(it => it.MessageMedia is { } media && media.Port != 0)
        .Select(it => (it, it.MessageMedia!));

    /// <summary>Each URI of each path that the client gave.</summary>
    public static IEnumerable<OfferedUri> ClientUris(this Trace trace) => trace.ClientMessageMedia()
        .SelectMany(it => Uris(it.Sdp, it.Media).Select(uri => new OfferedUri(it.Sdp, it.Media, uri)));

    /// <summary>The URIs of a path attribute; none without one.</summary>
    public static IReadOnlyList<Reading<MsrpUri>> Uris(TracedSdp sdp, SdpMedia media) => media.Attribute("path") is { } path
        ? MsrpUri.ParsePath(sdp.Message.Octets, ValueSpan(sdp, path))
        : [];

    /// <summary>What follows the colon of an attribute, leading spaces left out.</summary>
    public static ByteSpan ValueSpan(TracedSdp sdp, SdpAttribute attribute)
    {
        var line = attribute.Line.ValueSpan;
        var start = Math.Min(line.End, line.Offset + attribute.Name.Length + 1);
        var text = ByteSpan.Between(start, line.End).Of(sdp.Message.Octets);
        return ByteSpan.Between(start + (text.Length - text.TrimStart((byte)' ').Length), line.End);
    }

    public static Evidence At(this TracedSdp sdp, SdpAttribute attribute) => sdp.Message.At(attribute.Line.Span, $"a={attribute.Name}");

    /// <summary>Whether the value of an accept-types attribute covers a Content-Type: without case, parameters aside (RFC 4975 section 8.6).</summary>
    public static bool Covers(string acceptTypes, string contentType)
    {
        var type = contentType.Split(';')[0].Trim();
        return acceptTypes.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(it => it.Split(';')[0])
            .Any(it => it == "*"
                || it.Equals(type, StringComparison.OrdinalIgnoreCase)
                || (it.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(it[..^1], StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The own URI: the last one of the client's path, behind any relays (RFC 4976 section 5.1).</summary>
    public static MsrpUri? OwnUri(this MsrpSession session) => MsrpUri.Parse(session.LocalPath.Split(' ')[^1]).Value;

    /// <summary>The first field of that name, or the head that was searched for it.</summary>
    public static Evidence MsrpField(this WireMessage message, string name) => message.Msrp.Header(name) is { } header
        ? message.At(header.Span, name)
        : message.At(message.Msrp.Head, $"searched for {name}");

    public static Evidence MsrpStart(this WireMessage message) => message.At(message.Msrp.StartLine, "start line");

    /// <summary>What a report calls it: "SEND", "200 response".</summary>
    public static string MsrpTitle(this WireMessage message) => message.Msrp.IsRequest ? message.Msrp.Method : $"{message.Msrp.StatusCode:000} response";
}
