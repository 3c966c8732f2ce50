namespace Conformance.Harness.Wire.Sip;

/// <summary>Parameters whose value is a number.</summary>
internal static class ParameterNumbers
{
    /// <summary>Tells a value that is no number, or one above <paramref name="max"/>; the span is the value's.</summary>
    public static void Judge(ReadOnlyMemory<byte> octets, Parameter? parameter, long max, List<Defect> defects)
    {
        if (parameter is null)
        {
            return;
        }

        var equals = parameter.Span.Of(octets).IndexOf((byte)'=');
        var value = equals < 0
            ? parameter.Span
            : WireText.Trim(octets.Span, ByteSpan.Between(parameter.Span.Offset + equals + 1, parameter.Span.End));

        // A value that is missing after its "=" was told by the reader of parameters.
        if (!value.IsEmpty)
        {
            Numbers.Judge(octets, value, max, defects);
        }
    }
}
