using System.Buffers;
using System.Text;

namespace Conformance.Harness.Wire.Sip;

/// <summary>Reads URIs over the octets (RFC 3261 section 25.1, RFC 3966 section 3), as far as they can be read.</summary>
internal static class UriReader
{
    /// <summary>A Request-URI, which must not carry header fields (RFC 3261 section 19.1.1, table 1).</summary>
    public static Reading<WireUri> ReadRequestUri(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var defects = new List<Defect>();
        var uri = Read(octets, span, defects);
        if (uri is SipUri { Headers.Count: > 0 } sip)
        {
            defects.Add(new Defect(DefectKind.MalformedUri, ByteSpan.Between(sip.Headers[0].Span.Offset - 1, span.End)));
        }

        return new Reading<WireUri>(uri, span, defects);
    }

    /// <summary>Null only where there is no scheme.</summary>
    public static WireUri? Read(ReadOnlyMemory<byte> octets, ByteSpan span, List<Defect> defects)
    {
        var cursor = new Cursor(octets, span);
        var scheme = cursor.TakeWhile(CharClass.Scheme);
        if (scheme.IsEmpty || !CharClass.Alpha.Contains(cursor.Of(scheme)[0]) || !cursor.Take(':'))
        {
            defects.Add(new Defect(DefectKind.MalformedUri, span));
            return null;
        }

        var name = scheme.Text(octets);
        return name.ToLowerInvariant() switch
        {
            "sip" or "sips" => ReadSip(octets, span, name, cursor.Rest, defects),
            "tel" => ReadTel(octets, span, cursor.Rest, defects),
            _ => ReadOther(octets, span, name, cursor.Rest, defects),
        };
    }

    private static SipUri ReadSip(ReadOnlyMemory<byte> octets, ByteSpan span, string scheme, ByteSpan rest, List<Defect> defects)
    {
        var cursor = new Cursor(octets, rest);
        var beforeAt = cursor.TakeUntil('@');
        var (user, password) = (default(string), default(string));
        if (cursor.Take('@'))
        {
            (user, password) = ReadUserInfo(octets, beforeAt, defects);
        }
        else
        {
            cursor.MoveTo(rest.Offset);
        }

        var (host, port) = ReadHostPort(octets, span, cursor.TakeUntil(UriMarks.ParametersOrHeaders), defects);
        var parameters = ReadParameters(octets, cursor.TakeUntil('?'), defects);
        var headers = ReadHeaders(octets, cursor.Rest, defects);
        return new SipUri(span.Text(octets), scheme, span, user, password, host, port, parameters, headers);
    }

    private static (string User, string? Password) ReadUserInfo(ReadOnlyMemory<byte> octets, ByteSpan span, List<Defect> defects)
    {
        var cursor = new Cursor(octets, span);
        var user = cursor.TakeUntil(':');
        if (user.IsEmpty)
        {
            defects.Add(new Defect(DefectKind.MalformedUri, new ByteSpan(span.Offset, 1)));
        }

        JudgeCharacters(octets, user, CharClass.User, defects);
        if (!cursor.Take(':'))
        {
            return (user.Text(octets), null);
        }

        JudgeCharacters(octets, cursor.Rest, CharClass.Password, defects);
        return (user.Text(octets), cursor.Rest.Text(octets));
    }

    private static (string Host, int? Port) ReadHostPort(
        ReadOnlyMemory<byte> octets, ByteSpan uri, ByteSpan hostPort, List<Defect> defects)
    {
        if (!hostPort.IsEmpty)
        {
            return HostPort.Read(octets, hostPort, defects);
        }

        defects.Add(new Defect(DefectKind.MalformedHost, uri));
        return ("", null);
    }

    /// <summary>*( ";" pname [ "=" pvalue ] ), from the first ";" on.</summary>
    private static List<Parameter> ReadParameters(ReadOnlyMemory<byte> octets, ByteSpan span, List<Defect> defects)
    {
        var parameters = new List<Parameter>();
        var repetitions = new Repetitions(defects);
        var cursor = new Cursor(octets, span);
        while (cursor.Take(';'))
        {
            var start = cursor.Position;
            var parameter = cursor.TakeUntil(';');
            var (name, value) = SplitAtEquals(octets, parameter);
            if (name.IsEmpty || value is { IsEmpty: true })
            {
                defects.Add(new Defect(DefectKind.MalformedParameter, ByteSpan.Between(start - 1, parameter.End)));
            }

            JudgeCharacters(octets, name, CharClass.UriParameter, defects);
            JudgeCharacters(octets, value ?? default, CharClass.UriParameter, defects);
            if (!name.IsEmpty)
            {
                repetitions.Judge(UriComparison.Normalize(name.Text(octets)), parameter);
                parameters.Add(new Parameter(name.Text(octets), value?.Text(octets), parameter));
            }
        }

        return parameters;
    }

