using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core;

/// <summary>
/// Challenges each request by itself, with a nonce that is good for one (RFC 3261 section 22.3). What cannot be challenged, ACK
/// and CANCEL, passes; so does REGISTER, which the registrar challenges. Whether what answers a challenge is right is for the judge.
/// </summary>
internal sealed class ProxyChallenges(CoreServices core)
{
    private readonly HashSet<string> _open = [];

    /// <summary>Whether the request is let pass; if not, it has been answered with 407.</summary>
    public bool Pass(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (!core.Options.Behaviour.For(CalledUsers.Of(request)).ChallengesEachRequest || request.Method is "ACK" or "CANCEL" or "REGISTER" || AnswersOne(request))
        {
            return true;
        }

        var nonce = core.Identifiers.Next(16);
        _open.Add(nonce);
        core.Reply(transaction, 407, ("Proxy-Authenticate", new DigestChallenge(core.Options.Domain, nonce, "MD5", ["auth"], null, Stale: false).ToHeaderValue()));
        return false;
    }

    private bool AnswersOne(SipMessage request) => request.HeadersNamed("Proxy-Authorization")
        .Select(it => DigestCredentials.Parse(request.Octets, it.ValueSpan).Value?.Nonce)
        .Any(nonce => nonce is not null && _open.Remove(nonce));
}
