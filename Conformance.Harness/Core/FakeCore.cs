using Conformance.Harness.Core.Network;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Core;

/// <summary>
/// The fake SIP/IP core: registrar, outbound proxy, IM server with conference factory and focus, answering peer, MSRP
/// endpoint. One instance serves one scenario and records all that passes.
/// </summary>
public sealed class FakeCore : IDisposable
{
    /// <exception cref="AddressInUseException">The port of the options is taken.</exception>
    public FakeCore(EventLoop loop, INetwork network, CoreOptions options, TraceRecorder recorder) => throw new NotImplementedException();

    /// <summary>The outbound proxy as clients are told it, over the given transport: sip:192.0.2.1:5060;transport=udp;lr.</summary>
    public string OutboundProxy(string transport) => throw new NotImplementedException();

    /// <summary>The peer ends the chat that is up with a BYE.</summary>
    public void HangUp() => throw new NotImplementedException();

    /// <summary>The peer sends a message in the chat that is up.</summary>
    public void SendMessage(string contentType, string body) => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