    /// <summary>"?" hname "=" hvalue *( "&amp;" hname "=" hvalue ), from the "?" on.</summary>
    private static List<Parameter> ReadHeaders(ReadOnlyMemory<byte> octets, ByteSpan span, List<Defect> defects)
    {
        var headers = new List<Parameter>();
        var cursor = new Cursor(octets, span);
        while (cursor.Take('?') || cursor.Take('&'))
        {
            var start = cursor.Position;
            var header = cursor.TakeUntil('&');
            var (name, value) = SplitAtEquals(octets, header);
            if (name.IsEmpty || value is null)
            {
                defects.Add(new Defect(DefectKind.MalformedUri, ByteSpan.Between(start - 1, header.End)));
            }

            JudgeCharacters(octets, name, CharClass.UriHeader, defects);
            JudgeCharacters(octets, value ?? default, CharClass.UriHeader, defects);
            headers.Add(new Parameter(name.Text(octets), value?.Text(octets), header));
        }

        return headers;
    }

    private static TelUri ReadTel(ReadOnlyMemory<byte> octets, ByteSpan span, ByteSpan rest, List<Defect> defects)
    {
        var cursor = new Cursor(octets, rest);
        var number = cursor.TakeUntil(';');
        var parameters = ReadParameters(octets, cursor.Rest, defects);
        var digits = new Cursor(octets, number);
        var isGlobal = digits.Take('+');
        var isSound = !cursor.Of(digits.Rest).ContainsAnyExcept(isGlobal ? CharClass.PhoneDigit : CharClass.LocalPhoneDigit)
            && cursor.Of(digits.Rest).ContainsAny(isGlobal ? CharClass.Digit : UriMarks.LocalDigits)
            && (isGlobal || parameters.Named("phone-context") is not null);
        if (!isSound)
        {
            defects.Add(new Defect(DefectKind.MalformedUri, number.IsEmpty ? span : number));
        }

        return new TelUri(span.Text(octets), span, number.Text(octets), parameters);
    }

    private static OtherUri ReadOther(ReadOnlyMemory<byte> octets, ByteSpan span, string scheme, ByteSpan rest, List<Defect> defects)
    {
        if (rest.IsEmpty)
        {
            defects.Add(new Defect(DefectKind.MalformedUri, span));
        }

        JudgeCharacters(octets, rest, CharClass.AbsoluteUri, defects);
        return new OtherUri(span.Text(octets), scheme, span);
    }

    private static (ByteSpan Name, ByteSpan? Value) SplitAtEquals(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var cursor = new Cursor(octets, span);
        var name = cursor.TakeUntil('=');
        return (name, cursor.Take('=') ? cursor.Rest : null);
    }

    /// <summary>Each run of octets that may not stand there is a defect, and each "%" that two hexadecimal digits do not follow.</summary>
    private static void JudgeCharacters(ReadOnlyMemory<byte> octets, ByteSpan span, SearchValues<byte> allowed, List<Defect> defects)
    {
        var cursor = new Cursor(octets, span);
        while (!cursor.AtEnd)
        {
            cursor.TakeWhile(allowed);
            var start = cursor.Position;
            if (cursor.Take('%'))
            {
                var escape = ByteSpan.Between(start, Math.Min(start + 3, span.End));
                var isSound = escape.Length == 3 && !cursor.Of(escape)[1..].ContainsAnyExcept(CharClass.HexDigit);
                if (!isSound)
                {
                    defects.Add(new Defect(DefectKind.MalformedEscape, escape));
                }

                cursor.Advance(isSound ? 2 : 0);
                continue;
            }

            while (!cursor.AtEnd && cursor.Current != '%' && !allowed.Contains((byte)cursor.Current))
            {
                cursor.Advance();
            }

            if (cursor.Position > start)
            {
                defects.Add(new Defect(DefectKind.MalformedUri, cursor.Since(start)));
            }
        }
    }

    private static class UriMarks
    {
        public static readonly SearchValues<byte> ParametersOrHeaders = SearchValues.Create(";?"u8);

        public static readonly SearchValues<byte> LocalDigits = SearchValues.Create(Encoding.ASCII.GetBytes("0123456789abcdefABCDEF*#"));
    }
}
