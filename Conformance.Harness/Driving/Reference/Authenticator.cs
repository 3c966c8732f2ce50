using System.Globalization;
using Conformance.Harness.Core;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>Answers Digest challenges (RFC 3261 section 22, RFC 2617).</summary>
internal sealed class Authenticator(string user, string password, Identifiers identifiers)
{
    private readonly Dictionary<string, int> _counts = [];

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
        foreach (var header in response.HeadersNamed(challenged))
        {
            if (DigestChallenge.Parse(response.Octets, header.ValueSpan).Value is { } challenge
                && (challenge.Stale || !Carries(request, answering, challenge.Realm)))
            {
                credentials.Add((answering, Credentials(challenge, request)));
            }
        }

        return credentials.Count == 0 ? null : [.. Kept(request, answering), .. credentials];
    }

    /// <summary>The credentials that a request carries: the ACK to its 2xx repeats them (RFC 3261 section 13.2.2.4).</summary>
    public static IEnumerable<(string Name, string Value)> Of(SipMessage request) =>
        Kept(request, "Proxy-Authorization").Concat(Kept(request, "Authorization"));

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
        var hasQop = challenge.Qop.Contains("auth");
        var count = hasQop ? _counts[challenge.Nonce] = _counts.GetValueOrDefault(challenge.Nonce) + 1 : 0;
        var unsigned = new DigestCredentials(
            user,
            challenge.Realm,
            challenge.Nonce,
            request.RequestUriSpan.Text(request.Octets),
            Response: "",
            challenge.Algorithm,
            hasQop ? "auth" : null,
            hasQop ? count.ToString("x8", CultureInfo.InvariantCulture) : null,
            hasQop ? identifiers.Next(16) : null,
            challenge.Opaque);
        return (unsigned with { Response = unsigned.Expected(password, request.Method) }).ToHeaderValue();
    }
}
