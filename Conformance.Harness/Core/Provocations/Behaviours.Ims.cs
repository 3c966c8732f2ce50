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
            MostSeconds = 8,
            Adds = domain =>
            [
                ("Path", $"<sip:term@pcscf.{domain};lr>"),
                ("Service-Route", $"<sip:orig@scscf.{domain};lr;site=2>"),
                ("P-Associated-URI", $"\"Alice at work\" <sip:alice.work@{domain}>, <tel:+15555550100>"),
            ],
        },
    };
}
