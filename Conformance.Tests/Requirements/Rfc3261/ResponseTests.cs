using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements.Rfc3261;

/// <summary>What a client does on responses to its INVITE, on traces made by hand: what is right, what is allowed, what is not.</summary>
public sealed class ResponseTests
{
    private const string Bob = "sip:bob@im.example";

    /// <summary>The two go by different transports, so that the ACK of the 407 may come after the 200 for the second INVITE.</summary>
    [TestCase("RFC3261-12.1.2-2")]
    [TestCase("RFC3261-12.2.1.1-1")]
    [TestCase("RFC3261-12.2.1.1-3")]
    public void Late_ack_of_a_refusal_is_none_in_the_dialog_that_follows(string id)
    {
        var first = HandMadeMessages.Invite(Bob);
        var challenge = HandMadeMessages.Refusal(first, 407).With("To", $"<{Bob}>;tag=proxy");
        var second = first.With("Via", "SIP/2.0/TCP 192.0.2.2:5060;branch=z9hG4bK-second").With("CSeq", "2 INVITE");
        var ok = HandMadeMessages.Ok(second);
        var ackOfRefusal = HandMadeMessages.InDialog("ACK", challenge, Bob)
            .With("CSeq", "1 ACK").With("Via", first.Header("Via")!.Value).With("Route", "<sip:192.0.2.1:5060;lr>");
        var ack = HandMadeMessages.InDialog("ACK", ok).With("CSeq", "2 ACK");

        var trace = new HandMadeTrace().Asks(Bob).ClientSends(first).CoreSends(challenge).ClientSends(second).CoreSends(ok).ClientSends(ackOfRefusal, ack).Seal();

        Assert.That(Judged.By(id, trace).Verdict, Is.EqualTo(Verdict.Pass));
    }

    [TestCase("<sip:bob@192.0.2.7>", "sip:bob@192.0.2.7", Verdict.Pass)]
    [TestCase("<sip:bob@192.0.2.7;transport=tcp?Subject=x>", "sip:bob@192.0.2.7;transport=tcp", Verdict.Pass)]
    [TestCase("<sip:a@192.0.2.7>;q=0.1, <sip:b@192.0.2.7>;q=0.9", "sip:a@192.0.2.7", Verdict.Pass)]
    [TestCase("<sip:bob@192.0.2.7>", Bob, Verdict.Fail)]
    [TestCase("<sip:bob@192.0.2.7>", null, Verdict.Fail)]
    [TestCase("<mailto:bob@im.example>", null, Verdict.Inconclusive)]
    public void Redirection(string contact, string? next, Verdict expected) =>
        Assert.That(Judged.By("RFC3261-8.1.3.4-1", Retried(302, next, ("Contact", contact))).Verdict, Is.EqualTo(expected));

    [TestCase(Bob, Verdict.Fail)]
    [TestCase("sip:bob@192.0.2.7", Verdict.Pass)]
    [TestCase(null, Verdict.Pass)]
    public void Circle(string? next, Verdict expected) =>
        Assert.That(Judged.By("RFC3261-8.1.3.4-2", Retried(302, next, ("Contact", $"<{Bob}>"))).Verdict, Is.EqualTo(expected));

    [TestCase(null, Verdict.Pass)]
    [TestCase("multipart", Verdict.Fail)]
    [TestCase("plain", Verdict.Pass)]
    public void Media_types(string? retry, Verdict expected) =>
        Assert.That(Judged.By("RFC3261-8.1.3.5-3", Retried(415, retry is null ? null : Bob, it => retry == "plain" ? Plain(it) : it, ("Accept", "application/sdp"))).Verdict, Is.EqualTo(expected));

    [TestCase("application/sdp, multipart/*", Verdict.None)]
    [TestCase("*/*", Verdict.None)]
    [TestCase("application/sdp", Verdict.Fail)]
    public void Multipart_after_415(string accept, Verdict expected) =>
        Assert.That(Judged.By("RFC3261-7.4.1-2", Retried(415, Bob, ("Accept", accept))).Verdict, Is.EqualTo(expected));

    [TestCase("Require", "recipient-list-invite", Verdict.Fail)]
    [TestCase("Proxy-Require", "x, Recipient-List-Invite", Verdict.Fail)]
    [TestCase("Require", "x", Verdict.Pass)]
    [TestCase("Supported", "recipient-list-invite", Verdict.Pass)]
    public void Extension_after_420(string name, string value, Verdict expected) => Assert.That(
        Judged.By("RFC3261-8.1.3.5-5", Retried(420, Bob, it => it.WithAdded(name, value), ("Unsupported", "recipient-list-invite"))).Verdict,
        Is.EqualTo(expected));

