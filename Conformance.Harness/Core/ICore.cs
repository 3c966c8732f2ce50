namespace Conformance.Harness.Core;

/// <summary>A core that serves one subscriber for one scenario, wherever it runs. What passes it goes to the recorder that it was opened with.</summary>
public interface ICore : IDisposable
{
    /// <summary>Raised once, with the reason, when the core can serve no more: it is another process that has ended.</summary>
    event Action<string>? Lost;

    /// <summary>The subscriber's address; where many share a core, it may be another than was asked for.</summary>
    string Address { get; }

    /// <summary>The subscriber's digest user name; likewise.</summary>
    string User { get; }

    /// <summary>Whom clients have to trust for TLS, in PEM; null without TLS.</summary>
    string? CertificateAuthority { get; }

    /// <summary>The outbound proxy as clients are told it, over udp, tcp or tls: sip:192.0.2.1:5060;transport=udp;lr.</summary>
    string OutboundProxy(string transport);

    /// <summary>Done once all is recorded that has passed until now; at once where the core records by itself.</summary>
    Task CatchUpAsync();

    /// <summary>The peer ends the chat that is up with a BYE.</summary>
    void HangUp();

    /// <summary>The peer sends a message in the chat that is up.</summary>
    void SendMessage(string contentType, string body);

    /// <summary>Records what has come of messages that never ended: the client is done, and would have ended them. Then all that passed is recorded.</summary>
    Task FinishAsync();
}
