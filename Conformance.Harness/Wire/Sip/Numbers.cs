using System.Globalization;

namespace Conformance.Harness.Wire.Sip;

/// <summary>Numbers of any length, with leading zeros.</summary>
internal static class Numbers
{
    /// <summary>The number of digits only; <see cref="long.MaxValue"/> where it is greater.</summary>
    public static long Read(ReadOnlySpan<byte> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    public static bool AreDigits(ReadOnlySpan<byte> octets) => !octets.IsEmpty && !octets.ContainsAnyExcept(CharClass.Digit);

    /// <summary>Tells what is no number, or one above <paramref name="max"/>.</summary>
    public static void Judge(ReadOnlyMemory<byte> octets, ByteSpan span, long max, List<Defect> defects)
    {
        if (!AreDigits(span.Of(octets)))
        {
            defects.Add(new Defect(DefectKind.MalformedNumber, span));
        }
        else if (Read(span.Of(octets)) > max)
        {
            defects.Add(new Defect(DefectKind.NumberOutOfRange, span));
        }
    }
}
