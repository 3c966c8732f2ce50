using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>What is right in an IMS beside what the reference client does, what is not, and what nobody asks of a client outside one.</summary>
public sealed class ImsVariantTests
{
    private const string Bob = "sip:bob@im.example";
    private const string Proxy = "<sip:192.0.2.1:5060;transport=udp;lr>";
    private const string First = "<sip:orig@scscf.im.example;lr;x=1>";
    private const string Second = "<sip:as.im.example;lr>";

    private static readonly string[] OfIms = [.. Catalogue.Requirements.Where(it => it.Document.StartsWith("3GPP", StringComparison.Ordinal) || it.Id is "RFC3455-4.1.2.1-1" or "IM-6.1.3.2.1-IMS").Select(it => it.Id)];

    [TestCase("Route: " + Proxy + ", " + First + ", " + Second, Verdict.Pass)]
    [TestCase("Route: " + Proxy + "\r\nRoute: " + First + "\r\nroute: " + Second, Verdict.Pass)]
    [TestCase("Route: <sip:192.0.2.1;lr>,\r\n\t" + First + " , " + Second, Verdict.Pass)]
    [TestCase("Route: " + Proxy + ", <SIP:orig@SCSCF.im.example;x=1;lr>, " + Second, Verdict.Pass)]
    [TestCase("Route: " + First + ", " + Second, Verdict.Fail)]
    [TestCase("Route: " + Proxy + ", " + Second + ", " + First, Verdict.Fail)]
    [TestCase("Route: " + Proxy + ", <sip:orig@scscf.im.example;lr>, " + Second, Verdict.Fail)]
    [TestCase("Route: <sip:192.0.2.77:5060;lr>, " + First + ", " + Second, Verdict.Fail)]
    [TestCase("Route: " + Proxy, Verdict.Fail)]
    [TestCase("Subject: no route at all", Verdict.Fail)]
    public void Route_is_the_proxy_and_the_service_route(string rows, Verdict verdict) =>
        Assert.That(Judged.By("T24229-24.229_5.1.2A.1.1-2", Chat(rows, First, Second)).Verdict, Is.EqualTo(verdict));

    [Test]
    public void Route_without_a_service_route_is_the_proxy_alone() =>
        Assert.That(Judged.By("T24229-24.229_5.1.2A.1.1-2", Chat("Route: " + Proxy)).Verdict, Is.EqualTo(Verdict.Pass));

