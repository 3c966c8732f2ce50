using System.Diagnostics.CodeAnalysis;
using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core;

/// <summary>
/// The registrar (RFC 3261 section 10.3) with Digest authentication (RFC 2617), Service-Route (RFC 3608) and
/// P-Associated-URI (RFC 3455 section 4.1).
/// </summary>
internal sealed class Registrar(CoreServices core)
{
    private const long DefaultExpiry = 3600;
    private const int MostNonces = 1000;
    private readonly Dictionary<string, List<Binding>> _bindings = [];
    private readonly Queue<string> _nonces = new();
    private int _asked;

    private DateTimeOffset Now => core.Loop.Time.GetUtcNow();

    private RegistrarPolicy Policy => core.Options.Behaviour.Registrar;

    public void Take(ServerTransaction transaction)
    {
        var request = transaction.Request;
        var credentials = Credentials(request);
        var isProven = credentials is not null
            && credentials.Username == core.Options.User
            && IsAnswer(credentials, request.Method);
        var isFresh = credentials is not null && _nonces.Contains(credentials.Nonce);
        if (Policy.Algorithms.Count == 0 || (isProven && isFresh))
        {
            Register(transaction);
        }
        else if (isFresh)
        {
            // The client has answered a challenge of ours, wrongly: another would go on for ever.
            core.Reply(transaction, 403);
        }
        else
        {
            Challenge(transaction, isStale: isProven);
        }
    }

    /// <summary>An answer to AKA needs the key of the subscriber (RFC 3310 section 3.3), which is not known here: it proves nothing, and is taken.</summary>
    private bool IsAnswer(DigestCredentials credentials, string method) => IsAka(credentials.Algorithm)
        ? Policy.Algorithms.Contains(credentials.Algorithm, StringComparer.OrdinalIgnoreCase)
        : credentials.Expected(core.Options.Password, method).Equals(credentials.Response, StringComparison.OrdinalIgnoreCase);

    private static bool IsAka([NotNullWhen(true)] string? algorithm) => algorithm?.StartsWith("AKA", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The credentials for this realm; null when there are none, or only the empty ones that come before a first challenge.</summary>
    private DigestCredentials? Credentials(SipMessage request) => request.HeadersNamed("Authorization")
        .Select(it => DigestCredentials.Parse(request.Octets, it.ValueSpan).Value)
        .FirstOrDefault(it => it is { Response.Length: > 0 } && it.Realm == core.Options.Domain);

    /// <summary>Each algorithm has a nonce of its own, so that it is seen which was answered.</summary>
    private void Challenge(ServerTransaction transaction, bool isStale) => core.Reply(
        transaction,
        401,
        [.. Policy.Algorithms.Select(it => ("WWW-Authenticate", new DigestChallenge(core.Options.Domain, NewNonce(it), it, ["auth"], null, isStale).ToHeaderValue()))]);

    private string NewNonce(string algorithm)
    {
        // RFC 3310 section 3.2: the nonce of AKA is RAND and AUTN, 16 octets each, in base64.
        var nonce = IsAka(algorithm)
            ? Convert.ToBase64String(Encoding.ASCII.GetBytes(core.Identifiers.Next(32)))
            : core.Identifiers.Next(24);
        _nonces.Enqueue(nonce);
        if (_nonces.Count > MostNonces)
        {
            _nonces.Dequeue();
        }

        return nonce;
    }

    private void Register(ServerTransaction transaction)
    {
        var request = transaction.Request;
        var contacts = request.Contacts.Select(it => it.Value).OfType<NameAddr>().ToList();
        if (contacts.Any(it => it.IsWildcard) && (contacts.Count > 1 || request.Number("Expires") != 0))
        {
            core.Reply(transaction, 400);
            return;
        }

        var asked = contacts.Where(it => !it.IsWildcard).Select(it => Expiry(request, it)).Where(it => it > 0).ToList();
        var grant = asked.Count > 0 ? Policy.Grants(++_asked) : new Grant();
        if (grant.After == TimeSpan.Zero)
        {
            Answer();
        }
        else
        {
            core.Loop.After(grant.After, Answer);
        }

        void Answer()
        {
            if (asked.Exists(it => it < grant.LeastSeconds))
            {
                core.Reply(transaction, 423, ("Min-Expires", $"{grant.LeastSeconds}"));
            }
            else
            {
                Bind(transaction, contacts, grant);
            }
        }
    }

    private void Bind(ServerTransaction transaction, List<NameAddr> contacts, Grant grant)
    {
        Forget();
        var request = transaction.Request;
        var address = request.To?.Value?.Uri.Text ?? "";
        var bindings = _bindings.GetValueOrDefault(address) ?? [];
        foreach (var contact in contacts)
        {
            bindings.RemoveAll(it => contact.IsWildcard || it.Contact.IsEquivalentTo(contact.Uri));
            if (!contact.IsWildcard && Expiry(request, contact) is > 0 and var seconds)
            {
                bindings.Add(new Binding(contact.Uri, Now.AddSeconds(Math.Min(seconds, grant.MostSeconds ?? seconds))));
            }
        }

        _bindings[address] = bindings;
        core.Reply(transaction, 200, [.. Rows(bindings, address, transaction.From.Transport, grant)]);
    }

    private IEnumerable<(string Name, string Value)> Rows(List<Binding> bindings, string address, Transport transport, Grant grant)
    {
        foreach (var binding in bindings)
        {
            yield return ("Contact", $"<{binding.Contact.Text}>;expires={(long)(binding.Expires - Now).TotalSeconds}");
        }

        if (bindings.Count > 0)
        {
            foreach (var user in grant.ServiceRoute)
            {
                yield return ("Service-Route", $"<{core.OwnUri(user, transport, ";lr")}>");
            }

            yield return ("P-Associated-URI", $"<{address}>");
            foreach (var field in grant.Adds(core.Options.Domain))
            {
                yield return field;
            }
        }
    }

    /// <summary>The Contact's own expiry goes before the message's (RFC 3261 section 10.2.1.1).</summary>
    private static long Expiry(SipMessage request, NameAddr contact) =>
        long.TryParse(contact.Parameters.Named("expires")?.Value, out var own) ? Math.Min(own, uint.MaxValue)
        : Math.Min(request.Number("Expires") ?? DefaultExpiry, uint.MaxValue);

    private void Forget()
    {
        foreach (var (address, bindings) in _bindings)
        {
            bindings.RemoveAll(it => it.Expires <= Now);
            if (bindings.Count == 0)
            {
                _bindings.Remove(address);
            }
        }
    }

    private sealed record Binding(WireUri Contact, DateTimeOffset Expires);
}
