namespace Conformance.Harness.Wire.Sip;

/// <summary>name-addr or addr-spec with header parameters: From, To, Contact, Route, Record-Route … (RFC 3261 section 20.10).</summary>
public sealed record NameAddr(
    string? DisplayName,
    WireUri Uri,
    bool IsBracketed,
    IReadOnlyList<Parameter> Parameters,
    ByteSpan Span)
{
    public string? Tag => Parameters.Named("tag")?.Value;
}

/// <summary>One Via value (RFC 3261 section 20.42). Transport is as written.</summary>
public sealed record Via(
    string ProtocolVersion,
    string Transport,
    string Host,
    int? Port,
    IReadOnlyList<Parameter> Parameters,
    ByteSpan Span)
{
    public string? Branch => Parameters.Named("branch")?.Value;
}

/// <summary>CSeq (RFC 3261 section 20.16).</summary>
public sealed record CSeq(uint Number, string Method, ByteSpan Span, ByteSpan NumberSpan, ByteSpan MethodSpan);

/// <summary>A token with parameters: Content-Disposition, Event, Subscription-State … (RFC 3261 section 25.1).</summary>
public sealed record TokenValue(string Token, IReadOnlyList<Parameter> Parameters, ByteSpan Span);