    [TestCase("RFC3261-8.1.2-1", "Route: <sip:192.0.2.1;lr>", Verdict.Pass)]
    [TestCase("RFC3261-8.1.2-1", "Route: <sip:[::ffff:192.0.2.1]:5060;lr>", Verdict.Pass)]
    [TestCase("RFC3261-8.1.2-1", "Route: <sip:192.0.2.1:5070;lr>", Verdict.Fail)]
    [TestCase("RFC3261-8.1.2-1", "Route: <sip:pcscf.im.example;lr>, <sip:192.0.2.9;lr>", Verdict.None)]
    [TestCase("RFC3261-8.1.2-1", "Subject: no route at all", Verdict.None)]
    [TestCase("RFC3263-4.1-1", "Route: <sip:192.0.2.1;lr>", Verdict.Pass)]
    [TestCase("RFC3263-4.1-1", "Route: <sip:192.0.2.1;TRANSPORT=UDP;lr>", Verdict.Pass)]
    [TestCase("RFC3263-4.1-1", "Route: <sip:192.0.2.1;transport=tcp;lr>", Verdict.Fail)]
    [TestCase("RFC3263-4.1-1", "Route: <sips:192.0.2.1;lr>", Verdict.None)]
    [TestCase("RFC3325-9.2-1", "P-Preferred-Identity: sip:alice@im.example", Verdict.Pass)]
    [TestCase("RFC3325-9.2-1", "P-Preferred-Identity: \"A, B\" <sips:alice@im.example>,\r\n <tel:+15555550100>", Verdict.Pass)]
    [TestCase("RFC3325-9.2-1", "P-Preferred-Identity: <tel:+15555550100>\r\nP-Preferred-Identity: <sip:alice@im.example>", Verdict.Pass)]
    [TestCase("RFC3325-9.2-1", "P-Preferred-Identity: <tel:+15555550100>, <tel:+15555550101>", Verdict.Fail)]
    [TestCase("T24229-24.229_5.1.2A.1.1-1", "P-Preferred-Identity: <tel:+1-555-555-0100>", Verdict.Pass)]
    [TestCase("T24229-24.229_5.1.2A.1.1-1", "P-Preferred-Identity: \"Me\" <sip:alice.work@IM.example>", Verdict.Pass)]
    [TestCase("T24229-24.229_5.1.2A.1.1-1", "P-Preferred-Identity: <sip:bob@im.example>", Verdict.Fail)]
    [TestCase("T24229-24.229_5.1.2A.1.1-1", "Subject: no identity", Verdict.None)]
    [TestCase("RFC3455-4.4.2.1-1", "P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=\"2341,51D0\";network-provided, IEEE-802.3", Verdict.Pass)]
    [TestCase("RFC3455-4.4.2.1-1", "p-access-network-info: ADSL ; dsl-location = \"a;b\"", Verdict.Pass)]
    [TestCase("RFC3455-4.4.2.1-1", "P-Access-Network-Info: ", Verdict.Fail)]
    [TestCase("RFC3329-2.3.1-1", "Security-Client: sdes-srtp;mediasec", Verdict.None)]
    [TestCase("RFC3329-2.3.1-1", "Security-Verify: tls;q=0.2, digest;d-alg=md5\r\nRequire: 100rel, SEC-AGREE\r\nProxy-Require: sec-agree", Verdict.Pass)]
    [TestCase("RFC3329-2.3.1-1", "Security-Verify: tls;q=0.2\r\nProxy-Require: sec-agree", Verdict.Fail)]
    [TestCase("RFC3323-4.1.1.3-1", "Privacy: user", Verdict.None)]
    [TestCase("RFC3323-4.1.1.3-1", "Privacy: header;id", Verdict.Fail)]
    public void Header_field_is_judged(string id, string rows, Verdict verdict) => Assert.That(Judged.By(id, Chat(rows)).Verdict, Is.EqualTo(verdict));

    [TestCase("Supported: path, gruu", "sip:IM.example", Verdict.Pass)]
    [TestCase("Supported: gruu\r\nk: path", "sip:im.example:5060", Verdict.Pass)]
    [TestCase("Supported: pathology", "sip:im.example", Verdict.Fail)]
    [TestCase("Supported: path", "sip:192.0.2.1", Verdict.Fail)]
    public void First_register_is_judged(string rows, string uri, Verdict verdict) => Assert.That(
        Judged.By("T24229-24.229_5.1.1.2-1", new HandMadeTrace().Does(new Register()).ClientSends(WithRows(HandMadeMessages.Register().WithRequestUri(uri), rows)).Seal()).Verdict,
        Is.EqualTo(verdict));

