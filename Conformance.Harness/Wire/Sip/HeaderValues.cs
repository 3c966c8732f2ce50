using System.Globalization;

namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// name-addr or addr-spec with header parameters: From, To, Contact, Route, Record-Route … (RFC 3261 section 20.10).
/// Without brackets every parameter is the header's, none the URI's.
/// </summary>
public sealed record NameAddr(
    string? DisplayName,
    WireUri Uri,
    bool IsBracketed,
    IReadOnlyList<Parameter> Parameters,
    ByteSpan Span)
{
    public string? Tag => Parameters.Named("tag")?.Value;

    /// <summary>The expires parameter of a Contact, in seconds (RFC 3261 section 20.10); null for none or one that is no number.</summary>
    public long? Expires => long.TryParse(Parameters.Named("expires")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    /// <summary>Whether this is the "*" of Contact; <see cref="Uri"/> is then a <see cref="WildcardUri"/>.</summary>
    public bool IsWildcard => Uri is WildcardUri;

    /// <summary>Reads one address that fills <paramref name="span"/>.</summary>
    public static Reading<NameAddr> Parse(ReadOnlyMemory<byte> octets, ByteSpan span) => AddressReader.Read(octets, span);

    /// <summary>Reads one value of Contact, which may be "*".</summary>
    public static Reading<NameAddr> ParseContact(ReadOnlyMemory<byte> octets, ByteSpan span) => span.Of(octets).SequenceEqual("*"u8)
        ? new Reading<NameAddr>(new NameAddr(null, new WildcardUri(span), false, [], span), span, [])
        : Parse(octets, span);
}

/// <summary>One Via value (RFC 3261 section 20.42). Transport is as written; the host is without the brackets of an IPv6 reference.</summary>
public sealed record Via(
    string ProtocolVersion,
    string Transport,
    string Host,
    int? Port,
    IReadOnlyList<Parameter> Parameters,
    ByteSpan Span)
{
    public string? Branch => Parameters.Named("branch")?.Value;

    /// <summary>Reads one value that fills <paramref name="span"/>.</summary>
    public static Reading<Via> Parse(ReadOnlyMemory<byte> octets, ByteSpan span) => ViaReader.Read(octets, span);
}

/// <summary>CSeq (RFC 3261 section 20.16).</summary>
public sealed record CSeq(uint Number, string Method, ByteSpan Span, ByteSpan NumberSpan, ByteSpan MethodSpan)
{
    /// <summary>Reads a value that fills <paramref name="span"/>; no value where the number does not fit 32 bits.</summary>
    public static Reading<CSeq> Parse(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var cursor = new Cursor(octets, span);
        var number = cursor.TakeWhile(CharClass.Digit);
        var gap = cursor.SkipLws();
        var method = cursor.TakeWhile(CharClass.Token);
        if (number.IsEmpty || gap.IsEmpty || method.IsEmpty || !cursor.AtEnd)
        {
            return new Reading<CSeq>(null, span, [new Defect(DefectKind.MalformedCSeq, span)]);
        }

        // Below 2**31, by section 8.1.1.5.
        var value = Numbers.Read(cursor.Of(number));
        return new Reading<CSeq>(
            value <= uint.MaxValue ? new CSeq((uint)value, method.Text(octets), span, number, method) : null,
            span,
            value <= int.MaxValue ? [] : [new Defect(DefectKind.NumberOutOfRange, number)]);
    }
}

/// <summary>A token with parameters: Content-Disposition, Event, Subscription-State … (RFC 3261 section 25.1).</summary>
public sealed record TokenValue(string Token, IReadOnlyList<Parameter> Parameters, ByteSpan Span)
{
    /// <summary>Reads a value that fills <paramref name="span"/>.</summary>
    public static Reading<TokenValue> Parse(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var cursor = new Cursor(octets, span);
        var token = cursor.TakeWhile(CharClass.Token);
        if (token.IsEmpty)
        {
            return new Reading<TokenValue>(null, span, [new Defect(DefectKind.MalformedToken, span)]);
        }

        var defects = new List<Defect>();
        var parameters = HeaderParameters.Read(ref cursor, defects);
        return new Reading<TokenValue>(new TokenValue(token.Text(octets), parameters, span), span, defects);
    }
}
