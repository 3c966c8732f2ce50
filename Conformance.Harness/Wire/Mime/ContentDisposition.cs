using System.Text;

namespace Conformance.Harness.Wire.Mime;

/// <summary>A Content-Disposition as MIME has it: a token with parameters, with comments and folds between (RFC 2183 section 2).</summary>
public sealed record ContentDisposition(string Type, IReadOnlyList<Parameter> Parameters, ByteSpan Span)
{
    /// <summary>Reads a value that fills <paramref name="span"/>.</summary>
    public static Reading<ContentDisposition> Parse(ReadOnlyMemory<byte> octets, ByteSpan span) =>
        new MediaTypeReader(octets, span).ReadDisposition();

    /// <summary>The type in lower case; of a value that cannot be read, what stands before the first semicolon.</summary>
    internal static string TypeOf(string value)
    {
        var octets = Encoding.UTF8.GetBytes(value);
        var type = Parse(octets, new ByteSpan(0, octets.Length)).Value?.Type ?? value.Split(';')[0].Trim();
        return type.ToLowerInvariant();
    }
}
