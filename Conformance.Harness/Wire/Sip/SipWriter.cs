namespace Conformance.Harness.Wire.Sip;

/// <summary>Composes a message in the order in which its parts are given; Content-Length is written last, always.</summary>
public sealed class SipWriter
{
    private SipWriter()
    {
    }

    public static SipWriter Request(string method, string requestUri) => throw new NotImplementedException();

    public static SipWriter Response(int statusCode, string reasonPhrase) => throw new NotImplementedException();

    public SipWriter Header(string name, string value) => throw new NotImplementedException();

    public SipWriter Body(string contentType, ReadOnlySpan<byte> body) => throw new NotImplementedException();

    public SipMessage Write() => throw new NotImplementedException();
}
