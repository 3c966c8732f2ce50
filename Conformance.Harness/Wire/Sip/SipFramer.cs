namespace Conformance.Harness.Wire.Sip;

/// <summary>Cuts a stream into messages by Content-Length (RFC 3261 section 18.3); CRLFs before a start line are skipped (section 7.5).</summary>
public sealed class SipFramer
{
    /// <summary>Takes received octets and gives each message that is complete, in order.</summary>
    public IEnumerable<SipMessage> Feed(ReadOnlyMemory<byte> octets) => throw new NotImplementedException();

    /// <summary>Octets received that no message has claimed yet.</summary>
    public ReadOnlyMemory<byte> Pending => throw new NotImplementedException();
}
