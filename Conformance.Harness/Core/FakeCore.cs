using System.Net;
using Conformance.Harness.Core.Conferences;
using Conformance.Harness.Core.Dialogs;
using Conformance.Harness.Core.Msrp;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core;

/// <summary>
/// The fake SIP/IP core: registrar, outbound proxy, IM server with conference factory and focus, answering peer, MSRP
/// endpoint. One instance serves one scenario and records all that passes.
/// </summary>
public sealed class FakeCore : ICore, IPortUser<SipMessage>, ITransactionUser
{
    private readonly CoreServices _core;
    private readonly PortRecorder _recorder;
    private readonly SipPort _port;
    private readonly MsrpEndpoint _msrp;
    private readonly DialogTable _dialogs;
    private readonly ConferenceFocus _focus;
    private readonly Proxy _proxy;

    /// <exception cref="AddressInUseException">The port of the options is taken.</exception>
    public FakeCore(EventLoop loop, INetwork network, CoreOptions options, TraceRecorder recorder)
    {
        var numbers = new ConnectionNumbers();
        _core = new CoreServices(loop, options);
        _recorder = new PortRecorder(recorder, WireProtocol.Sip, options.Advertised);
        _port = new SipPort(network, new IPEndPoint(options.Ports.Address, options.Ports.Sip), numbers, this, Tls(options.Ports.SipOverTls));
        _core.Address = new IPEndPoint(options.Advertised, _port.Local.Port);
        _core.SecureAddress = _port.SecureLocal is { } secure ? new IPEndPoint(options.Advertised, secure.Port) : null;
        _core.Sender = new FormingSender(_port, options.Behaviour.Form);
        _core.Transactions = new TransactionLayer(loop, _core.Timers, _core.Sender, this);
        _msrp = new MsrpEndpoint(_core, network, numbers, new PortRecorder(recorder, WireProtocol.Msrp, options.Advertised), Tls(options.Ports.MsrpOverTls));
        _dialogs = new DialogTable(_core, _msrp);
        _focus = new ConferenceFocus(_core, _dialogs);
        var factory = new ConferenceFactory(_core, _focus);
        _proxy = new Proxy(_core, new Registrar(_core), _dialogs, factory, _focus, new AnsweringPeer(_core, _dialogs));

        TlsSettings Tls(int port) => new(port, options.Authority?.Server);
    }

    /// <summary>In this process a core is not lost: what fails in it comes out of its event loop.</summary>
    event Action<string>? ICore.Lost
    {
        add { }
        remove { }
    }

    /// <summary>Where clients reach the core, on UDP and TCP.</summary>
    public IPEndPoint Contact => _core.Address;

    public string Address => _core.Options.Address;

    public string User => _core.Options.User;

    public string? CertificateAuthority => _core.Options.Authority?.Pem;

    /// <summary>What is held for clients now: transactions, dialogs, conferences and MSRP sessions. It ends at 0.</summary>
    internal int Held => _core.Transactions.Count + _dialogs.Count + _focus.Count + _msrp.Count;

    public string OutboundProxy(string transport) =>
        $"sip:{_core.AddressOver(transport == "tls" ? Transport.Tls : Transport.Udp)};transport={transport};lr";

    public void HangUp() => _dialogs.Latest?.HangUp();

    public void SendMessage(string contentType, string body) => _dialogs.Latest?.Session.Chat.Say(contentType, body);

    public Task CatchUpAsync() => Task.CompletedTask;

    public Task FinishAsync()
    {
        _port.Flush();
        _msrp.RecordFragments();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _port.Dispose();
        _msrp.Dispose();
    }

    void IPortUser<SipMessage>.OnMessage(SipMessage message, Hop source, IPEndPoint local)
    {
        _recorder.Received(message.Octets, source, local);
        if (Proxy.IsUsable(message) && !_core.Options.Behaviour.Loses(message))
        {
            _core.Transactions.Receive(message, source);
        }
    }

    void IPortUser<SipMessage>.OnSending(ReadOnlyMemory<byte> octets, Hop target, IPEndPoint local) => _recorder.Sending(octets, target, local);

    void IPortUser<SipMessage>.OnConnection(StreamChange change) => _recorder.Changed(change);

    void IPortUser<SipMessage>.OnFragment(ReadOnlyMemory<byte> octets, Hop source, IPEndPoint local) => _recorder.Received(octets, source, local);

    void ITransactionUser.OnRequest(ServerTransaction? transaction, SipMessage request, Hop from) => _proxy.Take(transaction, request);

    void ITransactionUser.OnStrayResponse(SipMessage response, Hop from)
    {
        // Recorded already; the core has nothing to do with it.
    }
}
