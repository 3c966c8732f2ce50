namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// RAck (RFC 3262 section 7.2): which reliable provisional response a PRACK is for, by the number in its RSeq and by the
/// number and method in its CSeq.
/// </summary>
public sealed record RAck(uint ResponseNumber, uint SequenceNumber, string Method, ByteSpan Span)
{
    /// <summary>Reads a value that fills <paramref name="span"/>; no value where a number does not fit 32 bits.</summary>
    public static Reading<RAck> Parse(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var cursor = new Cursor(octets, span);
        var response = cursor.TakeWhile(CharClass.Digit);
        var isSound = !response.IsEmpty & !cursor.SkipLws().IsEmpty;
        var sequence = cursor.TakeWhile(CharClass.Digit);
        isSound &= !sequence.IsEmpty & !cursor.SkipLws().IsEmpty;
        var method = cursor.TakeWhile(CharClass.Token);
        if (!isSound || method.IsEmpty || !cursor.AtEnd)
        {
            return new Reading<RAck>(null, span, [new Defect(DefectKind.MalformedRAck, span)]);
        }

        // A number in RSeq has 32 bits (section 3), one in CSeq is below 2**31 (RFC 3261 section 8.1.1.5).
        var defects = new List<Defect>();
        Numbers.Judge(octets, response, uint.MaxValue, defects);
        Numbers.Judge(octets, sequence, int.MaxValue, defects);
        var (number, counted) = (Numbers.Read(cursor.Of(response)), Numbers.Read(cursor.Of(sequence)));
        return new Reading<RAck>(
            number <= uint.MaxValue && counted <= uint.MaxValue ? new RAck((uint)number, (uint)counted, method.Text(octets), span) : null,
            span,
            defects);
    }
}
