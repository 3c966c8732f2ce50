namespace Conformance.Harness.Wire.Sip;

/// <summary>Replaces (RFC 3891 section 6.1): a Call-ID and the tags of a dialog, as they would stand in a request to whom this is sent.</summary>
public sealed record Replaces(string CallId, IReadOnlyList<Parameter> Parameters, ByteSpan Span)
{
    public string? ToTag => Parameters.Named("to-tag")?.Value;

    public string? FromTag => Parameters.Named("from-tag")?.Value;

    /// <summary>Whether only a dialog that is not confirmed yet may be replaced.</summary>
    public bool IsEarlyOnly => Parameters.Named("early-only") is not null;

    /// <summary>Reads a value that fills <paramref name="span"/>; no value without a Call-ID.</summary>
    public static Reading<Replaces> Parse(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var cursor = new Cursor(octets, span);
        var begin = cursor.Position;
        var isSound = !cursor.TakeWhile(CharClass.Word).IsEmpty;
        isSound &= !cursor.Take('@') || !cursor.TakeWhile(CharClass.Word).IsEmpty;
        var callId = cursor.Since(begin);
        if (!isSound)
        {
            return new Reading<Replaces>(null, span, [new Defect(DefectKind.MalformedToken, span)]);
        }

        var defects = new List<Defect>();
        var parameters = HeaderParameters.Read(ref cursor, defects);
        return new Reading<Replaces>(new Replaces(callId.Text(octets), parameters, span), span, defects);
    }
}
