namespace Conformance.Harness.Wire.Msrp;

/// <summary>Where the parts of one message stand; every octet is in one of them, in a line end or behind End.</summary>
internal readonly record struct MsrpLayout(MsrpHead Head, bool HasBlankLine, ByteSpan Body, ByteSpan EndLine, int End)
{
    public static MsrpLayout Of(ReadOnlySpan<byte> octets)
    {
        var head = MsrpHead.Walk(octets);
        return head.Close switch
        {
            MsrpHeadClose.BlankLine => WithBody(octets, head),
            MsrpHeadClose.EndLine => Bodiless(head, MsrpHead.Line(octets, head.End), octets),
            _ => Bodiless(head, new ByteSpan(head.End, 0), octets),
        };
    }

    private static MsrpLayout Bodiless(MsrpHead head, ByteSpan endLine, ReadOnlySpan<byte> octets) =>
        new(head, false, new ByteSpan(endLine.Offset, 0), endLine, endLine.IsEmpty ? head.End : MsrpHead.AfterLine(octets, endLine));

    private static MsrpLayout WithBody(ReadOnlySpan<byte> octets, MsrpHead head)
    {
        var start = MsrpHead.AfterLine(octets, new ByteSpan(head.End, 0));
        var resume = head.End;
        if (MsrpEnd.Find(octets, head.Start.TransactionId, ref resume) is { } found)
        {
            // Directly behind the empty line there is no CRLF of a body, not even of an empty one.
            var body = ByteSpan.Between(start, Math.Max(start, found.Offset - 2));
            return new MsrpLayout(head, true, body, found, found.End + 2);
        }

        var guess = MsrpEnd.Guess(octets, start, head.Start.TransactionId);
        return new MsrpLayout(head, true, ByteSpan.Between(start, WithoutLineEnd(octets, start, guess.Offset)), guess, octets.Length);
    }

    private static int WithoutLineEnd(ReadOnlySpan<byte> octets, int start, int end)
    {
        if (end == octets.Length)
        {
            return end;
        }

        var body = octets[start..end];
        return end - (body.EndsWith("\r\n"u8) ? 2 : body.EndsWith("\n"u8) ? 1 : 0);
    }
}
