using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

/// <summary>The 580 of RFC 3312 section 8.</summary>
internal sealed class PreconditionFailureTests
{
    [Test]
    public void Refusal_has_the_offered_streams_without_ports() => CoreRig.Run(
        async rig =>
        {
            var offer = HandMadeMessages.Sdp + "m=audio 9000 RTP/AVP 0 8\r\n";
            var refused = await rig.Ask(Invite(rig, offer), 580);

            var description = SdpDescription.Parse(refused.Octets, refused.Body).Value!;
            Assert.That(description.Media.Select(it => (it.Media, it.Port)), Is.EqualTo(new[] { ("message", (int?)0), ("audio", 0) }));
            Assert.That(description.Media.Select(it => it.Attribute("des")!.Value), Has.All.EqualTo("qos failure e2e send"));
            Assert.That(refused.Header("Content-Type")!.Value, Is.EqualTo("application/sdp"));
        },
        Behaviours.PreconditionFailure);

    private static SipMessage Invite(CoreRig rig, string offer) => rig
        .Request("INVITE", "sip:bob@im.example")
        .Header("Contact", $"<sip:alice@{rig.Client}>")
        .Body("application/sdp", Encoding.UTF8.GetBytes(offer))
        .Write();
}
