using System.Globalization;
using System.Text;

namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// Copies of a message with one thing changed and every other octet as it was: what mutants, the fake core and
/// hand-made fixtures are built with. Nothing is normalised; only the body edits keep Content-Length in step.
/// The result is read as a datagram is.
/// </summary>
public static class SipEdits
{
    /// <summary>Without any field of that name.</summary>
    public static SipMessage Without(this SipMessage message, string name) =>
        Apply(message, [.. message.HeadersNamed(name).Select(it => new Edit(it.Span, []))]);

    /// <summary>With the first field of that name given this value in its place, or with the field added at the end of the head.</summary>
    public static SipMessage With(this SipMessage message, string name, string value)
    {
        if (message.Header(name) is not { } header)
        {
            return message.WithAdded(name, value);
        }

        // An empty value may stand right behind the colon.
        var isAfterColon = header.ValueSpan.Offset > 0 && message.Octets.Span[header.ValueSpan.Offset - 1] == ':';
        return Apply(message, [new Edit(header.ValueSpan, Encoding.UTF8.GetBytes(
            header.ValueSpan.IsEmpty && isAfterColon ? $" {value}" : value))]);
    }

    /// <summary>With one more field line at the end of the head, whatever is there already.</summary>
    public static SipMessage WithAdded(this SipMessage message, string name, string value) => WithLine(message, message.Head.End, name, value);

    /// <summary>With one more field line before all others.</summary>
    public static SipMessage WithFirst(this SipMessage message, string name, string value) => WithLine(
        message, message.Headers.Count > 0 ? message.Headers[0].Span.Offset : message.Head.End, name, value);

    /// <summary>With another Request-URI; a response stays as it is.</summary>
    public static SipMessage WithRequestUri(this SipMessage message, string uri) =>
        message.IsRequest ? message.WithOctets(message.RequestUriSpan, Encoding.UTF8.GetBytes(uri)) : message;

    public static SipMessage WithStartLine(this SipMessage message, string startLine) =>
        message.WithOctets(message.StartLine, Encoding.UTF8.GetBytes(startLine));

    /// <summary>With another body, and Content-Length (where there is one) set to its length.</summary>
    public static SipMessage WithBody(this SipMessage message, ReadOnlySpan<byte> body)
    {
        var length = Encoding.ASCII.GetBytes(body.Length.ToString(CultureInfo.InvariantCulture));
        var edits = message.HeadersNamed(ContentLength.HeaderName).Select(it => new Edit(it.ValueSpan, length)).ToList();
        if (!message.IsHeadClosed)
        {
            edits.Add(new Edit(new ByteSpan(message.Head.End, 0), EndsLine(message, message.Head.End) ? "\r\n"u8.ToArray() : "\r\n\r\n"u8.ToArray()));
        }

        edits.Add(new Edit(message.Body, body.ToArray()));
        return Apply(message, edits);
    }

    /// <summary>With the octets of <paramref name="span"/> replaced and nothing else touched, Content-Length neither.</summary>
    public static SipMessage WithOctets(this SipMessage message, ByteSpan span, ReadOnlySpan<byte> replacement) =>
        Apply(message, [new Edit(span, replacement.ToArray())]);

    private static SipMessage WithLine(SipMessage message, int offset, string name, string value)
    {
        var lineEnd = EndsLine(message, offset) ? "" : "\r\n";
        return message.WithOctets(new ByteSpan(offset, 0), Encoding.UTF8.GetBytes($"{lineEnd}{name}: {value}\r\n"));
    }

    private static bool EndsLine(SipMessage message, int offset) => offset > 0 && message.Octets.Span[offset - 1] == '\n';

    /// <summary>Makes all edits at once; they are in the order of the octets and do not overlap.</summary>
    private static SipMessage Apply(SipMessage message, IReadOnlyList<Edit> edits)
    {
        var octets = message.Octets.Span;
        var edited = new MemoryStream(octets.Length);
        var position = 0;
        foreach (var edit in edits)
        {
            edited.Write(octets[position..edit.Span.Offset]);
            edited.Write(edit.Replacement);
            position = edit.Span.End;
        }

        edited.Write(octets[position..]);
        return SipMessage.Parse(edited.ToArray());
    }

    private readonly record struct Edit(ByteSpan Span, byte[] Replacement);
}