    [TestCase("Expires: 0", null, Verdict.Pass)]
    [TestCase("Contact: <sip:alice@192.0.2.2:5060>;EXPIRES=0", null, Verdict.Pass)]
    [TestCase("Contact: *\r\nExpires: 00", null, Verdict.Pass)]
    [TestCase("Expires: 600", null, Verdict.Fail)]
    [TestCase(null, null, Verdict.Fail)]
    [TestCase(null, "crashed", Verdict.Inconclusive)]
    public void Registration_is_taken_back(string? rows, string? interruption, Verdict verdict)
    {
        var register = rows is not null && rows.Contains("Contact", StringComparison.Ordinal) ? HandMadeMessages.Register().Without("Contact") : HandMadeMessages.Register();
        var trace = new HandMadeTrace().Does(new Deregister());

        Assert.That(Judged.By("T24229-24.229_5.1.1.6-1", (rows is null ? trace : trace.ClientSends(WithRows(register, rows))).Seal(interruption)).Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void Client_that_cannot_deregister_is_not_judged() => Assert.That(
        Judged.By("T24229-24.229_5.1.1.6-1", new HandMadeTrace().Does(new Deregister()).Says(action => new Unsupported(action)).Seal()).Verdict,
        Is.EqualTo(Verdict.Inconclusive));

    /// <summary>Granted 8 seconds: half of it, and a little for a machine under load.</summary>
    [TestCase(8, 4, 8, Verdict.Pass)]
    [TestCase(8, 5, 8, Verdict.Pass)]
    [TestCase(8, 1, 8, Verdict.Pass)]
    [TestCase(8, 7, 8, Verdict.Fail)]
    [TestCase(8, null, 20, Verdict.Fail)]
    [TestCase(8, null, 3, Verdict.Inconclusive)]
    [TestCase(1800, 1200, 1300, Verdict.Pass)]
    [TestCase(1800, 1700, 1750, Verdict.Fail)]
    [TestCase(1200, 600, 700, Verdict.Pass)]
    [TestCase(3600, null, 30, Verdict.Inconclusive)]
    public void Registration_is_renewed_in_time(int granted, int? renewedAfter, int deregisteredAfter, Verdict verdict)
    {
        var register = HandMadeMessages.Register();
        var drawn = new HandMadeTrace()
            .Does(new Register()).ClientSends(register).CoreSends(HandMadeMessages.Registered(register).WithAdded("Contact", $"<sip:alice@192.0.2.2:5060>;expires={granted}"));
        var renewed = renewedAfter is null ? drawn : drawn.ClientSends(register.With("CSeq", "2 REGISTER").With("Via", "SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK-second"));
        var trace = renewed.Does(new Deregister()).Seal();
        var timed = trace with
        {
            Events =
            [
                .. trace.Events.Select(it => it switch
                {
                    UserAction { Request: Deregister } => it with { At = TimeSpan.FromSeconds(deregisteredAfter) },
                    WireMessage { IsFromClient: true, Number: > 2 } => it with { At = TimeSpan.FromSeconds(renewedAfter!.Value) },
                    _ => it,
                }),
            ],
        };

        Assert.That(Judged.By("T24229-24.229_5.1.1.4.1-1", timed).Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void Plain_client_is_asked_for_nothing_of_an_ims([ValueSource(nameof(OfIms))] string id) =>
        Assert.That(Judged.By(id, Plain()).Verdict, Is.EqualTo(Verdict.None));

    /// <summary>TP-IMS-8: nothing demands any of these header fields from a client that does not declare an IMS.</summary>
    [Test]
    public void Plain_client_without_any_of_these_header_fields_fails_nothing_for_it()
    {
        string[] documents = ["RFC 3263", "RFC 3312", "RFC 3323", "RFC 3325", "RFC 3329", "RFC 3455"];

        var judged = Catalogue.Requirements.Where(it => documents.Contains(it.Document)).Select(it => (it.Id, it.Judge([Plain()]).Verdict));

        Assert.That(judged.Where(it => it.Verdict != Verdict.None), Is.Empty);
    }

    private static Trace Plain()
    {
        var register = HandMadeMessages.Register();
        return new HandMadeTrace { Declaration = new(OneToOne: true, AdHoc: true, ConferenceSubscription: true, Msrp: true, Ims: false) }
            .Does(new Register()).ClientSends(register).CoreSends(HandMadeMessages.Registered(register, First, Second))
            .Asks(Bob).ClientSends(HandMadeMessages.Invite(Bob))
            .Seal();
    }

    private static Trace Chat(string rows, params string[] serviceRoutes)
    {
        var register = HandMadeMessages.Register().WithAdded("Supported", "path");
        var registered = HandMadeMessages.Registered(register, serviceRoutes)
            .WithAdded("P-Associated-URI", $"<{HandMadeTrace.Own}>, \"Work\" <sip:alice.work@im.example>, <tel:+15555550100>");
        return new HandMadeTrace()
            .Does(new Register()).ClientSends(register).CoreSends(registered)
            .Asks(Bob).ClientSends(WithRows(HandMadeMessages.Invite(Bob), rows))
            .Seal();
    }

    /// <summary>With rows as they stand, before all others.</summary>
    private static SipMessage WithRows(SipMessage message, string rows)
    {
        var colon = rows.IndexOf(':', StringComparison.Ordinal);
        return message.WithFirst(rows[..colon], rows[(colon + 1)..].TrimStart(' '));
    }
}
