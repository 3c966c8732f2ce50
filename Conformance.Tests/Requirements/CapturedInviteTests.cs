using System.Net;
using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>INVITEs of real clients: what they break of the RFCs is told, and nothing that they do rightly is.</summary>
public sealed class CapturedInviteTests
{
    private static readonly string[] Documents = ["RFC 3261", "RFC 4975", "RFC 2617", "RFC 3581", "RFC 3608"];

    // 1560 and 1648 octets over UDP, no Supported, a clock as session id.
    [TestCase("rcsjta-one-to-one-first-message", "RFC3261-13.2.1-2", "RFC3261-18.1.1-1", "RFC4975-14.1-1", "RFC4975-8.6-3")]
    [TestCase("rcsjta-group", "RFC3261-13.2.1-2", "RFC3261-18.1.1-1", "RFC4975-14.1-1", "RFC4975-8.6-3")]
    [TestCase("sipsimple-one-to-one", "RFC4975-8.6-3")]
    // 1340 octets over UDP, "pj1" as session id.
    [TestCase("pjsip-group", "RFC3261-18.1.1-1", "RFC4975-14.1-1", "RFC4975-8.6-3")]
    [TestCase("linphone-one-to-one")]
    [TestCase("linphone-group")]
    // A call, not a chat: that m=message is missing is a matter of the draft.
    [TestCase("baresip-audio-call")]
    public void Invite_of_a_real_client_fails_only_what_it_breaks(string capture, params string[] broken)
    {
        var trace = Record(File.ReadAllBytes(Solution.Fixture("captures", $"{capture}.sip")));

        var failed = Catalogue.Requirements
            .Where(it => Documents.Contains(it.Document) && it.Judge([trace]).Verdict == Verdict.Fail)
            .Select(it => it.Id);

        Assert.That(failed, Is.EquivalentTo(broken));
    }

    private static Trace Record(byte[] invite)
    {
        var recorder = new TraceRecorder(TimeProvider.System);
        var route = SipMessage.Parse(invite).Addresses("Route").FirstOrDefault()?.Value?.Uri as SipUri;
        var (client, core) = (new IPEndPoint(IPAddress.Loopback, 5070), new IPEndPoint(IPAddress.Loopback, route?.Port ?? 5060));
        recorder.Action(new StartChat(["sip:bob@im.test"]));
        recorder.Message(Direction.FromClient, WireProtocol.Sip, Transport.Udp, 0, client, core, invite);
        return recorder.Seal("captured", ChatTrace.Provisioning with { Domain = "im.test" }, null);
    }
}
