namespace Conformance.Harness.Wire.Sip;

/// <summary>Reads every part of a message that has a grammar, for its defects.</summary>
internal static class Inspection
{
    private static readonly string[] Mandatory = ["To", "From", "CSeq", "Call-ID", "Via"];

    public static IReadOnlyList<Defect> Of(SipMessage message)
    {
        var defects = new List<Defect>(message.Defects);
        if (message.Head.IsEmpty)
        {
            return defects;
        }

        defects.AddRange(message.RequestUri.Defects);
        foreach (var (header, definition) in message.Headers.Zip(message.Definitions))
        {
            if (definition is { Read: not null })
            {
                ReadValue(message.Octets, header, definition, defects);
            }
        }

        JudgeMethod(message, defects);
        defects.AddRange(MissingHeaders(message).Select(_ => new Defect(DefectKind.MissingHeader, message.Head)));
        return defects;
    }

    /// <summary>RFC 3261 section 8.1.1; Max-Forwards is asked of requests only.</summary>
    public static IReadOnlyList<string> MissingHeaders(SipMessage message) =>
        [.. (message.IsRequest ? Mandatory.Append("Max-Forwards") : Mandatory).Where(it => message.Header(it) is null)];

    private static void ReadValue(ReadOnlyMemory<byte> octets, SipHeader header, HeaderDefinition definition, List<Defect> defects)
    {
        if (header.ValueSpan.IsEmpty && definition.MayBeEmpty)
        {
            return;
        }

        if (definition.Occurrence != Occurrence.List || header.ValueSpan.IsEmpty)
        {
            definition.Read!(octets, header.ValueSpan, defects);
            return;
        }

        foreach (var element in CommaList.Split(octets, header.ValueSpan, defects))
        {
            definition.Read!(octets, element, defects);
        }
    }

    /// <summary>CSeq repeats the method of the request (RFC 3261 section 8.1.1.5).</summary>
    private static void JudgeMethod(SipMessage message, List<Defect> defects)
    {
        if (message.IsRequest && message.CSeq?.Value is { } cseq && cseq.Method != message.Method)
        {
            defects.Add(new Defect(DefectKind.MethodMismatch, cseq.MethodSpan));
        }
    }
}
