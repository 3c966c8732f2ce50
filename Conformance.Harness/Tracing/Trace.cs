using System.Text.Json.Serialization;

namespace Conformance.Harness.Tracing;

/// <summary>What the client was given and what it declares: a trace can be judged without its run.</summary>
/// <param name="ClientName">The profile's name of the client.</param>
/// <param name="Address">The IM Address of the client's user.</param>
/// <param name="Domain">The home domain.</param>
/// <param name="CoreUri">The outbound proxy.</param>
/// <param name="ConferenceFactory">The provisioned Conference-factory-URI.</param>
/// <param name="MaxAdhocGroupSize">The provisioned MAX-ADHOC-GROUP-SIZE.</param>
/// <param name="Declaration">The client's ICS.</param>
/// <param name="User">The digest user name of the account.</param>
/// <param name="Password">The password of the account, so that digests can be recomputed.</param>
/// <param name="Timers">How long it waits for what may be lost; null for what the RFCs say.</param>
/// <param name="Verbs">The verbs that it says it serves, with spaces between; null where it has not said.</param>
public sealed record Provisioning(
    string ClientName,
    string Address,
    string Domain,
    string CoreUri,
    string ConferenceFactory,
    int MaxAdhocGroupSize,
    Declaration Declaration,
    string User,
    string Password,
    ClientTimers? Timers = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Verbs = null)
{
    public ClientTimers Timers { get; init; } = Timers ?? ClientTimers.Usual;
}

/// <summary>How long the client waits for what may be lost, where its profile says so.</summary>
/// <param name="T1">T1 of RFC 3261 section 17.1.1.1, which may be less than 500 ms in a network that is closed to others.</param>
/// <param name="MsrpResponse">How long it waits for the response to a SEND: 30 seconds by RFC 4975 section 7.1.1, at most.</param>
public sealed record ClientTimers(TimeSpan T1, TimeSpan MsrpResponse)
{
    /// <summary>What the RFCs say of it; no client may wait longer for an MSRP response.</summary>
    public static readonly ClientTimers Usual = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));

    /// <summary>Below this no message of this machine is in time.</summary>
    public static readonly TimeSpan LeastT1 = TimeSpan.FromMilliseconds(100);

    /// <summary>Beyond this a run is of hours: T1 is at most T2.</summary>
    public static readonly TimeSpan MostT1 = TimeSpan.FromSeconds(4);
}

/// <summary>The implementation conformance statement (ISO 9646 ICS) of the profile.</summary>
public sealed record Declaration(bool OneToOne, bool AdHoc, bool ConferenceSubscription, bool Msrp, bool Ims);

/// <summary>
/// Everything that one scenario showed, in order. Sealed: a trace is judged, never added to. Interruption says why the
/// scenario was not driven to its end (null: it was): what is then absent proves nothing.
/// </summary>
public sealed record Trace(
    string Scenario,
    Provisioning Provisioning,
    IReadOnlyList<TraceEvent> Events,
    string? Interruption)
{
    public IEnumerable<WireMessage> Messages => Events.OfType<WireMessage>();

    public IEnumerable<UserAction> Actions => Events.OfType<UserAction>();

    public IEnumerable<Report> Reports => Events.OfType<ClientReport>().Select(it => it.Report);
}
