using Conformance.Harness.Core;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>Answers Digest challenges (RFC 3261 section 22, RFC 2617).</summary>
internal sealed class Authenticator(string user, string password, Identifiers identifiers)
{
    private static readonly string[] Algorithms = ["MD5", "MD5-sess", "SHA-256", "SHA-256-sess"];
    private readonly Dictionary<string, uint> _counts = [];

    /// <summary>
    /// The credentials with which a request that met 401 or 407 is sent again; null when there is no Digest challenge
    /// or when it turns down what the request already carried (RFC 3261 section 22.1), stale nonces apart.
    /// </summary>
    public IReadOnlyList<(string Name, string Value)>? Answer(SipMessage request, SipMessage response)
    {
        var (challenged, answering) = response.StatusCode == 407
            ? ("Proxy-Authenticate", "Proxy-Authorization")
            : ("WWW-Authenticate", "Authorization");
        var credentials = new List<(string, string)>();
        foreach (var challenge in Challenges(response, challenged))
        {
            if (challenge.Stale || !Carries(request, answering, challenge.Realm))
            {
                credentials.Add((answering, Credentials(challenge, request)));
            }
        }

        return credentials.Count == 0 ? null : [.. Kept(request, answering), .. credentials];
    }

    /// <summary>The credentials that a request carries: the ACK to its 2xx repeats them (RFC 3261 section 13.2.2.4).</summary>
    public static IEnumerable<(string Name, string Value)> Of(SipMessage request) =>
        Kept(request, "Proxy-Authorization").Concat(Kept(request, "Authorization"));

    /// <summary>The first challenge of each realm whose algorithm is known: the server puts the one it prefers on top (RFC 8760 section 2.4).</summary>
    private static IEnumerable<DigestChallenge> Challenges(SipMessage response, string name) => response.HeadersNamed(name)
        .Select(it => DigestChallenge.Parse(response.Octets, it.ValueSpan).Value)
        .OfType<DigestChallenge>()
        .Where(it => it.Algorithm is null || Algorithms.Contains(it.Algorithm, StringComparer.OrdinalIgnoreCase))
        .DistinctBy(it => it.Realm);

    /// <summary>What the request carries for the other kind of challenger.</summary>
    private static IEnumerable<(string Name, string Value)> Kept(SipMessage request, string answering)
    {
        var other = answering == "Authorization" ? "Proxy-Authorization" : "Authorization";
        return request.HeadersNamed(other).Select(it => (other, it.Value));
    }

    private static bool Carries(SipMessage request, string name, string realm) => request.HeadersNamed(name)
        .Any(it => DigestCredentials.Parse(request.Octets, it.ValueSpan).Value?.Realm == realm);

    private string Credentials(DigestChallenge challenge, SipMessage request)
    {
        var count = _counts[challenge.Nonce] = _counts.GetValueOrDefault(challenge.Nonce) + 1;
        var uri = request.RequestUriSpan.Text(request.Octets);
        return challenge.Answer(user, password, request.Method, uri, identifiers.Next(16), count).ToHeaderValue();
    }
}
