using System.Text;

namespace Conformance.Harness.Wire.Mime;

/// <summary>
/// Reads one value of Content-Type or Content-Disposition. White space, folding and RFC 822 comments may stand between the elements; a comment
/// needs white space before it, so that a parenthesis in an unquoted value is seen as the tspecial that it is.
/// </summary>
internal sealed class MediaTypeReader(ReadOnlyMemory<byte> octets, ByteSpan span)
{
    private readonly List<Defect> _defects = [];
    private readonly List<Parameter> _parameters = [];
    private int _at = span.Offset;

    private bool IsAtEnd => _at >= span.End;

    private byte Current => octets.Span[_at];

    public Reading<MediaType> Read()
    {
        SkipToValue();
        var type = Token();
        SkipSpace();
        var hasSlash = Take('/');
        SkipSpace();
        var subtype = Token();
        if (type.IsEmpty || !hasSlash || subtype.IsEmpty)
        {
            return new(null, span, [new(DefectKind.MalformedMediaType, span)]);
        }

        ReadParameters();
        return new(new(type.Text(octets), subtype.Text(octets), _parameters, span), span, _defects);
    }

    public Reading<ContentDisposition> ReadDisposition()
    {
        SkipToValue();
        var type = Token();
        if (type.IsEmpty)
        {
            return new(null, span, [new(DefectKind.MalformedToken, span)]);
        }

        ReadParameters();
        return new(new(type.Text(octets), _parameters, span), span, _defects);
    }

    private void ReadParameters()
    {
        for (SkipSpace(); !IsAtEnd; SkipSpace())
        {
            var start = _at;
            if (Take(';'))
            {
                SkipSpace();
                ReadParameter(start);
            }
            else
            {
                SkipToSemicolon();
                Report(_parameters.Count == 0 ? DefectKind.MalformedMediaType : DefectKind.MalformedParameter, start);
            }
        }
    }

    private void ReadParameter(int semicolon)
    {
        var start = _at;
        var name = Token();
        SkipSpace();
        if (name.IsEmpty || !Take('='))
        {
            SkipToSemicolon();
            Report(DefectKind.MalformedParameter, semicolon);
            return;
        }

        SkipSpace();
        var value = !IsAtEnd && Current == '"' ? QuotedString() : PlainValue(start);
        var parameter = new Parameter(name.Text(octets), value, ByteSpan.Between(start, _at));
        if (_parameters.Named(parameter.Name) is not null)
        {
            _defects.Add(new(DefectKind.RepeatedParameter, parameter.Span));
        }

        _parameters.Add(parameter);
    }

    /// <summary>A broken value is read up to white space or semicolon, as its writer will have meant it.</summary>
    private string PlainValue(int start)
    {
        var from = _at;
        while (!IsAtEnd && Current != ';' && !MimeGrammar.IsWhiteSpace(Current))
        {
            _at++;
        }

        var value = ByteSpan.Between(from, _at);
        if (!MimeGrammar.IsToken(value.Of(octets)))
        {
            Report(DefectKind.MalformedParameter, value.IsEmpty ? start : from);
        }

        return value.Text(octets);
    }

    private string QuotedString()
    {
        var start = _at++;
        var value = new List<byte>();
        while (!IsAtEnd)
        {
            var octet = octets.Span[_at++];
            switch (octet)
            {
                case (byte)'"':
                    return Encoding.UTF8.GetString([.. value]);
                case (byte)'\\' when !IsAtEnd:
                    value.Add(octets.Span[_at++]);
                    break;
                case MimeGrammar.CarriageReturn or MimeGrammar.LineFeed:
                    SkipWhile(MimeGrammar.IsWhiteSpace);
                    value.Add((byte)' ');
                    break;
                default:
                    value.Add(octet);
                    break;
            }
        }

        Report(DefectKind.UnbalancedQuote, start);
        return Encoding.UTF8.GetString([.. value]);
    }

    private ByteSpan Token()
    {
        var start = _at;
        SkipWhile(MimeGrammar.IsTokenChar);
        return ByteSpan.Between(start, _at);
    }

    private bool Take(char expected)
    {
        if (IsAtEnd || Current != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>White space and comments, the first of which may stand without white space before it.</summary>
    private void SkipToValue()
    {
        SkipComment();
        SkipSpace();
    }

    private void SkipSpace()
    {
        int start;
        do
        {
            start = _at;
            SkipWhile(MimeGrammar.IsWhiteSpace);
        }
        while (_at > start && SkipComment());
    }

    private bool SkipComment()
    {
        var depth = 0;
        for (var at = _at; at < span.End; at++)
        {
            switch (octets.Span[at])
            {
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when depth == 1:
                    _at = at + 1;
                    return true;
                case (byte)')':
                    depth--;
                    break;
                case (byte)'\\':
                    at++;
                    break;
            }

            if (depth == 0)
            {
                return false;
            }
        }

        return false;
    }

    private void SkipToSemicolon() => SkipWhile(octet => octet != ';');

    private void SkipWhile(Func<byte, bool> belongs)
    {
        while (!IsAtEnd && belongs(Current))
        {
            _at++;
        }
    }

    private void Report(DefectKind kind, int start) => _defects.Add(new(kind, ByteSpan.Between(start, _at)));
}
