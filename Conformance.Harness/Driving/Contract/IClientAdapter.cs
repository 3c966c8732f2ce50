using System.Net;
using Conformance.Harness.Core;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Contract;

/// <summary>What a client is told before anything else.</summary>
/// <param name="Account">The subscriber.</param>
/// <param name="CoreUri">The outbound proxy: sip:127.0.0.1:15060;transport=udp;lr.</param>
/// <param name="ConferenceFactory">The Conference-factory-URI.</param>
/// <param name="MaxAdhocGroupSize">MAX-ADHOC-GROUP-SIZE.</param>
/// <param name="Transport">udp, tcp or tls.</param>
/// <param name="LocalAddress">The IP address that the client binds to.</param>
/// <param name="Profile">generic or ims.</param>
/// <param name="CertificateAuthority">In PEM, whom the client has to trust for TLS; null without TLS.</param>
public sealed record Initialization(
    Account Account,
    string CoreUri,
    string ConferenceFactory,
    int MaxAdhocGroupSize,
    string Transport,
    string LocalAddress,
    string Profile,
    string? CertificateAuthority)
{
    /// <summary>For the client of the profile, with the account that the core serves.</summary>
    internal static Initialization Of(ClientProfile profile, ICore core, string transport, IPAddress client) => new(
        profile.Account with { Address = core.Address, User = core.User },
        core.OutboundProxy(transport),
        profile.Ixit.ConferenceFactory,
        profile.Ixit.MaxAdhocGroupSize,
        transport,
        client.ToString(),
        profile.Ics.Ims ? "ims" : "generic",
        transport == "tls" ? core.CertificateAuthority : null);
}

/// <summary>
/// The user's hand on the client under test: the verbs of the adapter contract. Nothing throws for what the client does;
/// after a fault each further verb answers with the same fault. Used from one event loop, which also raises the events.
/// </summary>
public interface IClientAdapter : IDisposable
{
    /// <summary>What the client says unasked: <see cref="UserNotified"/>, <see cref="ChatEstablished"/>, <see cref="ChatEnded"/>, <see cref="MessageReceived"/>.</summary>
    event Action<Report>? Notified;

    /// <summary>Raised once, with what was seen; not for how a client ends once it is asked to.</summary>
    event Action<string>? Faulted;

    Task<Answer<ClientIdentity>> InitializeAsync(Initialization given);

    Task<Answer> RegisterAsync();

    /// <summary>Begins a chat and gives its name.</summary>
    Task<Answer<string>> StartChatAsync(IReadOnlyList<string> invitees);

    Task<Answer> SendMessageAsync(string chat, string contentType, string body);

    Task<Answer> EndChatAsync(string chat);

    Task<Answer> SubscribeConferenceAsync(string chat);

    Task<Answer<ChatDescription>> DescribeChatAsync(string chat);

    Task<Answer> DeregisterAsync();

    /// <summary>Asks the client to end, and waits until it has, for as long as an answer may take.</summary>
    Task<Answer> ShutdownAsync();
}
