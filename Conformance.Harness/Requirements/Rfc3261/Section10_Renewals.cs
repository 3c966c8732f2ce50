using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 sections 10.2, 10.2.4 and 10.2.8: one registration after the other, each before the last is over.</summary>
public static partial class Section10Renewals
{
    /// <summary>
    /// Section 10.2. What a new registration is, the section says in brackets: one with new Contact values, and no
    /// retransmission. A removal of the same Contact by an Expires header field is neither.
    /// </summary>
    public static readonly Requirement OneAtATime = Shall(
        id: "RFC3261-10.2-4",
        quote: "No new registration is sent before the last one has its final response or has timed out.",
        when: Successive,
        then: it => HasSameContact(it) ? Finding.Holds("no new registration", "the Contact of the one before", it.Next.Request.StartLine()) : IsAlone(it),
        mutants: [Mutant.SendsSip("registers-twice-at-once", it => it.Method == "REGISTER", it => [it, it with { Octets = Another(it.Sip).Octets }])],
        readings:
        [
            new(
                "new registrations",
                "only a REGISTER with other Contact values is a new one",
                "every REGISTER that is no retransmission is a new one",
                Then: IsAlone),
        ]);

    /// <summary>Section 10.2.4: by the time that the registrar granted, and not by the time that the client asked for.</summary>
    public static readonly Requirement RenewsInTime = Shall(
        id: "RFC3261-10.2.4-1",
        quote: "The client renews its binding before the time that the registrar granted is over.",
        when: trace => Grants(trace).Where(it => trace.Events[^1].At >= it.Ends && !IsGivenUp(trace, it)),
        then: grant =>
        {
            var expected = string.Create(CultureInfo.InvariantCulture, $"a REGISTER within the {grant.Seconds} s that were granted");
            var renewal = grant.Trace.ClientRequests("REGISTER").FirstOrDefault(it => it.Number > grant.Response.Number);
            return renewal is not null && renewal.At <= grant.Ends
                ? Finding.Holds(expected, Seconds(renewal.At - grant.Response.At), renewal.StartLine(), grant.Response.Field("Contact"))
                : Finding.Fails(expected, renewal is null ? "none" : Seconds(renewal.At - grant.Response.At), "renew by the expires of the 200", grant.Response.Field("Contact"));
        },
        mutants: [Mutant.Mishears("trusts-in-the-time-that-it-asked-for", it => it is { StatusCode: 200, CSeq.Value.Method: "REGISTER" }, it =>
            it.WithEdited("Contact", value => GrantedTime().Replace(value, "expires=3600")))]);

    /// <summary>Section 10.2.8: whether to try again is the client's own choice, and with less it is in vain.</summary>
    public static readonly Requirement AsksForEnough = Should(
        id: "RFC3261-10.2.8-1",
        quote: "After a 423 the client registers again for at least the time of Min-Expires, if at all.",
        when: trace => trace.ClientTransactions()
            .Where(it => it.Method == "REGISTER" && it.FinalResponse?.Sip is { StatusCode: 423 } refusal && refusal.Number("Min-Expires") is not null)
            .Select(it => (Refused: it, Retry: trace.ClientRequests("REGISTER").FirstOrDefault(next => next.Number > it.FinalResponse!.Number)))
            .Where(it => it.Retry is not null && Asked(it.Retry.Sip) is not (null or 0)),
        then: it =>
        {
            var (refusal, asked) = (it.Refused.FinalResponse!, Asked(it.Retry!.Sip));
            var least = refusal.Sip.Number("Min-Expires");
            return Finding.That(
                asked >= least,
                string.Create(CultureInfo.InvariantCulture, $"a time of at least {least} s"),
                string.Create(CultureInfo.InvariantCulture, $"{asked} s"),
                string.Create(CultureInfo.InvariantCulture, $"ask for {least} s, or do not try again"),
                it.Retry.Field("Expires"),
                refusal.Field("Min-Expires"));
        },
        mutants: [Mutant.Mishears("asks-again-for-too-short-a-time", it => it.StatusCode == 423, it => it.With("Min-Expires", "3601"))],
        conditional: true);

