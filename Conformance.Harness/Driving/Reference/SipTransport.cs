using System.Net;
using System.Security.Cryptography.X509Certificates;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>The client's SIP port with its send port and receive port.</summary>
internal sealed class SipTransport : ISipSender, IPortUser<SipMessage>, IDisposable
{
    private readonly Tamper _tamper;
    private readonly SipPort _port;
    private readonly HashSet<string> _refused = [];

    public SipTransport(INetwork network, IPAddress localAddress, Tamper tamper, X509Certificate2? authority)
    {
        _tamper = tamper;
        _port = new SipPort(network, new IPEndPoint(localAddress, 0), new ConnectionNumbers(), this, new TlsSettings(Authority: authority));
    }

    public IPEndPoint Local => _port.Local;

    /// <summary>Takes what arrives; the transactions.</summary>
    public Action<SipMessage, Hop>? Received { get; set; }

    /// <summary>Where an MSRP message goes that stands in the place of a SIP message.</summary>
    public Action<Outgoing>? MsrpOutlet { get; set; }

    /// <summary>Whether the request of this branch met no connection.</summary>
    public bool WasRefused(string branch) => _refused.Contains(branch);

    /// <summary>Sends through the send port, which may choose another transport to the same address.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> octets, Hop hop)
    {
        foreach (var instead in _tamper.Send(new Outgoing(WireProtocol.Sip, hop.Transport, octets)))
        {
            if (instead.Protocol == WireProtocol.Msrp)
            {
                MsrpOutlet?.Invoke(instead);
            }
            else
            {
                await SendAsync(instead, instead.Transport == hop.Transport ? hop : new Hop(instead.Transport, hop.Address));
            }
        }
    }

    /// <summary>A SIP message that stands in the place of an MSRP message.</summary>
    public async void SendStray(Outgoing message, IPEndPoint target)
    {
        try
        {
            await SendAsync(message, new Hop(message.Transport, target));
        }
        catch (IOException)
        {
            // Nothing waits for an answer to it.
        }
    }

    public void OnMessage(SipMessage message, Hop source, IPEndPoint local)
    {
        foreach (var octets in _tamper.Receive(WireProtocol.Sip, message.Octets))
        {
            var instead = SipMessage.Parse(octets);
            if (IsTaken(instead))
            {
                Received?.Invoke(instead, source);
            }
        }
    }

    public void OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local)
    {
        // What leaves passed the send port already.
    }

    public void OnConnection(StreamChange change)
    {
        // A connection that ends takes no dialog with it: the next message opens another.
    }

    public void Dispose() => _port.Dispose();

    private async Task SendAsync(Outgoing message, Hop hop)
    {
        try
        {
            await _port.SendAsync(message.Octets, hop);
        }
        catch (IOException)
        {
            if (message.Sip.Vias is [{ Value.Branch: { } branch }, ..])
            {
                _refused.Add(branch);
            }

            throw;
        }
    }

    /// <summary>
    /// What is cut short is dropped (RFC 3261 section 18.3), and a response that has more than one Via or is not for this
    /// client (sections 8.1.3.3 and 18.1.2).
    /// </summary>
    private bool IsTaken(SipMessage message)
    {
        if (message.Defects.Any(it => it.Kind is DefectKind.BodyShorterThanContentLength or DefectKind.MalformedStartLine))
        {
            return false;
        }

        return message.IsRequest
            || (message.Vias is [{ Value: { } via }]
                && ClientSettings.AddressOf(via.Host)?.Equals(Local.Address) == true
                && (via.Port ?? ClientSettings.DefaultPort) == Local.Port);
    }
}
