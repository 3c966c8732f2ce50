using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 22: Digest authentication as SIP uses it.</summary>
public static partial class Section22Digest
{
    /// <summary>Section 22.4.</summary>
    public static readonly Requirement DigestForSip = Shall(
        id: "RFC3261-22.4-1",
        quote: "Credentials are Digest, never Basic; their uri is quoted and is the Request-URI, qop is there when it was offered, and the response is computed over them.",
        when: trace => trace.Credentials(),
        then: it => Finding.All([IsDigest(it), QuotesUri(it), EchoesQop(it), IsRightDigest(it)]),
        mutants:
        [
            Mutant.Rewrites("computes-a-wrong-digest", "REGISTER", it => it.WithEdited("Authorization", WithOtherResponse)),
            Mutant.Rewrites("quotes-qop", "REGISTER", it => it.WithEdited("Authorization", value => value.Replace("qop=auth", "qop=\"auth\"", StringComparison.Ordinal))),
            Mutant.Rewrites("writes-its-digest-in-upper-case", "REGISTER", it => it.WithEdited("Authorization", value => Response().Replace(value, match => match.Value.ToUpperInvariant()))),
        ]);

    private static Finding IsDigest(UsedCredentials it)
    {
        const string Expected = "the scheme Digest";
        return Finding.That(
            it.Field.Value.StartsWith("Digest", StringComparison.OrdinalIgnoreCase),
            Expected,
            it.Field.Value.Split(' ')[0],
            "answer the challenge with Digest",
            it.Evidence);
    }

    private static Finding QuotesUri(UsedCredentials it)
    {
        var expected = $"uri=\"{it.RequestUri}\"";
        if (it.Value is not { } credentials || !QuotedUri().IsMatch(it.Field.Value))
        {
            return Finding.Fails(expected, it.Field.Value, "write uri in double quotes", it.Evidence);
        }

        var isSame = credentials.Uri == it.RequestUri
            || (it.Request.Sip.RequestUri.Value is { } uri && WireUri.Parse(credentials.Uri).Value?.IsEquivalentTo(uri) == true);
        return Finding.That(isSame, expected, $"uri=\"{credentials.Uri}\"", $"write {expected}", it.Evidence, it.Request.StartLine());
    }

    private static Finding EchoesQop(UsedCredentials it)
    {
        if (it.Challenge is not { Qop.Count: > 0 } challenge)
        {
            return Finding.Holds("credentials for a challenge without qop", it.Field.Value, it.Evidence);
        }

        if (QuotedQop().IsMatch(it.Field.Value))
        {
            return Finding.Fails("qop as a token", it.Field.Value, "write qop without the quotes (RFC 2617 section 3.2.2)", it.Evidence);
        }

        return Finding.That(
            it.Value?.Qop is { } qop && challenge.Qop.Contains(qop, StringComparer.OrdinalIgnoreCase),
            $"qop, one of {string.Join(", ", challenge.Qop)}",
            it.Value?.Qop is null ? "no qop" : $"qop={it.Value.Qop}",
            $"add qop={challenge.Qop[0]}, with cnonce and nc",
            it.Evidence);
    }

    /// <summary>What cannot be computed is not judged: auth-int, algorithms other than MD5 and SHA-256, an account whose password is not known.</summary>
    private static Finding IsRightDigest(UsedCredentials it)
    {
        const string Expected = "a response computed over method, uri, nonce and the account's password";
        var right = it.Value?.Expected(it.Password, it.Request.Sip.Method) ?? "";
        if (it.Password.Length == 0 || right.Length == 0)
        {
            return Finding.Holds(Expected, "not computed: its algorithm, its qop or the password is not known", it.Evidence);
        }

        return Finding.That(
            right == it.Value!.Response,
            $"response=\"{right}\"",
            $"response=\"{it.Value.Response}\"",
            right.Equals(it.Value.Response, StringComparison.OrdinalIgnoreCase)
                ? "write it with lower-case digits (LHEX, RFC 2617 section 3.2.2)"
                : "compute the response as RFC 2617 section 3.2.2.1 has it, with the values that stand in this header field",
            it.Evidence);
    }

    private static string WithOtherResponse(string value) => ResponseOctets().Replace(value, match =>
        match.Groups[1].Value + (match.Groups[2].Value == "0" ? "1" : "0"));

    [GeneratedRegex(@"(?:^|[\s,])uri\s*=\s*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuotedUri();

    [GeneratedRegex(@"(?:^|[\s,])qop\s*=\s*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuotedQop();

    [GeneratedRegex(@"(?<=\bresponse="")[0-9a-f]+", RegexOptions.CultureInvariant)]
    private static partial Regex Response();

    [GeneratedRegex(@"(\bresponse="")([0-9a-f])", RegexOptions.CultureInvariant)]
    private static partial Regex ResponseOctets();
}
