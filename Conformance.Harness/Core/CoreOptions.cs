using System.Net;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Core;

/// <summary>What a fake core is set up with.</summary>
/// <param name="Ports">Where it listens.</param>
/// <param name="Domain">The home domain.</param>
/// <param name="ConferenceFactory">The Conference-factory-URI.</param>
/// <param name="User">The subscriber's digest user name.</param>
/// <param name="Password">The subscriber's password.</param>
/// <param name="Seed">Seeds identifiers.</param>
/// <param name="Behaviour">What the core does out of the ordinary.</param>
public sealed record CoreOptions(
    PortPlan Ports,
    string Domain,
    string ConferenceFactory,
    string User,
    string Password,
    int Seed,
    Behaviour Behaviour)
{
    /// <summary>The subscriber's IM Address.</summary>
    public string Address { get; init; } = $"sip:{User}@{Domain}";

    /// <summary>T1 of the core's transactions, and what its waits are multiples of: that of its client.</summary>
    public TimeSpan T1 { get; init; } = ClientTimers.Usual.T1;

    /// <summary>Gives it the certificate for TLS; null does without TLS.</summary>
    public TestAuthority? Authority { get; init; }

    /// <summary>The address that clients are told, where that is another than it listens on; null for none.</summary>
    public IPAddress? AdvertisedAs { get; init; }

    /// <summary>The address that clients are told. A core that listens on all cannot know which of them they reach.</summary>
    public IPAddress Advertised =>
        AdvertisedAs
        ?? (IPAddress.Any.Equals(Ports.Address) ? IPAddress.Loopback
            : IPAddress.IPv6Any.Equals(Ports.Address) ? IPAddress.IPv6Loopback
            : Ports.Address);
}
