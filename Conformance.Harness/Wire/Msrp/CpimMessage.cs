using System.Text;
using Conformance.Harness.Wire.Mime;

namespace Conformance.Harness.Wire.Msrp;

/// <summary>
/// A message/cpim with every octet it was read from (RFC 3862): message headers, an empty line, and a MIME entity, which is
/// what is wrapped. Reading never fails.
/// </summary>
/// <param name="Octets">What was read; all spans are offsets into it.</param>
/// <param name="Headers">The message headers, in their order; a line without colon is not among them.</param>
/// <param name="Head">The message headers with the empty line behind them.</param>
/// <param name="Content">What is wrapped: its MIME header fields and its content.</param>
public sealed record CpimMessage(ReadOnlyMemory<byte> Octets, IReadOnlyList<CpimHeader> Headers, ByteSpan Head, BodyPart Content)
{
    public const string MediaType = "message/cpim";

    /// <summary>The Content-Type of what is wrapped; null when it has none.</summary>
    public string? ContentType => Content.Header("Content-Type")?.Value;

    /// <summary>The octets that are wrapped, their MIME header fields aside.</summary>
    public ReadOnlyMemory<byte> Body => Octets.Slice(Content.Content.Offset, Content.Content.Length);

    /// <summary>Whether a Content-Type value names this type.</summary>
    public static bool Is(string? contentType) => contentType?.Split(';')[0].Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The value of the first header of RFC 3862 with that name; null when there is none.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(it => it.Is(name))?.Value;

    public static Reading<CpimMessage> Parse(ReadOnlyMemory<byte> octets) => new CpimReader(octets).Read();

    /// <summary>Composes one; values are written as they are.</summary>
    public static byte[] Write(IEnumerable<(string Name, string Value)> headers, string contentType, ReadOnlySpan<byte> content)
    {
        var head = new StringBuilder();
        foreach (var (name, value) in headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        head.Append("\r\nContent-Type: ").Append(contentType).Append("\r\n\r\n");
        return [.. Encoding.UTF8.GetBytes(head.ToString()), .. content];
    }
}
