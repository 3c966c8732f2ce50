using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Judging;

/// <summary>
/// Credentials in a request of the client, with the challenge that they answer: the last one seen before with this nonce,
/// else the last one of this realm. Null when the trace shows none: they may have been kept from an earlier run.
/// </summary>
public sealed record UsedCredentials(Trace Trace, WireMessage Request, SipHeader Field, Reading<DigestCredentials> Reading, DigestChallenge? Challenge)
{
    public DigestCredentials? Value => Reading.Value;

    public Evidence Evidence => Request.At(Field.Span, Field.Name);

    public string RequestUri => Request.Sip.RequestUriSpan.Text(Request.Octets);

    public string Password => Trace.Provisioning.Password;
}

/// <summary>Credentials, found in a trace.</summary>
public static class CredentialOccasions
{
    private static readonly (string Challenge, string Credentials)[] Pairs =
        [("WWW-Authenticate", "Authorization"), ("Proxy-Authenticate", "Proxy-Authorization")];

    private static readonly Remembered<Trace, IReadOnlyList<UsedCredentials>> Known = new(Find);

    /// <summary>
    /// All that answer a challenge: with an empty nonce they only name the user (RFC 3310 section 3), and an ACK repeats
    /// those of its INVITE as they are (RFC 3261 section 22.1), as a CANCEL may.
    /// </summary>
    public static IEnumerable<UsedCredentials> Credentials(this Trace trace) => Known.Of(trace);

    private static IReadOnlyList<UsedCredentials> Find(Trace trace) => [.. trace.ClientRequests()
        .Where(it => it.Sip.Method is not ("ACK" or "CANCEL"))
        .SelectMany(request => Pairs.SelectMany(pair => request.Sip.HeadersNamed(pair.Credentials).Select(field => Of(trace, request, pair.Challenge, field))))
        .Where(it => it.Value is not { Nonce.Length: 0 })];

    private static UsedCredentials Of(Trace trace, WireMessage request, string challengeName, SipHeader field)
    {
        var reading = DigestCredentials.Parse(request.Octets, field.ValueSpan);
        var challenges = trace.Messages
            .Where(it => it.IsSip && !it.IsFromClient && !it.Sip.IsRequest && it.Number < request.Number)
            .SelectMany(it => it.Sip.HeadersNamed(challengeName).Select(header => DigestChallenge.Parse(it.Octets, header.ValueSpan).Value))
            .OfType<DigestChallenge>()
            .ToList();
        var challenge = challenges.LastOrDefault(it => it.Nonce == reading.Value?.Nonce)
            ?? challenges.LastOrDefault(it => it.Realm == reading.Value?.Realm)
            ?? challenges.LastOrDefault();
        return new UsedCredentials(trace, request, field, reading, challenge);
    }
}
