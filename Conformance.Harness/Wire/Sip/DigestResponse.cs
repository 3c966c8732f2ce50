using System.Security.Cryptography;
using System.Text;

namespace Conformance.Harness.Wire.Sip;

/// <summary>Computes request-digest (RFC 2617 section 3.2.2.1; SHA-256 by RFC 7616 section 3.4.1, which leaves the formula alone).</summary>
internal static class DigestResponse
{
    private const string Session = "-sess";

    /// <summary>Null for an algorithm or a quality of protection that is not known here.</summary>
    public static string? Compute(DigestCredentials credentials, string password, string method)
    {
        var algorithm = credentials.Algorithm ?? "MD5";
        var isSession = algorithm.EndsWith(Session, StringComparison.OrdinalIgnoreCase);
        if (HashOf(isSession ? algorithm[..^Session.Length] : algorithm) is not { } hash)
        {
            return null;
        }

        var secret = hash($"{credentials.Username}:{credentials.Realm}:{password}");
        if (isSession)
        {
            secret = hash($"{secret}:{credentials.Nonce}:{credentials.Cnonce}");
        }

        var request = hash($"{method}:{credentials.Uri}");
        return credentials.Qop?.ToUpperInvariant() switch
        {
            null => hash($"{secret}:{credentials.Nonce}:{request}"),
            "AUTH" => hash($"{secret}:{credentials.Nonce}:{credentials.NonceCount}:{credentials.Cnonce}:{credentials.Qop}:{request}"),
            _ => null,
        };
    }

    private static Func<string, string>? HashOf(string algorithm) => algorithm.ToUpperInvariant() switch
    {
        "MD5" => Md5,
        "SHA-256" => text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        _ => null,
    };

#pragma warning disable CA5351 // The algorithm is the protocol's: RFC 3261 section 22.4 knows no other.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
