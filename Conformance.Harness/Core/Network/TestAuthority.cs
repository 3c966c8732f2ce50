using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Conformance.Harness.Core.Network;

/// <summary>
/// A certificate authority of one core, made when it starts and gone with it, and the certificate that it gives the core
/// (RFC 3261 section 26.3.1, RFC 4975 section 14.1). Nobody else trusts it, and nothing of it is stored.
/// </summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(1);
    private readonly X509Certificate2 _root;

    /// <param name="time">Says from when on it is valid.</param>
    /// <param name="domain">The home domain, for clients that hold the certificate against it.</param>
    /// <param name="addresses">Where clients reach the core; null is passed over.</param>
    public TestAuthority(TimeProvider time, string domain, params IEnumerable<IPAddress?> addresses)
    {
        // An hour back, for a client whose clock is behind.
        var from = time.GetUtcNow().AddHours(-1);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=SIP IM conformance test authority", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        root.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(root.PublicKey, critical: false));
        _root = root.CreateSelfSigned(from, from + Validity + TimeSpan.FromHours(1));
        Server = Issue(from, domain, [.. addresses.OfType<IPAddress>().Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback).Distinct()]);
        Pem = _root.ExportCertificatePem();
    }

    /// <summary>The core's certificate, with its key.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>The authority's certificate in PEM (RFC 7468), for clients to trust.</summary>
    public string Pem { get; }

    public void Dispose()
    {
        Server.Dispose();
        _root.Dispose();
    }

    private X509Certificate2 Issue(DateTimeOffset from, string domain, IReadOnlyList<IPAddress> addresses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={domain}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domain);
        names.AddDnsName("localhost");
        // RFC 5922 section 7.1: the SIP domain as a URI.
        names.AddUri(new Uri($"sip:{domain}"));
        foreach (var address in addresses)
        {
            names.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var certificate = request.Create(_root, from, from + Validity, RandomNumberGenerator.GetBytes(16));
        using var withKey = certificate.CopyWithPrivateKey(key);
        // SslStream of some systems takes no key that was never in a store.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }
}
