using System.Text;

namespace Conformance.Harness.Wire.Msrp;

/// <summary>One message header of a message/cpim (RFC 3862 section 3); the value with its parameters aside.</summary>
public sealed record CpimHeader(string Name, string Value, ByteSpan Span);

/// <summary>
/// A message/cpim (RFC 3862): message headers, an empty line, the MIME headers of what is wrapped, an empty line, and the
/// content. Reading never fails; spans are offsets into the octets that were read.
/// </summary>
/// <param name="Headers">The message headers, in their order.</param>
/// <param name="ContentType">The Content-Type of the content; null when it has none.</param>
/// <param name="Content">Where the content stands; empty behind the end where there is none.</param>
/// <param name="Head">Where the message headers stand.</param>
public sealed record CpimMessage(IReadOnlyList<CpimHeader> Headers, string? ContentType, ByteSpan Content, ByteSpan Head)
{
    public const string MediaType = "message/cpim";

    /// <summary>Whether a Content-Type value names this type.</summary>
    public static bool Is(string? contentType) => contentType?.Split(';')[0].Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The value of the first header of that name, whose case matters (section 2.2); null when there is none.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(it => it.Name == name)?.Value;

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
