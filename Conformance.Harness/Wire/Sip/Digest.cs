namespace Conformance.Harness.Wire.Sip;

/// <summary>A Digest challenge: WWW-Authenticate or Proxy-Authenticate (RFC 2617 section 3.2.1).</summary>
public sealed record DigestChallenge(string Realm, string Nonce, string? Algorithm, IReadOnlyList<string> Qop, string? Opaque, bool Stale)
{
    /// <summary>Reads a header value; defects where it is not a sound Digest challenge.</summary>
    public static Reading<DigestChallenge> Parse(ReadOnlyMemory<byte> octets, ByteSpan value) => throw new NotImplementedException();
}

/// <summary>Digest credentials: Authorization or Proxy-Authorization (RFC 2617 section 3.2.2).</summary>
public sealed record DigestCredentials(
    string Username,
    string Realm,
    string Nonce,
    string Uri,
    string Response,
    string? Algorithm,
    string? Qop,
    string? NonceCount,
    string? Cnonce,
    string? Opaque)
{
    public static Reading<DigestCredentials> Parse(ReadOnlyMemory<byte> octets, ByteSpan value) => throw new NotImplementedException();

    /// <summary>The request-digest that these credentials should carry (RFC 2617 section 3.2.2.1); MD5 and SHA-256.</summary>
    public string Expected(string password, string method) => throw new NotImplementedException();

    public string ToHeaderValue() => throw new NotImplementedException();
}
