namespace Conformance.Harness.Wire.Mime;

/// <summary>Composes a multipart body: one part after the other, closed by the last delimiter (RFC 2046 section 5.1.1).</summary>
public sealed class MultipartWriter(string boundary)
{
    public string Boundary { get; } = boundary;

    /// <summary>Adds a part; headers are given as complete "Name: value" lines.</summary>
    public MultipartWriter Part(ReadOnlySpan<byte> content, params IReadOnlyList<string> headers) => throw new NotImplementedException();

    public byte[] Write() => throw new NotImplementedException();
}
