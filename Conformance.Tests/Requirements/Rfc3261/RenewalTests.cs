using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements.Rfc3261;

/// <summary>One registration after the other (RFC 3261 section 10.2).</summary>
internal sealed class RenewalTests
{
    private const string OneAtATime = "RFC3261-10.2-4";
    private const string InTime = "RFC3261-10.2.4-1";

    private static readonly SipMessage First = HandMadeMessages.Register();

    [Test]
    public void Second_register_before_the_answer_to_the_first_fails_by_either_reading_if_its_contact_is_another()
    {
        var judgement = Judged.By(OneAtATime, new HandMadeTrace().ClientSends(First, Next().With("Contact", "<sip:alice@192.0.2.9>")).Seal());

        Assert.That((judgement.Verdict, judgement.Otherwise("new registrations")), Is.EqualTo((Verdict.Fail, Verdict.Fail)));
    }

    [Test]
    public void Second_register_with_the_same_contact_is_open_to_two_readings()
    {
        var judgement = Judged.By(OneAtATime, new HandMadeTrace().ClientSends(First, Next().WithAdded("Expires", "0")).Seal());

        Assert.That((judgement.Verdict, judgement.Otherwise("new registrations")), Is.EqualTo((Verdict.Pass, Verdict.Fail)));
    }

    [Test]
    public void Retransmission_is_no_second_register() =>
        Assert.That(Judged.By(OneAtATime, new HandMadeTrace().ClientSends(First, First, First).Seal()).Verdict, Is.EqualTo(Verdict.Inconclusive));

    [Test]
    public void Register_after_any_final_response_passes() => Assert.That(
        Judged.By(OneAtATime, new HandMadeTrace().ClientSends(First).CoreSends(HandMadeMessages.Refusal(First, 401)).ClientSends(Next()).Seal()).Verdict,
        Is.EqualTo(Verdict.Pass));

    [Test]
    public void Register_of_another_account_may_come_at_any_time() => Assert.That(
        Judged.By(OneAtATime, new HandMadeTrace().ClientSends(First, Next().With("To", "<sip:alice.work@im.example>")).Seal()).Verdict,
        Is.EqualTo(Verdict.Inconclusive));

    [TestCase("Contact: <sip:alice@192.0.2.2:5060>;expires=20", 19.9, Verdict.Pass)]
    [TestCase("Contact: <sip:alice@192.0.2.2:5060>;expires=20", 20.5, Verdict.Fail)]
    [TestCase("Contact: <sip:ALICE@192.0.2.2:5060>;expires=9, <sip:alice@192.0.2.2:5060>;EXPIRES=20", 19.9, Verdict.Pass)]
    [TestCase("Contact: <sip:alice@192.0.2.2:5060>\r\nExpires: 20", 20.5, Verdict.Fail)]
    [TestCase("Contact: <sip:alice@192.0.2.2:5060>;expires=3600", 20.5, Verdict.Inconclusive)]
    public void Renewal_comes_before_the_time_is_over(string granted, double seconds, Verdict verdict) =>
        Assert.That(Renewed(granted, seconds), Is.EqualTo(verdict));

    [Test]
    public void Binding_that_the_user_gives_up_need_not_be_renewed() =>
        Assert.That(Renewed("Contact: <sip:alice@192.0.2.2:5060>;expires=20", 25, new Deregister()), Is.EqualTo(Verdict.Inconclusive));

    private static SipMessage Next() => First.With("CSeq", "2 REGISTER").With("Via", "SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK-next");

    private static Verdict Renewed(string granted, double seconds, UserRequest? meanwhile = null)
    {
        var trace = new HandMadeTrace();
        var fields = granted.Split("\r\n").Select(it => it.Split(": ", 2));
        var ok = fields.Aggregate(HandMadeMessages.Registered(First), (it, field) => it.WithAdded(field[0], field[1]));
        trace.ClientSends(First).CoreSends(ok);
        if (meanwhile is not null)
        {
            trace.Does(meanwhile);
        }

        return Judged.By(InTime, trace.Passes(TimeSpan.FromSeconds(seconds)).ClientSends(Next()).Passes(TimeSpan.FromSeconds(9)).CoreSends(ok).Seal()).Verdict;
    }
}
