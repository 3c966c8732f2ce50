using System.Net;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Provocations;

namespace Conformance.Harness.Core;

/// <summary>What a fake core is set up with.</summary>
/// <param name="Listen">The one port for UDP and TCP; port 0 takes a free one.</param>
/// <param name="Domain">The home domain.</param>
/// <param name="ConferenceFactory">The Conference-factory-URI.</param>
/// <param name="User">The subscriber's digest user name.</param>
/// <param name="Password">The subscriber's password.</param>
/// <param name="Seed">Seeds identifiers.</param>
/// <param name="Behaviour">What the core does out of the ordinary.</param>
public sealed record CoreOptions(
    IPEndPoint Listen,
    string Domain,
    string ConferenceFactory,
    string User,
    string Password,
    int Seed,
    Behaviour Behaviour)
{
    /// <summary>The subscriber's IM Address.</summary>
    public string Address { get; init; } = $"sip:{User}@{Domain}";

    /// <summary>Where it listens for SIP over TLS; 0 takes a free port.</summary>
    public int SecurePort { get; init; }

    /// <summary>Where it listens for MSRP; 0 takes a free port.</summary>
    public int MsrpPort { get; init; }

    /// <summary>Where it listens for MSRP over TLS; 0 takes a free port.</summary>
    public int SecureMsrpPort { get; init; }

    /// <summary>Gives it the certificate for TLS; null does without TLS.</summary>
    public TestAuthority? Authority { get; init; }

    /// <summary>The address that clients are told, where the core listens on all: it cannot know which of them they reach.</summary>
    public IPAddress Advertised { get; init; } =
        IPAddress.Any.Equals(Listen.Address) ? IPAddress.Loopback
        : IPAddress.IPv6Any.Equals(Listen.Address) ? IPAddress.IPv6Loopback
        : Listen.Address;
}