    [TestCase("*", "", "", Verdict.Pass)]
    [TestCase("Via", "branch=z9hG4bK", "branch=z9hG4bKx", Verdict.Fail)]
    [TestCase("Via", "SIP/2.0/UDP", "SIP / 2.0 / UDP", Verdict.Pass)]
    [TestCase("To", ">", ">;tag=ringing", Verdict.Fail)]
    [TestCase("To", "<", "\"Bob\" <", Verdict.Pass)]
    [TestCase("CSeq", "1", "2", Verdict.Fail)]
    [TestCase("Call-ID", "1", "2", Verdict.Fail)]
    public void Cancel_is_its_invites(string name, string old, string instead, Verdict expected)
    {
        var cancel = Cancel(name == "*" ? it => it : it => it.With(name, it.Header(name)!.Value.Replace(old, instead, StringComparison.Ordinal)));

        Assert.That(Judged.By("RFC3261-9.1-1", Cancelled(cancel, isEarly: false)).Verdict, Is.EqualTo(expected));
    }

    [TestCase(false, Verdict.Pass)]
    [TestCase(true, Verdict.Fail)]
    public void Cancel_waits_for_a_provisional_response(bool isEarly, Verdict expected) =>
        Assert.That(Judged.By("RFC3261-9.1-2", Cancelled(Cancel(it => it), isEarly)).Verdict, Is.EqualTo(expected));

    [TestCase("Require", Verdict.Fail)]
    [TestCase("Proxy-Require", Verdict.Fail)]
    [TestCase("Supported", Verdict.Pass)]
    [TestCase("Route", Verdict.Fail)]
    public void Cancel_requires_nothing(string name, Verdict expected) => Assert.That(
        Judged.By("RFC3261-9.1-3", Cancelled(Cancel(it => it.WithAdded(name, name == "Route" ? "<sip:192.0.2.1;lr>" : "x")), isEarly: false)).Verdict,
        Is.EqualTo(expected));

    [TestCase("sip:bob@im.example;foo=1", "sip:bob@im.example;foo=1", Verdict.Pass)]
    [TestCase("sip:bob@im.example;foo=1", "sip:bob@im.example;ob;FOO=1", Verdict.Pass)]
    [TestCase("sip:bob@im.example;foo=1", "sip:bob@im.example", Verdict.Fail)]
    [TestCase("sip:bob@im.example;method=MESSAGE;user=phone", "sip:bob@im.example;user=phone", Verdict.Pass)]
    public void Parameters_of_an_address(string typed, string requestUri, Verdict expected) => Assert.That(
        Judged.By("RFC3261-19.1.5-1", HandMadeMessages.Invite(Bob).WithRequestUri(requestUri), typed).Verdict,
        Is.EqualTo(expected));

    [TestCase("sip:+358-555-1234567;postd=pp22@im.example;user=phone", Verdict.Pass)]
    [TestCase("sip:+3585551234567;postd=pp22@im.example", Verdict.Pass)]
    [TestCase("sip:+358-555-1234567@im.example;postd=pp22;user=phone", Verdict.Fail)]
    [TestCase("tel:+358-555-1234567;postd=pp22", Verdict.None)]
    public void Telephone_number(string requestUri, Verdict expected) => Assert.That(
        Judged.By("RFC3261-19.1.6-1", HandMadeMessages.Invite(Bob).WithRequestUri(requestUri), "tel:+358-555-1234567;postd=pp22").Verdict,
        Is.EqualTo(expected));

    private static Trace Retried(int status, string? next, params (string Name, string Value)[] fields) => Retried(status, next, it => it, fields);

    /// <summary>An INVITE that is refused so, its ACK, and what follows of the client's own accord.</summary>
    private static Trace Retried(int status, string? next, Func<SipMessage, SipMessage> edit, params (string Name, string Value)[] fields)
    {
        var invite = HandMadeMessages.Invite(Bob);
        var refusal = fields.Aggregate(HandMadeMessages.Refusal(invite, status), (it, field) => it.WithAdded(field.Name, field.Value));
        var trace = new HandMadeTrace().Asks(Bob).ClientSends(invite).CoreSends(refusal);
        if (next is not null)
        {
            trace.ClientSends(edit(invite.WithRequestUri(next)
                .With("Via", invite.Header("Via")!.Value + "again")
                .With("CSeq", "2 INVITE")));
        }

        return trace.Seal();
    }

    private static SipMessage Plain(SipMessage invite) => invite.With("Content-Type", "application/sdp").WithBody(System.Text.Encoding.UTF8.GetBytes(HandMadeMessages.Sdp));

    private static SipMessage Cancel(Func<SipMessage, SipMessage> edit) => edit(HandMadeMessages.Invite(Bob)
        .WithStartLine($"CANCEL {Bob} SIP/2.0").With("CSeq", "1 CANCEL").Without("Content-Type").WithBody([]));

    private static Trace Cancelled(SipMessage cancel, bool isEarly)
    {
        var invite = HandMadeMessages.Invite(Bob);
        var ringing = HandMadeMessages.Refusal(invite, 180);
        var trace = new HandMadeTrace().Asks(Bob).ClientSends(invite).Does(new EndChat("chat-1")).Says(action => new Done(action));
        trace = isEarly ? trace.ClientSends(cancel).CoreSends(ringing) : trace.CoreSends(ringing).ClientSends(cancel);
        return trace.CoreSends(HandMadeMessages.Refusal(invite, 487)).Seal();
    }
}
