using System.Text;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Provocations;

/// <content>What an IMS core does.</content>
public static partial class Behaviours
{
    /// <summary>
    /// The second hop of the Service-Route stands behind the core, which the client reaches all the same, being the first.
    /// Half of the granted time is soon over (TS 24.229 section 5.1.1.4.1).
    /// </summary>
    public static readonly Behaviour ImsRegistration = new(
        "ims-registration",
        "registers as an IMS does: for 8 seconds, with a Path, a Service-Route of two hops and several associated identities")
    {
        Registrar = new()
        {
            Grants = _ => new Grant
            {
                MostSeconds = 8,
                Adds = domain =>
                [
                    ("Path", $"<sip:term@pcscf.{domain};lr>"),
                    ("Service-Route", $"<sip:orig@scscf.{domain};lr;site=2>"),
                    ("P-Associated-URI", $"\"Alice at work\" <sip:alice.work@{domain}>, <tel:+15555550100>"),
                ],
            },
        },
    };

    /// <summary>RFC 3312 section 8.</summary>
    public static readonly Behaviour PreconditionFailure = new(
        "precondition-failure",
        "refuses the INVITE with 580, and tells in a session description that the network has no resources")
    {
        Invite = new InvitePolicy(attempt => [new Reply(580) { Form = it => WithFailedStreams(it, attempt.Invite) }]),
    };

    /// <summary>As many streams as were offered, each with port 0 and the precondition that failed.</summary>
    private static SipMessage WithFailedStreams(SipMessage refusal, SipMessage invite)
    {
        if (invite.BodyPart("application/sdp") is not { } part || SdpDescription.Parse(invite.Octets, part.Content).Value is not { } offer)
        {
            return refusal;
        }

        var streams = offer.Media.Select(it => $"m={it.Media} 0 {it.Protocol} {string.Join(' ', it.Formats)}\r\na=des:qos failure e2e send\r\n");
        var description = $"v=0\r\no=- 580 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n{string.Concat(streams)}";
        return refusal.WithAdded("Content-Type", "application/sdp").WithBody(Encoding.UTF8.GetBytes(description));
    }
}
