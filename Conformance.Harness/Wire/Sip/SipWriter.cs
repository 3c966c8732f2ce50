using System.Globalization;
using System.Text;

namespace Conformance.Harness.Wire.Sip;

/// <summary>Composes a message in the order in which its parts are given; Content-Length is written last, always.</summary>
public sealed class SipWriter
{
    private readonly StringBuilder _head = new();
    private byte[] _body = [];

    private SipWriter(string startLine) => Line(startLine);

    public static SipWriter Request(string method, string requestUri) => new($"{method} {requestUri} SIP/2.0");

    public static SipWriter Response(int statusCode, string reasonPhrase) =>
        new(string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {statusCode} {reasonPhrase}"));

    public SipWriter Header(string name, string value) => Line($"{name}: {value}");

    /// <summary>Gives the message a body; its Content-Type stands where this is called.</summary>
    public SipWriter Body(string contentType, ReadOnlySpan<byte> body)
    {
        _body = body.ToArray();
        return Header("Content-Type", contentType);
    }

    public SipMessage Write()
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"{_head}Content-Length: {_body.Length}\r\n\r\n");
        return SipMessage.Parse((byte[])[.. Encoding.UTF8.GetBytes(head), .. _body]);
    }

    private SipWriter Line(string text)
    {
        _head.Append(text).Append("\r\n");
        return this;
    }
}
