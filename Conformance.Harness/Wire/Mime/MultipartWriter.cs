using System.Buffers;
using System.Text;

namespace Conformance.Harness.Wire.Mime;

/// <summary>Composes a multipart body: one part after the other, closed by the last delimiter (RFC 2046 section 5.1.1).</summary>
public sealed class MultipartWriter(string boundary)
{
    private readonly ArrayBufferWriter<byte> _octets = new();

    public string Boundary { get; } = boundary;

    /// <summary>Adds a part; headers are given as complete "Name: value" lines.</summary>
    public MultipartWriter Part(ReadOnlySpan<byte> content, params IReadOnlyList<string> headers)
    {
        Line("--" + Boundary);
        foreach (var header in headers)
        {
            Line(header);
        }

        Line("");
        _octets.Write(content);
        Line("");
        return this;
    }

    /// <summary>The body of the parts added so far.</summary>
    public byte[] Write() => [.. _octets.WrittenSpan, .. Encoding.UTF8.GetBytes($"--{Boundary}--\r\n")];

    private void Line(string text) => _octets.Write(Encoding.UTF8.GetBytes(text + "\r\n"));
}
