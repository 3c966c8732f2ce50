namespace Conformance.Harness.Wire.Msrp;

/// <summary>Cuts a connection's octets into messages by their end-lines (RFC 4975 section 7.1).</summary>
public sealed class MsrpFramer
{
    /// <summary>Takes received octets and gives each message that is complete; what does not begin a message is given up to the next line as one with defects.</summary>
    public IEnumerable<MsrpMessage> Feed(ReadOnlyMemory<byte> octets) => throw new NotImplementedException();

    public ReadOnlyMemory<byte> Pending => throw new NotImplementedException();
}
