using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 2617 section 3.2.2: Digest credentials.</summary>
public static partial class Rfc2617
{
    /// <summary>Section 3.2.2.</summary>
    public static readonly Requirement NonceCount = Shall(
        id: "RFC2617-3.2.2-1",
        quote: "With qop there are cnonce and an nc of eight lower-case hexadecimal digits that counts the uses of a nonce from 00000001 and never repeats; without qop there is neither.",
        when: trace => trace.Credentials().Where(it => it.Value is not null),
        then: it => it.Value!.Qop is null ? HasNoCount(it) : Counts(it),
        mutants:
        [
            Mutant.Rewrites("writes-nc-without-leading-zeros", "REGISTER", it =>
                it.WithEdited("Authorization", value => Count().Replace(value, match => $"nc={match.Groups[1].Value.TrimStart('0')}"))),
            Mutant.Rewrites("quotes-nc", "REGISTER", it => it.WithEdited("Authorization", value => Count().Replace(value, "nc=\"$1\""))),
        ]);

    /// <summary>Section 3.2.2.</summary>
    public static readonly Requirement Echoes = Shall(
        id: "RFC2617-3.2.2-2",
        quote: "realm, nonce, opaque and algorithm are those of the challenge.",
        when: trace => trace.Credentials().Where(it => it.Value is not null && it.Challenge is not null),
        then: EchoesChallenge,
        mutants: [Mutant.Rewrites("forgets-opaque-and-algorithm", "REGISTER", it => it.WithEdited("Authorization", value => Echoed().Replace(value, "")))]);

    private static Finding HasNoCount(UsedCredentials it) => Finding.That(
        it.Value is { Cnonce: null, NonceCount: null },
        "neither cnonce nor nc without qop",
        it.Field.Value,
        "leave cnonce and nc out, or answer with qop",
        it.Evidence);

    private static Finding Counts(UsedCredentials it)
    {
        var credentials = it.Value!;
        if (credentials.Cnonce is null || credentials.NonceCount is null || !EightDigits().IsMatch(credentials.NonceCount) || QuotedCount().IsMatch(it.Field.Value))
        {
            return Finding.Fails("cnonce, and nc of eight lower-case hexadecimal digits", it.Field.Value, "write nc=00000001 for the first use of a nonce, without quotes, and a cnonce", it.Evidence);
        }

        var earlier = it.Trace.Credentials()
            .Where(other => other.Request.Number < it.Request.Number && other.Value?.Nonce == credentials.Nonce)
            .LastOrDefault(other => other.Value!.NonceCount is not null);
        if (earlier is null)
        {
            var isFirst = it.Challenge?.Nonce == credentials.Nonce;
            return Finding.That(!isFirst || credentials.NonceCount == "00000001", "nc=00000001 at the first use of a nonce", $"nc={credentials.NonceCount}", "begin with nc=00000001", it.Evidence);
        }

        var last = uint.TryParse(earlier.Value!.NonceCount, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return Finding.That(
            uint.Parse(credentials.NonceCount, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) > last,
            $"an nc above {earlier.Value.NonceCount} for this nonce",
            $"nc={credentials.NonceCount}",
            string.Create(CultureInfo.InvariantCulture, $"write nc={last + 1:x8}"),
            it.Evidence,
            earlier.Evidence);
    }

    private static Finding EchoesChallenge(UsedCredentials it)
    {
        var (given, asked) = (it.Value!, it.Challenge!);
        return Finding.All(
        [
            Same(it, "realm", asked.Realm, given.Realm, StringComparison.Ordinal),
            Same(it, "nonce", WasGiven(it, given.Nonce) ? given.Nonce : asked.Nonce, given.Nonce, StringComparison.Ordinal),
            Same(it, "opaque", asked.Opaque ?? given.Opaque, given.Opaque, StringComparison.Ordinal),
            Same(it, "algorithm", asked.Algorithm ?? given.Algorithm, given.Algorithm, StringComparison.OrdinalIgnoreCase),
        ]);
    }

    /// <summary>Whether the nonce came some other way: as the next one in Authentication-Info (section 3.2.3).</summary>
    private static bool WasGiven(UsedCredentials it, string nonce) => it.Trace.Messages.Any(message => message.IsSip
        && !message.IsFromClient
        && message.Number < it.Request.Number
        && message.Sip.HeadersNamed("Authentication-Info").Any(field => field.Value.Contains(nonce, StringComparison.Ordinal)));

    private static Finding Same(UsedCredentials it, string directive, string? expected, string? observed, StringComparison comparison) => Finding.That(
        string.Equals(expected, observed, comparison),
        expected is null ? $"no {directive}" : $"{directive} {expected}, as in the challenge",
        observed is null ? $"no {directive}" : $"{directive} {observed}",
        directive == "algorithm" ? "answer a challenge whose algorithm the client knows, and copy algorithm from it" : $"copy {directive} from the challenge",
        it.Evidence);

    [GeneratedRegex(@"^[0-9a-f]{8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex EightDigits();

    [GeneratedRegex(@"(?:^|[\s,])nc\s*=\s*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuotedCount();

    [GeneratedRegex(@"\bnc=([0-9a-f]{8})", RegexOptions.CultureInvariant)]
    private static partial Regex Count();

    [GeneratedRegex(@",\s*(?:opaque=""[^""]*""|algorithm=""?[\w-]+""?)", RegexOptions.CultureInvariant)]
    private static partial Regex Echoed();
}
