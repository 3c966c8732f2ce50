using System.Net;

namespace Conformance.Harness.Core;

/// <summary>Where a core listens; 0 takes a free port.</summary>
/// <param name="Address">The IP address.</param>
/// <param name="Sip">SIP over UDP and TCP.</param>
/// <param name="SipOverTls">SIP over TLS.</param>
/// <param name="Msrp">MSRP.</param>
/// <param name="MsrpOverTls">MSRP over TLS.</param>
public sealed record PortPlan(IPAddress Address, int Sip, int SipOverTls, int Msrp, int MsrpOverTls)
{
    /// <summary>Four ports in a row, from that of the address, so that there is little to publish; port 0 takes any.</summary>
    public static PortPlan From(IPEndPoint first) => first.Port == 0
        ? With(first)
        : new PortPlan(first.Address, first.Port, first.Port + 1, first.Port + 2, first.Port + 3);

    /// <summary>SIP over UDP and TCP there, and the rest on free ports.</summary>
    public static PortPlan With(IPEndPoint sip) => new(sip.Address, sip.Port, 0, 0, 0);
}
