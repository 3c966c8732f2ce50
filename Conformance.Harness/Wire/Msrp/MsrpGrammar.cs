namespace Conformance.Harness.Wire.Msrp;

/// <summary>
/// Holds one message against the grammar (RFC 4975 section 9). What the text demands beyond it (a Message-ID in every
/// SEND, a port behind a numeric address) is for requirements, not for the codec.
/// </summary>
internal sealed class MsrpGrammar(MsrpMessage message, MsrpLayout layout)
{
    private readonly List<Defect> _defects = [];

    private ReadOnlyMemory<byte> Octets => message.Octets;

    public IReadOnlyList<Defect> Check()
    {
        if (Octets.IsEmpty)
        {
            return [new Defect(DefectKind.EmptyMessage, default)];
        }

        if (CheckStartLine())
        {
            CheckLineEnds();
            CheckHeaderLines();
            CheckPathsStandFirst();
            CheckContentType();
            CheckEndLine();
        }

        Require(layout.End == Octets.Length, DefectKind.OctetsAfterBody, ByteSpan.Between(layout.End, Octets.Length));
        return [.. _defects.OrderBy(it => it.Span.Offset)];
    }

    private bool CheckStartLine()
    {
        var start = layout.Head.Start;
        Require(start.IsSound, DefectKind.MalformedMsrpStartLine, start.Line);
        Require(!start.IsReadable || MsrpChars.IsIdent(start.TransactionId.Of(Octets)), DefectKind.MalformedIdent, start.TransactionId);
        return start.IsReadable;
    }

    /// <summary>The lines up to the body end with CRLF, and neither half of it stands alone.</summary>
    private void CheckLineEnds()
    {
        var octets = Octets.Span[..layout.Body.Offset];
        for (var at = 0; at < octets.Length; at++)
        {
            if (octets[at] == '\n' && (at == 0 || octets[at - 1] != '\r'))
            {
                Add(DefectKind.BareLineFeed, new ByteSpan(at, 1));
            }
            else if (octets[at] == '\r' && at + 1 < Octets.Length && Octets.Span[at + 1] != '\n')
            {
                Add(DefectKind.BareCarriageReturn, new ByteSpan(at, 1));
            }
        }
    }

    private void CheckHeaderLines()
    {
        foreach (var line in message.HeaderLines())
        {
            if (MsrpHeader.Read(Octets, line) is { } header)
            {
                CheckHeader(header);
            }
            else
            {
                Add(DefectKind.MalformedMsrpHeader, line);
            }
        }
    }

    private void CheckHeader(MsrpHeader header)
    {
        var colon = header.Span.Offset + header.Span.Of(Octets).IndexOf((byte)':');
        var name = ByteSpan.Between(header.Span.Offset, colon);
        var isSingular = MsrpFields.IsSingular(header.Name);
        var gap = ByteSpan.Between(colon + 1, header.ValueSpan.Offset).Of(Octets);
        var tail = ByteSpan.Between(header.ValueSpan.End, header.Span.End);

        // The value of an extension header may itself begin or end with spaces; one behind the colon it needs.
        var isSpaced = isSingular ? gap.SequenceEqual(" "u8) && tail.IsEmpty : gap.StartsWith(" "u8);
        Require(MsrpChars.IsHeaderName(name.Of(Octets)) && isSpaced, DefectKind.MalformedMsrpHeader, header.Span);
        Require(MsrpChars.IsText(WithoutCarriageReturns(header)), DefectKind.MalformedMsrpHeader, header.ValueSpan);
        _defects.AddRange(MsrpFields.Check(Octets, header));
        Require(!isSingular || message.Header(header.Name)!.Span == header.Span, DefectKind.RepeatedHeader, header.Span);
    }

    /// <summary>A carriage return in a value has a defect of its own.</summary>
    private byte[] WithoutCarriageReturns(MsrpHeader header) =>
        [.. header.ValueSpan.Of(Octets).ToArray().Where(it => it != '\r')];

    private void CheckPathsStandFirst()
    {
        var place = 0;
        foreach (var name in (string[])["To-Path", "From-Path"])
        {
            if (message.Header(name) is { } path)
            {
                Require(message.Headers[place].Is(name), DefectKind.MsrpHeaderOutOfOrder, path.Span);
                place++;
            }
            else
            {
                Add(DefectKind.MissingMsrpHeader, ByteSpan.Between(layout.Head.FirstHeader, layout.Head.End));
            }
        }
    }

    private void CheckContentType()
    {
        if (message.Header("Content-Type") is { } contentType)
        {
            Require(contentType.Span == message.Headers[^1].Span, DefectKind.ContentTypeNotLast, contentType.Span);
        }
        else if (message.HasBody && !message.Body.IsEmpty)
        {
            Add(DefectKind.MissingMsrpHeader, ByteSpan.Between(layout.Head.FirstHeader, layout.Head.End));
        }
    }

    /// <summary>
    /// An empty body is legal beside a Content-Type and has its own CRLF in front of the end-line (section 7.1): an
    /// empty line with neither announces a body that is not there.
    /// </summary>
    private void CheckEndLine()
    {
        var endLine = message.EndLine;
        if (endLine.IsEmpty)
        {
            Add(DefectKind.MissingEndLine, endLine);
            return;
        }

        var isDirectlyBehindBlankLine = endLine.Offset == message.Body.Offset;
        if (message.HasBody && message.Body.IsEmpty && (isDirectlyBehindBlankLine || message.ContentType is null))
        {
            Add(DefectKind.BlankLineWithoutBody, ByteSpan.Between(layout.Head.End, message.Body.Offset));
        }

        Require(IsOwnEndLine(endLine), DefectKind.MalformedEndLine, endLine);
    }

    /// <summary>Hyphens, own transaction id and flag on a line of their own.</summary>
    private bool IsOwnEndLine(ByteSpan endLine)
    {
        var octets = Octets.Span;
        var text = endLine.Of(Octets);
        return text.Length == 8 + message.TransactionIdSpan.Length
            && text[7..^1].SequenceEqual(message.TransactionIdSpan.Of(Octets))
            && message.ContinuationFlag != '\0'
            && octets[..endLine.Offset].EndsWith("\n"u8)
            && octets[endLine.End..].StartsWith("\r\n"u8);
    }

    private void Require(bool condition, DefectKind kind, ByteSpan span)
    {
        if (!condition)
        {
            Add(kind, span);
        }
    }

    private void Add(DefectKind kind, ByteSpan span) => _defects.Add(new Defect(kind, span));
}
