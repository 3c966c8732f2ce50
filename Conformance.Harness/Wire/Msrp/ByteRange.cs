using System.Globalization;

namespace Conformance.Harness.Wire.Msrp;

/// <summary>Byte-Range (RFC 4975 section 7.1.1): positions in octets from 1; null where the wire has "*".</summary>
public sealed record ByteRange(long Start, long? RangeEnd, long? Total, ByteSpan Span)
{
    /// <summary>
    /// Reads "start-end/total". Broken syntax gives <see cref="DefectKind.MalformedByteRange"/>, a number beyond 63 bits
    /// <see cref="DefectKind.NumberOutOfRange"/>; neither gives a value.
    /// </summary>
    public static Reading<ByteRange> Parse(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var text = span.Of(octets);
        var hyphen = text.IndexOf((byte)'-');
        var slash = text.IndexOf((byte)'/');
        if (hyphen < 0
            || slash < hyphen
            || !MsrpChars.IsDigits(text[..hyphen])
            || !IsNumberOrStar(text[(hyphen + 1)..slash])
            || !IsNumberOrStar(text[(slash + 1)..]))
        {
            return Broken(DefectKind.MalformedByteRange, span);
        }

        return TryNumber(text[..hyphen], out var start)
            && TryNumber(text[(hyphen + 1)..slash], out var end)
            && TryNumber(text[(slash + 1)..], out var total)
            ? new Reading<ByteRange>(new ByteRange(start!.Value, end, total, span), span, [])
            : Broken(DefectKind.NumberOutOfRange, span);
    }

    private static Reading<ByteRange> Broken(DefectKind kind, ByteSpan span) => new(null, span, [new Defect(kind, span)]);

    private static bool IsNumberOrStar(ReadOnlySpan<byte> text) => text.SequenceEqual("*"u8) || MsrpChars.IsDigits(text);

    /// <summary>False only when the number does not fit; "*" is null.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> text, out long? number)
    {
        number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        return number is not null || text.SequenceEqual("*"u8);
    }
}
