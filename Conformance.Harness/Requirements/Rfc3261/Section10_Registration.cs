using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 10: registration.</summary>
public static class Section10Registration
{
    /// <summary>Section 10.2.</summary>
    public static readonly Requirement DomainAsRequestUri = Shall(
        id: "RFC3261-10.2-1",
        quote: "The Request-URI of a REGISTER is the domain alone, without a user part.",
        when: trace => trace.ClientRequests("REGISTER"),
        then: register =>
        {
            var uri = register.Sip.RequestUriSpan.Text(register.Octets);
            return Finding.That(
                !uri.Contains('@', StringComparison.Ordinal),
                "a Request-URI without a user part",
                uri,
                $"write {uri.Split(':')[0]}:{uri.Split('@')[^1]}",
                register.At(register.Sip.RequestUriSpan, "Request-URI"));
        },
        mutants: [Mutant.Rewrites("registers-at-its-own-address", "REGISTER", it =>
            it.WithRequestUri(it.RequestUriSpan.Text(it.Octets).Replace("sip:", "sip:alice@", StringComparison.Ordinal)))]);

    /// <summary>Section 10.2. The client has no account but its own, so nobody registers for another.</summary>
    public static readonly Requirement RegistersItself = Shall(
        id: "RFC3261-10.2-2",
        quote: "To of a REGISTER is the sip or sips address-of-record, and From is the same address where nobody registers for another.",
        when: trace => trace.ClientRequests("REGISTER").Where(it => it.Sip.To?.Value is not null && it.Sip.From?.Value is not null),
        then: NamesItself,
        mutants: [Mutant.Rewrites("registers-from-another-address", "REGISTER", it =>
            it.With("From", $"<sip:somebody-else@elsewhere.example>;tag={it.From?.Value?.Tag}"))]);

    /// <summary>Section 10.2. That one Call-ID serves for as long as the client runs is advice and not judged.</summary>
    public static readonly Requirement CountsCSeq = Shall(
        id: "RFC3261-10.2-3",
        quote: "Each REGISTER with the same Call-ID has the next CSeq number.",
        when: trace => Successive(trace).Where(it => it.Previous.Sip.CallId == it.Register.Sip.CallId),
        then: CountsOn,
        mutants: [Mutant.RewritesSip("skips-a-cseq-number-in-a-register", it => it.Method == "REGISTER" && it.Header("Authorization") is not null, it =>
            it.With("CSeq", string.Create(CultureInfo.InvariantCulture, $"{(it.CSeq?.Value?.Number ?? 0) + 5} REGISTER")))]);

    /// <summary>Section 10.2.2.</summary>
    public static readonly Requirement WildcardMeansNone = Shall(
        id: "RFC3261-10.2.2-1",
        quote: "Contact: * stands in a REGISTER only with Expires: 0.",
        when: trace => trace.ClientRequests("REGISTER"),
        then: register =>
        {
            var isWildcard = register.Sip.ElementTexts("Contact").Any(it => it.Trim() == "*");
            return Finding.That(
                !isWildcard || (register.Sip.Number("Expires") == 0 && register.Sip.Elements("Contact").Count == 1),
                "Contact: * only alone and with Expires: 0",
                isWildcard ? $"Contact: * with {(register.Sip.Header("Expires") is { } expires ? $"Expires: {expires.Value}" : "no Expires")}" : "no Contact: *",
                "write Expires: 0, or name the binding that is meant",
                register.Field("Contact"),
                register.Field("Expires"));
        },
        mutants: [Mutant.RewritesSip("renews-every-binding", it => it.Method == "REGISTER" && IsRemoval(it), it => it.With("Contact", "*").With("Expires", "600"))]);

    private static bool IsRemoval(SipMessage register) => register.Number("Expires") == 0
        || register.Contacts.Any(it => it.Value?.Parameters.Any(parameter => parameter is { Name: "expires", Value: "0" }) == true);

    private static IEnumerable<(WireMessage Previous, WireMessage Register)> Successive(Trace trace)
    {
        var registers = trace.ClientRequests("REGISTER").ToList();
        return registers.Zip(registers.Skip(1));
    }

    private static Finding NamesItself(WireMessage register)
    {
        var (to, from) = (register.Sip.To!.Value!, register.Sip.From!.Value!);
        var isSip = to.Uri is SipUri;
        return Finding.That(
            isSip && to.Uri.IsEquivalentTo(from.Uri),
            "a sip or sips address-of-record in To, and the same in From",
            $"To {to.Uri.Text}, From {from.Uri.Text}",
            isSip ? $"write {to.Uri.Text} in From" : "write the sip address-of-record in To",
            register.Field("To"),
            register.Field("From"));
    }

    private static Finding CountsOn((WireMessage Previous, WireMessage Register) pair)
    {
        var number = pair.Previous.Sip.CSeq?.Value?.Number + 1;
        return Finding.That(
            pair.Register.Sip.CSeq?.Value?.Number == number,
            string.Create(CultureInfo.InvariantCulture, $"CSeq {number} in the next REGISTER of this Call-ID"),
            $"CSeq: {pair.Register.Sip.Header("CSeq")?.Value}",
            string.Create(CultureInfo.InvariantCulture, $"write CSeq: {number} REGISTER"),
            pair.Register.Field("CSeq"),
            pair.Previous.Field("CSeq"));
    }
}
