using System.Net;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Dialogs;

/// <summary>Where the core's own requests in a dialog go.</summary>
internal static class RequestPath
{
    private const int DefaultPort = 5060;

    /// <summary>
    /// The address of the client's Contact. The way that its last request came is taken instead where the Contact names no
    /// address (a GRUU or a domain: it is behind its registration), where it is the far end of a connection that is up
    /// already, and where the client asked with rport to be answered at its source because its own address is another
    /// (RFC 3581).
    /// </summary>
    public static Hop Of(SipMessage request, Hop source)
    {
        var contact = request.Contacts.Count > 0 ? request.Contacts[0].Value?.Uri as SipUri : null;
        if (contact is null || !IPAddress.TryParse(contact.Host.Trim('[', ']'), out var address))
        {
            return source;
        }

        var transport = contact.Parameters.Named("transport")?.Value?.ToUpperInvariant() switch
        {
            "TCP" => Transport.Tcp,
            "TLS" => Transport.Tls,
            "UDP" => Transport.Udp,
            _ => source.Transport,
        };
        var isHere = address.Equals(source.Address.Address);
        var isOtherEnd = isHere && transport != Transport.Udp && source.Transport == transport;
        var isTranslated = !isHere && request.Vias.Count > 0 && request.Vias[0].Value?.Parameters.Named("rport") is not null;
        return isOtherEnd || isTranslated ? source : new Hop(transport, new IPEndPoint(address, contact.Port ?? DefaultPort));
    }
}