    /// <summary>What one 200 granted to the Contact of its REGISTER.</summary>
    private sealed record GrantedBinding(Trace Trace, WireMessage Response, long Seconds)
    {
        public TimeSpan Ends => Response.At + TimeSpan.FromSeconds(Seconds);
    }

    /// <summary>REGISTERs of one address-of-record with the one before each.</summary>
    private static IEnumerable<(SipTransaction Previous, SipTransaction Next)> Successive(Trace trace)
    {
        var all = trace.ClientTransactions().Where(it => it.Method == "REGISTER").ToList();
        return all.Zip(all.Skip(1)).Where(it => it.First.Request.Sip.To?.Value?.Uri.Text == it.Second.Request.Sip.To?.Value?.Uri.Text);
    }

    private static bool HasSameContact((SipTransaction Previous, SipTransaction Next) pair) =>
        pair.Next.Request.Sip.ElementTexts("Contact").SequenceEqual(pair.Previous.Request.Sip.ElementTexts("Contact"));

    /// <summary>The same over another transport, after that of the first has failed (section 18.1.1), is no new one.</summary>
    private static Finding IsAlone((SipTransaction Previous, SipTransaction Next) pair)
    {
        const string Expected = "a REGISTER after the final response to the one before";
        var (previous, next) = (pair.Previous, pair.Next.Request);
        if (previous.FinalResponse is { } final && final.Number < next.Number)
        {
            return Finding.Holds(Expected, $"after {final.Sip.StatusCode}", next.StartLine(), final.StartLine());
        }

        var hasTimedOut = next.At - previous.Request.At >= pair.Previous.Trace.TransactionTimeout();
        var isElsewhere = next.Transport != previous.Request.Transport && next.Sip.CSeq?.Value?.Number == previous.Request.Sip.CSeq?.Value?.Number;
        return Finding.That(
            hasTimedOut || isElsewhere,
            Expected,
            hasTimedOut ? "the one before has timed out" : isElsewhere ? "the same over another transport" : "the one before has no final response yet",
            "let the second wait for the final response to the first",
            next.StartLine(),
            previous.Request.StartLine());
    }

    private static IEnumerable<GrantedBinding> Grants(Trace trace) =>
        from register in trace.ClientTransactions()
        where register.Method == "REGISTER" && register.Success is not null
        let seconds = SecondsFor(register.Request.Sip, register.Success!.Sip)
        where seconds > 0
        select new GrantedBinding(trace, register.Success!, seconds.Value);

    /// <summary>The shortest time of the Contacts that the REGISTER named; null when the response names none of them.</summary>
    private static long? SecondsFor(SipMessage register, SipMessage granted)
    {
        var own = register.Contacts.Select(it => it.Value?.Uri).OfType<WireUri>().ToList();
        return granted.Contacts
            .Select(it => it.Value)
            .OfType<NameAddr>()
            .Where(it => own.Any(uri => uri.IsEquivalentTo(it.Uri)))
            .Min(it => it.Expires ?? granted.Number("Expires"));
    }

    /// <summary>The shortest time that a REGISTER asks for; null when it leaves that to the registrar.</summary>
    private static long? Asked(SipMessage register) => register.Contacts
        .Select(it => it.Value)
        .OfType<NameAddr>()
        .Min(it => it.Expires ?? register.Number("Expires"));

    /// <summary>Whether the binding was to end before its time: the user said so, or the client is gone.</summary>
    private static bool IsGivenUp(Trace trace, GrantedBinding grant) => trace.Events.Any(it => it.Number > grant.Response.Number
        && it.At < grant.Ends
        && it is UserAction { Request: Deregister } or ClientReport { Report: ClientFault });

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s later");

    private static SipMessage Another(SipMessage register) => register
        .WithEdited("Via", value => value.Replace("branch=z9hG4bK", "branch=z9hG4bKtwin", StringComparison.Ordinal))
        .WithEdited("Contact", value => $"{value};+twin");

    [GeneratedRegex(@"\bexpires=\d+", RegexOptions.CultureInvariant)]
    private static partial Regex GrantedTime();
}
