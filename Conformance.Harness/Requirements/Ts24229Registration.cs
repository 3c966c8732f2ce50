using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>TS 24.229 sections 5.1.1.4 and 5.1.1.6: a registration is renewed in time, and taken back.</summary>
public static class Ts24229Registration
{
    private const long LongGrant = 1200;
    private const long LongGrantMargin = 600;

    /// <summary>Section 5.1.1.4.1. Earlier is allowed for other reasons. A machine under load is given a little longer.</summary>
    public static readonly Requirement RenewsInTime = Shall(
        id: "T24229-24.229_5.1.1.4.1-1",
        quote: "A registration is renewed 600 seconds before it ends if it was for more than 1200, else when half of its time is over.",
        when: Renewals,
        then: it => IsRenewed(it.Granted, it.Seconds, it.Renewal),
        mutants: [Mutant.Mishears("renews-as-if-it-had-been-granted-an-hour", IsGrant, it => it.WithEdited("Contact", contact => contact.Split(";expires=")[0] + ";expires=3600"))],
        given: it => it.Ims);

    /// <summary>
    /// Section 5.1.1.6, and RFC 3261 section 10.2.2 how. Advice: not the clause was seen but the procedure that tests it (TS 34.229-1
    /// section C.30). That dialogs are released first could not be looked up.
    /// </summary>
    public static readonly Requirement TakesItBack = Should(
        id: "T24229-24.229_5.1.1.6-1",
        quote: "When the user ends the registration, a REGISTER with an expiry of 0 is sent.",
        when: trace => trace.Actions.Where(it => it.Request is Deregister).Select(it => (Trace: trace, Asked: it)),
        then: it => Deregisters(it.Trace, it.Asked),
        mutants: [Mutant.RewritesSip("registers-when-it-should-deregister", it => it.Method == "REGISTER" && IsRemoval(it), it => it.With("Expires", "3600"))],
        given: it => it.Ims);

    /// <summary>Each grant whose renewal fell due while the user wanted to stay registered, with the REGISTER that followed it.</summary>
    private static IEnumerable<(WireMessage Granted, long Seconds, WireMessage? Renewal)> Renewals(Trace trace)
    {
        var end = trace.Events.FirstOrDefault(it => it is UserAction { Request: Deregister }) ?? trace.Events.LastOrDefault();
        foreach (var registration in trace.ClientTransactions().Where(it => it.Method == "REGISTER" && it.Success is not null))
        {
            var granted = registration.Success!;
            var renewal = trace.ClientRequests("REGISTER").FirstOrDefault(it => it.Number > granted.Number && it.Number < end?.Number);
            if (Seconds(registration.Request.Sip, granted.Sip) is > 0 and var seconds && (renewal is not null || end?.At > granted.At + Latest(seconds)))
            {
                yield return (granted, seconds, renewal);
            }
        }
    }

    private static Finding IsRenewed(WireMessage granted, long seconds, WireMessage? renewal)
    {
        var due = string.Create(CultureInfo.InvariantCulture, $"{Due(seconds):0.#}");
        var expected = $"a REGISTER {due} seconds after {seconds} were granted, at the latest";
        var evidence = granted.Field("Contact");
        var mend = $"renew after {due} seconds";
        if (renewal is null)
        {
            return Finding.Missing(expected, "none while the user was to stay registered", mend, evidence);
        }

        var passed = renewal.At - granted.At;
        return Finding.That(
            passed <= Latest(seconds),
            expected,
            string.Create(CultureInfo.InvariantCulture, $"a REGISTER after {passed.TotalSeconds:0.0} seconds"),
            mend,
            renewal.StartLine(),
            evidence);
    }

    private static Finding Deregisters(Trace trace, UserAction asked)
    {
        const string Expected = "a REGISTER with an expiry of 0";
        var evidence = asked.Event("the user ends the registration");
        if (trace.Reports.OfType<Unsupported>().Any(it => it.Action == asked.Number))
        {
            return Finding.Undecided(Expected, "the client lacks the verb", evidence);
        }

        var sent = trace.ClientRequests("REGISTER").Where(it => it.Number > asked.Number).ToList();
        return sent.Find(it => IsRemoval(it.Sip)) is { } removal
            ? Finding.Holds(Expected, "sent", removal.Field("Expires"))
            : sent.Count > 0
                ? Finding.Missing(Expected, "a REGISTER that asks for more time", "write Expires: 0", sent[0].Field("Expires"), evidence)
                : Finding.Missing(Expected, "no REGISTER", "send it", evidence);
    }

    private static double Due(long seconds) => seconds > LongGrant ? seconds - LongGrantMargin : seconds / 2.0;

    private static TimeSpan Latest(long seconds) => TimeSpan.FromSeconds(Due(seconds) + Math.Max(1.5, seconds * 0.05));

    /// <summary>What was granted to the contact of this request: with it, or for the message (RFC 3261 section 10.2.4); null where neither says.</summary>
    private static long? Seconds(SipMessage register, SipMessage granted)
    {
        var own = register.Contacts.Select(it => it.Value?.Uri).OfType<SipUri>().FirstOrDefault();
        var contacts = granted.Contacts.Select(it => it.Value).OfType<NameAddr>().ToList();
        var binding = contacts.Find(it => own is not null && it.Uri.IsEquivalentTo(own)) ?? (contacts.Count == 1 ? contacts[0] : null);
        return IsRemoval(register) || binding is null ? null
            : binding.Expires ?? granted.Number("Expires");
    }

    private static bool IsGrant(SipMessage message) => message.StatusCode == 200 && message.CSeq?.Value?.Method == "REGISTER" && message.Header("Contact") is not null;

    /// <summary>Each Contact with an expiry of 0, its own or that of the message (RFC 3261 section 10.2.2).</summary>
    private static bool IsRemoval(SipMessage register) => register.Contacts.Count > 0 && register.Contacts.All(it =>
        (it.Value?.Parameters.Named("expires")?.Value ?? register.Header("Expires")?.Value.Trim()) is { } expires && expires.All(digit => digit == '0'));
}
