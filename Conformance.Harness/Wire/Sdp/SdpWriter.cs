using System.Text;

namespace Conformance.Harness.Wire.Sdp;

/// <summary>Composes a session description line by line, each ended by CRLF; the caller gives the order.</summary>
public sealed class SdpWriter
{
    private readonly StringBuilder _text = new();

    public SdpWriter Line(char type, string value)
    {
        _text.Append(type).Append('=').Append(value).Append("\r\n");
        return this;
    }

    public byte[] Write() => Encoding.UTF8.GetBytes(_text.ToString());
}
