using System.Security.Cryptography.X509Certificates;

namespace Conformance.Harness.Core;

/// <summary>What a port has for TLS.</summary>
/// <param name="Port">Where it listens for TLS; 0 takes a free port.</param>
/// <param name="Certificate">Its own, to listen with; null does not listen.</param>
/// <param name="Authority">Whom it trusts when it connects; null connects to nobody.</param>
public sealed record TlsSettings(int Port = 0, X509Certificate2? Certificate = null, X509Certificate2? Authority = null)
{
    public static readonly TlsSettings None = new();
}
