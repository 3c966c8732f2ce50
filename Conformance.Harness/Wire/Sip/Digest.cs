using System.Text;

namespace Conformance.Harness.Wire.Sip;

/// <summary>A Digest challenge: WWW-Authenticate or Proxy-Authenticate (RFC 2617 section 3.2.1). <see cref="Qop"/> is empty where it is not offered.</summary>
public sealed record DigestChallenge(string Realm, string Nonce, string? Algorithm, IReadOnlyList<string> Qop, string? Opaque, bool Stale)
{
    /// <summary>Reads a header value; defects where it is not a sound Digest challenge, no value where its scheme is another.</summary>
    public static Reading<DigestChallenge> Parse(ReadOnlyMemory<byte> octets, ByteSpan value)
    {
        if (AuthenticationParameters.Read(octets, value) is not { } parameters)
        {
            return new Reading<DigestChallenge>(null, value, [new Defect(DefectKind.MalformedAuthentication, value)]);
        }

        var challenge = new DigestChallenge(
            parameters.Required("realm"),
            parameters.Required("nonce"),
            parameters["algorithm"],
            parameters["qop"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            parameters["opaque"],
            "true".Equals(parameters["stale"], StringComparison.OrdinalIgnoreCase));
        return new Reading<DigestChallenge>(challenge, value, parameters.Defects);
    }

    /// <summary>
    /// The credentials that answer this challenge, with qop=auth where it is offered and <paramref name="cnonce"/> then;
    /// <paramref name="count"/> says how often the nonce was used, this time included.
    /// </summary>
    public DigestCredentials Answer(string username, string password, string method, string uri, string cnonce, uint count = 1)
    {
        var hasQop = Qop.Contains("auth", StringComparer.OrdinalIgnoreCase);
        var credentials = new DigestCredentials(
            username, Realm, Nonce, uri, "", Algorithm,
            hasQop ? "auth" : null, hasQop ? $"{count:x8}" : null, hasQop ? cnonce : null, Opaque);
        return credentials with { Response = credentials.Expected(password, method) };
    }

    public string ToHeaderValue()
    {
        var text = new StringBuilder($"Digest realm={WireText.Quote(Realm)}, nonce={WireText.Quote(Nonce)}");
        text.Append(Algorithm is null ? "" : $", algorithm={Algorithm}");
        text.Append(Qop.Count == 0 ? "" : $", qop=\"{string.Join(',', Qop)}\"");
        text.Append(Opaque is null ? "" : $", opaque={WireText.Quote(Opaque)}");
        return text.Append(Stale ? ", stale=true" : "").ToString();
    }
}

/// <summary>Digest credentials: Authorization or Proxy-Authorization (RFC 2617 section 3.2.2). Values are without quotes.</summary>
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
    /// <summary>Reads a header value; no value where its scheme is not Digest. A mandatory parameter that is missing is "" beside a defect.</summary>
    public static Reading<DigestCredentials> Parse(ReadOnlyMemory<byte> octets, ByteSpan value)
    {
        if (AuthenticationParameters.Read(octets, value) is not { } parameters)
        {
            return new Reading<DigestCredentials>(null, value, [new Defect(DefectKind.MalformedAuthentication, value)]);
        }

        var credentials = new DigestCredentials(
            parameters.Required("username"),
            parameters.Required("realm"),
            parameters.Required("nonce"),
            parameters.Required("uri"),
            parameters.Required("response"),
            parameters["algorithm"],
            parameters["qop"],
            parameters["nc"],
            parameters["cnonce"],
            parameters["opaque"]);
        return new Reading<DigestCredentials>(credentials, value, parameters.Defects);
    }

    /// <summary>
    /// The request-digest that these credentials should carry (RFC 2617 section 3.2.2.1); MD5 and SHA-256, both also "-sess".
    /// "" for any other algorithm, and for auth-int, which needs the body.
    /// </summary>
    public string Expected(string password, string method) => DigestResponse.Compute(this, password, method) ?? "";

    public string ToHeaderValue()
    {
        var text = new StringBuilder("Digest ");
        text.Append($"username={WireText.Quote(Username)}, realm={WireText.Quote(Realm)}, nonce={WireText.Quote(Nonce)}, ");
        text.Append($"uri={WireText.Quote(Uri)}, response={WireText.Quote(Response)}");
        text.Append(Algorithm is null ? "" : $", algorithm={Algorithm}");
        text.Append(Cnonce is null ? "" : $", cnonce={WireText.Quote(Cnonce)}");
        text.Append(Opaque is null ? "" : $", opaque={WireText.Quote(Opaque)}");
        text.Append(Qop is null ? "" : $", qop={Qop}");
        return text.Append(NonceCount is null ? "" : $", nc={NonceCount}").ToString();
    }
}
