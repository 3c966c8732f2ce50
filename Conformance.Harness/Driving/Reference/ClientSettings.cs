using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>What the client is provisioned with: the params of `initialize`.</summary>
/// <param name="Address">The user's IM Address, a SIP URI.</param>
/// <param name="User">The digest user name.</param>
/// <param name="Password">The digest password.</param>
/// <param name="OutboundProxy">The outbound proxy's URI as it is put in Route: with lr.</param>
/// <param name="Proxy">Where the outbound proxy is reached.</param>
/// <param name="Domain">The home domain, the Request-URI of REGISTER without its scheme.</param>
/// <param name="ConferenceFactory">The Conference-factory-URI; null when none is provisioned.</param>
/// <param name="MaxAdhocGroupSize">MAX-ADHOC-GROUP-SIZE; null when none is provisioned, and then nothing is limited.</param>
/// <param name="LocalAddress">The client's own address.</param>
internal sealed record ClientSettings(
    string Address,
    string User,
    string Password,
    string OutboundProxy,
    Hop Proxy,
    string Domain,
    string? ConferenceFactory,
    int? MaxAdhocGroupSize,
    IPAddress LocalAddress)
{
    public const int DefaultPort = 5060;

    /// <summary>How long it waits for what may be lost.</summary>
    public ClientTimers Timers { get; init; } = ClientTimers.Usual;

    /// <summary>Whether the SIP/IP core is an IMS, of which TS 24.229 asks more.</summary>
    public bool Ims { get; init; }

    /// <summary>Whom the client trusts for TLS, which it then uses for SIP and MSRP alike; null where it uses none.</summary>
    public X509Certificate2? Authority { get; init; }

    /// <summary>RFC 3261 section 19.1.2.</summary>
    public static int DefaultPortOf(Transport transport) => transport == Transport.Tls ? DefaultPort + 1 : DefaultPort;

    public static ClientSettings Read(VerbParameters parameters, IPAddress localAddress)
    {
        var account = parameters.Object("account");
        var core = parameters.Object("core");
        var im = parameters.Object("im");
        var proxy = WireUri.Parse(core.Text("uri")).Value as SipUri ?? throw core.Wrong("uri", "a SIP URI");
        var transport = (parameters.OptionalText("transport") ?? proxy.Parameters.Named("transport")?.Value ?? "udp") switch
        {
            "udp" => Transport.Udp,
            "tcp" => Transport.Tcp,
            "tls" => Transport.Tls,
            _ => throw parameters.Wrong("transport", "udp, tcp or tls"),
        };
        var address = AddressOf(proxy.Host) ?? throw core.Wrong("uri", "a SIP URI with an IP address");
        return new ClientSettings(
            account.Text("address"),
            account.Text("user"),
            account.Text("password"),
            proxy.Parameters.Named("lr") is null ? proxy.Text + ";lr" : proxy.Text,
            new Hop(transport, new IPEndPoint(address, proxy.Port ?? DefaultPortOf(transport))),
            core.Text("domain"),
            im.OptionalText("conferenceFactory"),
            im.OptionalNumber("maxAdhocGroupSize"),
            LocalOf(parameters, localAddress))
        {
            Ims = parameters.OptionalText("profile") == "ims",
            Authority = transport == Transport.Tls ? AuthorityOf(core) : null,
        };
    }

    /// <summary>An IP address as the host of a URI has it, IPv6 in brackets; null for a name, which this client does not resolve.</summary>
    public static IPAddress? AddressOf(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address
        : null;

    private static X509Certificate2 AuthorityOf(VerbParameters core)
    {
        try
        {
            return X509Certificate2.CreateFromPem(core.Text("certificateAuthority"));
        }
        catch (CryptographicException)
        {
            throw core.Wrong("certificateAuthority", "a certificate in PEM");
        }
    }

    private static IPAddress LocalOf(VerbParameters parameters, IPAddress otherwise) =>
        parameters.OptionalText("localAddress") is not { } text ? otherwise
        : IPAddress.TryParse(text.Trim('[', ']'), out var address) ? address
        : throw parameters.Wrong("localAddress", "an IP address");
}
