using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 8.1.3: what a client does with a response.</summary>
public static class Section813Responses
{
    /// <summary>Section 8.1.3.5.</summary>
    public static readonly Requirement AnswersChallenge = Should(
        id: "RFC3261-8.1.3.5-1",
        quote: "A 401 or 407 is followed by the request once more, with credentials.",
        when: trace => Challenges(trace),
        then: WasAnswered,
        mutants: [Mutant.Mishears("takes-a-challenge-as-a-refusal", it => it.StatusCode == 401, it => it.WithStartLine("SIP/2.0 403 Forbidden"))]);

    /// <summary>Section 8.1.3.5.</summary>
    public static readonly Requirement RetryKeepsItsCall = Should(
        id: "RFC3261-8.1.3.5-6",
        quote: "A retry is a new transaction with the Call-ID, To and From of the first request, the next CSeq number and a branch of its own.",
        when: trace => Challenges(trace).Where(it => it.Retry is not null),
        then: CarriesOn,
        mutants:
        [
            Mutant.RewritesSip("changes-the-from-tag-in-a-retry", IsRetry, it => it.WithEdited("From", from => from.Replace(";tag=", ";tag=x", StringComparison.Ordinal))),
            Mutant.RewritesSip("changes-the-call-id-in-a-retry", IsRetry, it => it.WithEdited("Call-ID", id => $"x{id}")),
        ]);

    private static bool IsRetry(SipMessage message) => message.Method == "REGISTER" && message.Header("Authorization") is not null;

    /// <summary>Each challenge to a request that did not answer one already: credentials without a nonce answer none (RFC 3310 section 3).</summary>
    private static IEnumerable<Challenge> Challenges(Trace trace) => trace.ClientTransactions()
        .Where(it => it.FinalResponse?.Sip.StatusCode is 401 or 407)
        .Where(it => !AnswersAlready(it.Request) || IsStale(it.FinalResponse!))
        .Select(it => new Challenge(trace, it.Request, it.FinalResponse!, RetryOf(trace, it)));

    private static WireMessage? RetryOf(Trace trace, SipTransaction challenged) => trace.ClientRequests(challenged.Method)
        .FirstOrDefault(it => it.Number > challenged.FinalResponse!.Number && AnswersAlready(it));

    private static Finding WasAnswered(Challenge challenge)
    {
        var expected = $"the {challenge.Request.Title()} once more, with credentials";
        var response = challenge.Response.Field(challenge.Response.Sip.StatusCode == 401 ? "WWW-Authenticate" : "Proxy-Authenticate");
        if (challenge.Retry is { } retry)
        {
            return Finding.Holds(expected, "it came", response, retry.StartLine());
        }

        var gaveUp = challenge.Trace.Events.OfType<ClientReport>().FirstOrDefault(it => it.Number > challenge.Response.Number && it.Report is Refused);
        return gaveUp is not null
            ? Finding.Fails(expected, $"the client gave up: {((Refused)gaveUp.Report).Text}", "answer the challenge with the account's credentials", response, gaveUp.Event("the client's report"))
            : challenge.Trace.NeverCame(challenge.Response, expected, "no such request", "answer the challenge with the account's credentials", response);
    }

    private static Finding CarriesOn(Challenge challenge)
    {
        var (first, retry) = (challenge.Request, challenge.Retry!);
        var number = first.Sip.CSeq?.Value?.Number + 1;
        return Finding.All(
        [
            Same(first, retry, "Call-ID", it => it.CallId),
            Same(first, retry, "From", it => $"{it.From?.Value?.Uri.Text};tag={it.From?.Value?.Tag}"),
            Same(first, retry, "To", it => it.To?.Value?.Uri.Text),
            Finding.That(
                retry.Sip.CSeq?.Value?.Number == number,
                string.Create(CultureInfo.InvariantCulture, $"CSeq {number} in the retry"),
                $"CSeq: {retry.Sip.Header("CSeq")?.Value}",
                string.Create(CultureInfo.InvariantCulture, $"write CSeq: {number} {retry.Sip.Method}"),
                retry.Field("CSeq"),
                first.Field("CSeq")),
            Finding.That(
                retry.TopVia()?.Branch != first.TopVia()?.Branch,
                "a new branch in the retry",
                $"branch {retry.TopVia()?.Branch} again",
                "make a new branch for the retry",
                retry.Field("Via"),
                first.Field("Via")),
        ]);
    }

    private static Finding Same(WireMessage first, WireMessage retry, string name, Func<SipMessage, string?> value) => Finding.That(
        value(first.Sip) == value(retry.Sip),
        $"the {name} of the first request, {value(first.Sip)}",
        $"{name}: {retry.Sip.Header(name)?.Value}",
        $"keep {name} in a retry",
        retry.Field(name),
        first.Field(name));

    private static bool AnswersAlready(WireMessage request) => request.Sip.HeadersNamed("Authorization")
        .Concat(request.Sip.HeadersNamed("Proxy-Authorization"))
        .Any(it => DigestCredentials.Parse(request.Octets, it.ValueSpan).Value is not { Nonce.Length: 0 });

    private static bool IsStale(WireMessage response) => response.Sip.HeadersNamed("WWW-Authenticate")
        .Concat(response.Sip.HeadersNamed("Proxy-Authenticate"))
        .Any(it => DigestChallenge.Parse(response.Octets, it.ValueSpan).Value is { Stale: true });

    private sealed record Challenge(Trace Trace, WireMessage Request, WireMessage Response, WireMessage? Retry);
}
