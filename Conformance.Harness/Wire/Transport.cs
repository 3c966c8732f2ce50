namespace Conformance.Harness.Wire;

/// <summary>What carries a message.</summary>
public enum Transport
{
    Udp,
    Tcp,
    Tls,
}

/// <summary>Which codec reads a message.</summary>
public enum WireProtocol
{
    Sip,
    Msrp,
}
