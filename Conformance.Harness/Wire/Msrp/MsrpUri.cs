namespace Conformance.Harness.Wire.Msrp;

/// <summary>An MSRP URI (RFC 4975 section 6 and section 9). Host without the brackets of an IPv6 reference.</summary>
public sealed record MsrpUri(
    string Text,
    string Scheme,
    string? UserInfo,
    string Host,
    int? Port,
    string? SessionId,
    string Transport,
    IReadOnlyList<Parameter> Parameters,
    ByteSpan Span)
{
    public static Reading<MsrpUri> Parse(ReadOnlyMemory<byte> octets, ByteSpan span) => throw new NotImplementedException();

    public static Reading<MsrpUri> Parse(string text) => throw new NotImplementedException();

    /// <summary>Reads a path: URIs separated by single spaces (RFC 4975 section 8.2, section 9).</summary>
    public static IReadOnlyList<Reading<MsrpUri>> ParsePath(ReadOnlyMemory<byte> octets, ByteSpan span) => throw new NotImplementedException();

    /// <summary>RFC 4975 section 6.1: scheme, host and transport without case, port exact, session-id with case, userinfo ignored.</summary>
    public bool IsEquivalentTo(MsrpUri other) => throw new NotImplementedException();
}
