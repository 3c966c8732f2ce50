using System.Globalization;

namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// What the Content-Length fields of a head say together (RFC 3261 section 20.14): <paramref name="Octets"/> is null where
/// there is none or where they are no use for framing, <paramref name="IsPresent"/> tells the two apart.
/// A number beyond every buffer is <see cref="int.MaxValue"/>.
/// </summary>
internal readonly record struct ContentLength(bool IsPresent, int? Octets, ByteSpan Value)
{
    public const string HeaderName = "Content-Length";

    /// <summary>Whether no stream can be cut by it.</summary>
    public bool IsBeyondBuffers => Octets == int.MaxValue;

    public static ContentLength Of(ReadOnlySpan<byte> octets, List<SipHeader> headers, List<Defect> defects)
    {
        var length = default(ContentLength);
        foreach (var header in headers)
        {
            if (!header.Is(HeaderName))
            {
                continue;
            }

            var number = Read(octets.Slice(header.ValueSpan.Offset, header.ValueSpan.Length));
            if (number is null)
            {
                defects.Add(new Defect(DefectKind.MalformedContentLength, header.ValueSpan));
            }

            if (length.IsPresent)
            {
                var kind = number == length.Octets ? DefectKind.RepeatedHeader : DefectKind.ConflictingContentLength;
                defects.Add(new Defect(kind, ByteSpan.Between(header.NameSpan.Offset, header.ValueSpan.End)));
                number = number == length.Octets ? number : null;
            }

            length = new ContentLength(true, number, header.ValueSpan);
        }

        return length;
    }

    private static int? Read(ReadOnlySpan<byte> digits)
    {
        if (digits.IsEmpty || digits.ContainsAnyExcept(CharClass.Digit))
        {
            return null;
        }

        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
    }
}
