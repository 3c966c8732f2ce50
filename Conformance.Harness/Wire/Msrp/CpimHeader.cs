namespace Conformance.Harness.Wire.Msrp;

/// <summary>One message header of a message/cpim (RFC 3862 section 3.6).</summary>
/// <param name="Name">The name as written, with its prefix.</param>
/// <param name="LocalName">The name without its prefix.</param>
/// <param name="Namespace">The URI that the prefix, or its absence, stands for (section 3.4); null for a prefix that nothing declares.</param>
/// <param name="Value">The value, parameters aside.</param>
/// <param name="Span">The line without its end.</param>
/// <param name="ValueSpan">Where the value stands.</param>
public sealed record CpimHeader(string Name, string LocalName, string? Namespace, string Value, ByteSpan Span, ByteSpan ValueSpan)
{
    /// <summary>The namespace of the headers that RFC 3862 defines, and of every name without a prefix until an NS says otherwise.</summary>
    public const string CoreNamespace = "urn:ietf:params:cpim-headers:";

    public bool IsCore => Namespace == CoreNamespace;

    /// <summary>Whether it is that header of RFC 3862; case matters (section 2.2).</summary>
    public bool Is(string name) => IsCore && LocalName == name;
}
