using System.Text.Json;
using System.Text.Json.Serialization;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Core.Control;

/// <summary>
/// The control of a core in another process: JSON over HTTP. A subscriber is opened, its trace is streamed as one event per
/// line, the peer is told what to do, and the subscriber is closed.
/// </summary>
/// <remarks>
/// GET /health; POST /subscribers; GET /subscribers/ID/trace; POST /subscribers/ID/bye, /message, /mark and /finish; DELETE
/// /subscribers/ID. All but /health want "Authorization: Bearer TOKEN" where the core was given a token.
/// </remarks>
public static class ControlContract
{
    public const int Version = 1;

    /// <summary>As the file of a trace writes them; a key too few or too many is an error.</summary>
    public static JsonSerializerOptions Json => TraceJson.Options;

    /// <summary>What both sides have to be alike in: the version and, where it is known, the revision that the program was built from.</summary>
    public static string Build { get; } = typeof(ControlContract).Assembly
        .GetCustomAttributes(typeof(System.Reflection.AssemblyInformationalVersionAttribute), false)
        .OfType<System.Reflection.AssemblyInformationalVersionAttribute>()
        .Single().InformationalVersion;
}

/// <summary>What a core says of itself.</summary>
/// <param name="Contract">The version of the control.</param>
/// <param name="Build">The version of the program.</param>
/// <param name="Subscribers">How many are open.</param>
/// <param name="Unattributed">How many messages came that were for none of them.</param>
public sealed record CoreHealth(int Contract, string Build, int Subscribers, long Unattributed);

/// <summary>A subscriber that is to be served.</summary>
/// <param name="Address">The IM Address.</param>
/// <param name="Domain">The home domain.</param>
/// <param name="User">The digest user name.</param>
/// <param name="Password">The digest password.</param>
/// <param name="ConferenceFactory">The Conference-factory-URI.</param>
/// <param name="Behaviour">The name of what the core does out of the ordinary.</param>
/// <param name="Towards">The names of what it does in chats with these users, by their user parts.</param>
/// <param name="IsRenamed">Whether the core makes the address one that nobody else has, so that many of a kind can be served at once.</param>
/// <param name="ClientAddress">The client's own IP address, for a core that sees another one in its place; null takes it as it is seen.</param>
/// <param name="T1">T1 of the core towards this client; null for the usual 500 ms.</param>
public sealed record SubscriberRequest(
    string Address,
    string Domain,
    string User,
    string Password,
    string ConferenceFactory,
    string Behaviour,
    IReadOnlyDictionary<string, string>? Towards = null,
    bool IsRenamed = false,
    string? ClientAddress = null,
    TimeSpan? T1 = null);

/// <summary>A subscriber that is served.</summary>
/// <param name="Id">Names it in the control.</param>
/// <param name="Address">The IM Address.</param>
/// <param name="User">The digest user name.</param>
/// <param name="Udp">The outbound proxy over UDP.</param>
/// <param name="Tcp">The same over TCP.</param>
/// <param name="Tls">The same over TLS.</param>
/// <param name="CertificateAuthority">Whom to trust for TLS, in PEM.</param>
/// <param name="At">The time of its trace when this was said.</param>
public sealed record SubscriberReply(
    string Id,
    string Address,
    string User,
    string Udp,
    string Tcp,
    string Tls,
    string CertificateAuthority,
    TimeSpan At);

/// <summary>What the peer says in the chat that is up.</summary>
public sealed record PeerText(string ContentType, string Body);

/// <summary>A number that stands in the trace once all is in it that has passed before.</summary>
public sealed record TraceMark(int Number);

/// <summary>What is wrong with a request of the control.</summary>
public sealed record ControlProblem(string Problem);

/// <summary>A line of a streamed trace: an event, a mark that was asked for, or why there are no more.</summary>
public sealed record TraceLine(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TraceEvent? Happened = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Mark = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Fault = null);
