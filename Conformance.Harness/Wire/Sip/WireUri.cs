using System.Text;

namespace Conformance.Harness.Wire.Sip;

/// <summary>A URI as it stands on the wire (RFC 3261 section 19.1, RFC 3966, RFC 3986).</summary>
public abstract record WireUri(string Text, string Scheme, ByteSpan Span)
{
    /// <summary>Reads a URI that fills <paramref name="span"/>; an unknown scheme gives an <see cref="OtherUri"/>.</summary>
    public static Reading<WireUri> Parse(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var defects = new List<Defect>();
        return new Reading<WireUri>(UriReader.Read(octets, span, defects), span, defects);
    }

    /// <summary>Reads a URI out of text; spans are offsets into its UTF-8 form.</summary>
    public static Reading<WireUri> Parse(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        return Parse(octets, new ByteSpan(0, octets.Length));
    }

    /// <summary>
    /// Equality by the rules of the scheme: RFC 3261 section 19.1.4 for sip and sips, RFC 3966 section 4 for tel; for any
    /// other scheme the same text but for the case of the scheme and of escapes (RFC 3986 section 6.2.2.1).
    /// </summary>
    public bool IsEquivalentTo(WireUri other) => UriComparison.AreEquivalent(this, other);
}

/// <summary>
/// sip: or sips:. User, password and parameter values are as written, escapes kept; the host is without the brackets of an
/// IPv6 reference.
/// </summary>
public sealed record SipUri(
    string Text,
    string Scheme,
    ByteSpan Span,
    string? User,
    string? Password,
    string Host,
    int? Port,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyList<Parameter> Headers) : WireUri(Text, Scheme, Span);

/// <summary>tel: with its parameters; the number as written.</summary>
public sealed record TelUri(string Text, ByteSpan Span, string Number, IReadOnlyList<Parameter> Parameters)
    : WireUri(Text, "tel", Span);

/// <summary>Any other absolute URI, unread after its scheme.</summary>
public sealed record OtherUri(string Text, string Scheme, ByteSpan Span) : WireUri(Text, Scheme, Span);

/// <summary>The "*" that stands in the place of all addresses in the Contact of a REGISTER (RFC 3261 section 10.2.2). Its scheme is empty.</summary>
public sealed record WildcardUri(ByteSpan Span) : WireUri("*", "", Span);
