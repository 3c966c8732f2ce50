using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>What real clients send, held against the draft: each fails what its octets do fail, and no more.</summary>
public class CaptureTests
{
    /// <summary>Group INVITEs name the factory, one-to-one INVITEs the user. Two give their session a name and none lists 100rel, which is advice.</summary>
    [TestCase("rcsjta-group", "sip:+33600000001@im.test", "sip:+33600000002@im.test sip:+33600000003@im.test", "RFC3262-4-1")]
    [TestCase("pjsip-group", "sip:alice@im.test", "sip:bob@im.test sip:carol@im.test", "RFC3262-4-1 RFC3264-5-2")]
    [TestCase("sipsimple-one-to-one", "sip:alice@im.test", "sip:bob@im.test", "IM-6.1.3.2.1-4 IM-6.1.3.2.1-5c RFC3262-4-1 RFC3264-5-2")]
    [TestCase("linphone-group", "sip:alice@im.test", "sip:bob@im.test sip:carol@im.test", "IM-6.1.3.2.1-4 IM-6.1.3.2.1-5.1 IM-6.1.3.2.1-5.2 IM-6.1.3.2.1-5.3 IM-6.1.3.2.1-5.4 IM-6.1.3.2.1-5a IM-6.1.3.2.1-5b IM-6.1.3.2.1-5c RFC3262-4-1 RFC5366-3-4")]
    public void Real_invite_fails_what_it_breaks_and_no_more(string capture, string own, string invitees, string failures)
    {
        var octets = File.ReadAllBytes(Solution.Fixture("captures", capture + ".sip"));
        var drawn = new HandMadeTrace().Asks(invitees.Split(' ')).ClientSends(SipMessage.Parse(octets)).Seal();
        var provisioning = drawn.Provisioning with { Address = own, Domain = "im.test", CoreUri = CoreOf(octets), ConferenceFactory = "sip:conference-factory@im.test" };
        var local = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 5060);
        var trace = drawn with { Provisioning = provisioning, Events = [.. drawn.Events.Select(it => it is WireMessage message ? message with { Client = local } : it)] };

        var failed = Catalogue.Requirements
            .Where(it => !it.Document.StartsWith("RFC 3261", StringComparison.Ordinal) && !it.Document.StartsWith("RFC 4975", StringComparison.Ordinal))
            .Where(it => it.Judge([trace]).Verdict >= Verdict.Fail)
            .Select(it => it.Id);

        Assert.That(failed, Is.EquivalentTo(failures.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static string CoreOf(byte[] octets) => SipMessage.Parse(octets).Addresses("Route").FirstOrDefault()?.Value?.Uri.Text ?? "sip:127.0.0.1:5060";
}
