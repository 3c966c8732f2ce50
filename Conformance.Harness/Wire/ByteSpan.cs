using System.Text;

namespace Conformance.Harness.Wire;

/// <summary>A run of octets inside one recorded message: where something is on the wire.</summary>
public readonly record struct ByteSpan(int Offset, int Length)
{
    public int End => Offset + Length;

    public bool IsEmpty => Length == 0;

    public static ByteSpan Between(int start, int end) => new(start, end - start);

    public ReadOnlySpan<byte> Of(ReadOnlyMemory<byte> octets) => octets.Span.Slice(Offset, Length);

    /// <summary>The octets read as UTF-8; octets that are not UTF-8 become U+FFFD.</summary>
    public string Text(ReadOnlyMemory<byte> octets) => Encoding.UTF8.GetString(Of(octets));
}
