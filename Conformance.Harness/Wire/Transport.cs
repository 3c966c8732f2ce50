namespace Conformance.Harness.Wire;

/// <summary>What carries a message.</summary>
public enum Transport
{
    Udp,
    Tcp,
    Tls,
}

/// <summary>How SIP writes transports.</summary>
public static class TransportText
{
    /// <summary>As Via has it: UDP, TCP, TLS (RFC 3261 section 20.42).</summary>
    public static string AsToken(this Transport transport) => transport.ToString().ToUpperInvariant();

    /// <summary>The transport parameter of a URI; "" for UDP, which goes without saying (RFC 3261 section 19.1.1).</summary>
    public static string AsUriParameter(this Transport transport) => transport switch
    {
        Transport.Udp => "",
        Transport.Tcp => ";transport=tcp",
        _ => ";transport=tls",
    };
}

/// <summary>Which codec reads a message.</summary>
public enum WireProtocol
{
    Sip,
    Msrp,
}
