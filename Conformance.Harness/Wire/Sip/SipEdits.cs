namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// Copies of a message with one thing changed and every other octet as it was: what mutants, the fake core and
/// hand-made fixtures are built with. Nothing is normalised; only the body edits keep Content-Length in step.
/// </summary>
public static class SipEdits
{
    /// <summary>Without any field of that name.</summary>
    public static SipMessage Without(this SipMessage message, string name) => throw new NotImplementedException();

    /// <summary>With the first field of that name given this value in its place, or with the field added at the end of the head.</summary>
    public static SipMessage With(this SipMessage message, string name, string value) => throw new NotImplementedException();

    /// <summary>With one more field line at the end of the head, whatever is there already.</summary>
    public static SipMessage WithAdded(this SipMessage message, string name, string value) => throw new NotImplementedException();

    /// <summary>With one more field line before all others.</summary>
    public static SipMessage WithFirst(this SipMessage message, string name, string value) => throw new NotImplementedException();

    public static SipMessage WithRequestUri(this SipMessage message, string uri) => throw new NotImplementedException();

    public static SipMessage WithStartLine(this SipMessage message, string startLine) => throw new NotImplementedException();

    /// <summary>With another body, and Content-Length (where there is one) set to its length.</summary>
    public static SipMessage WithBody(this SipMessage message, ReadOnlySpan<byte> body) => throw new NotImplementedException();

    /// <summary>With the octets of <paramref name="span"/> replaced and nothing else touched, Content-Length neither.</summary>
    public static SipMessage WithOctets(this SipMessage message, ByteSpan span, ReadOnlySpan<byte> replacement) => throw new NotImplementedException();
}
