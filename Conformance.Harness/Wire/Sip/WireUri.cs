namespace Conformance.Harness.Wire.Sip;

/// <summary>A URI as it stands on the wire (RFC 3261 section 19.1, RFC 3966, RFC 3986).</summary>
public abstract record WireUri(string Text, string Scheme, ByteSpan Span)
{
    /// <summary>Reads a URI that fills <paramref name="span"/>; an unknown scheme gives an <see cref="OtherUri"/>.</summary>
    public static Reading<WireUri> Parse(ReadOnlyMemory<byte> octets, ByteSpan span) => throw new NotImplementedException();

    public static Reading<WireUri> Parse(string text) => throw new NotImplementedException();

    /// <summary>Equality by the rules of the scheme: RFC 3261 section 19.1.4 for sip and sips, RFC 3966 section 4 for tel.</summary>
    public bool IsEquivalentTo(WireUri other) => throw new NotImplementedException();
}

/// <summary>sip: or sips:. User, password and parameter values are as written, escapes kept.</summary>
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

/// <summary>tel: with its parameters.</summary>
public sealed record TelUri(string Text, ByteSpan Span, string Number, IReadOnlyList<Parameter> Parameters)
    : WireUri(Text, "tel", Span);

/// <summary>Any other absolute URI, unread after its scheme.</summary>
public sealed record OtherUri(string Text, string Scheme, ByteSpan Span) : WireUri(Text, Scheme, Span);
