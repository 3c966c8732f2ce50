using System.Text.RegularExpressions;

namespace Conformance.Harness.Wire.Sip;

/// <summary>The readers that the header table names, each for one grammar (RFC 3261 section 25.1).</summary>
internal static partial class ValueReaders
{
    private const int MaxMaxForwards = 255;

    public static void Address(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects) =>
        defects.AddRange(NameAddr.Parse(octets, value).Defects);

    /// <summary>Routes are name-addr only (RFC 3261 sections 20.30 and 20.34).</summary>
    public static void BracketedAddress(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        var reading = NameAddr.Parse(octets, value);
        defects.AddRange(reading.Defects);
        if (reading.Value is { IsBracketed: false } address && reading.Defects.All(it => it.Kind != DefectKind.UriNeedsAngleBrackets))
        {
            defects.Add(new Defect(DefectKind.UriNeedsAngleBrackets, address.Uri.Span));
        }
    }

    public static void Contact(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        var reading = NameAddr.ParseContact(octets, value);
        defects.AddRange(reading.Defects);
        ParameterNumbers.Judge(octets, reading.Value?.Parameters.Named("expires"), uint.MaxValue, defects);
        if (reading.Value?.Parameters.Named("q") is { Value: not "" } q && !QValue().IsMatch(q.Value ?? ""))
        {
            defects.Add(new Defect(DefectKind.MalformedParameter, q.Span));
        }
    }

    public static void Via(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects) =>
        defects.AddRange(Sip.Via.Parse(octets, value).Defects);

    public static void CSeq(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects) =>
        defects.AddRange(Sip.CSeq.Parse(octets, value).Defects);

    public static void RAck(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects) =>
        defects.AddRange(Sip.RAck.Parse(octets, value).Defects);

    /// <summary>word [ "@" word ], where a word may hold almost anything.</summary>
    public static void CallId(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        var cursor = new Cursor(octets, value);
        var isSound = !cursor.TakeWhile(CharClass.Word).IsEmpty;
        isSound &= !cursor.Take('@') || !cursor.TakeWhile(CharClass.Word).IsEmpty;
        if (!isSound || !cursor.AtEnd)
        {
            defects.Add(new Defect(DefectKind.MalformedToken, value));
        }
    }

    public static void Replaces(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects) =>
        defects.AddRange(Sip.Replaces.Parse(octets, value).Defects);

    public static void Token(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        if (value.IsEmpty || value.Of(octets).ContainsAnyExcept(CharClass.Token))
        {
            defects.Add(new Defect(DefectKind.MalformedToken, value));
        }
    }

    public static void TokenWithParameters(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects) =>
        defects.AddRange(TokenValue.Parse(octets, value).Defects);

    public static void MediaType(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects) =>
        defects.AddRange(Mime.MediaType.Parse(octets, value).Defects);

    /// <summary>type "/" subtype with parameters, either of which may be "*".</summary>
    public static void MediaRange(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        var cursor = new Cursor(octets, value);
        var type = cursor.TakeWhile(CharClass.Token);
        cursor.SkipLws();
        var hasSlash = cursor.Take('/');
        cursor.SkipLws();
        if (type.IsEmpty || !hasSlash || cursor.TakeWhile(CharClass.Token).IsEmpty)
        {
            defects.Add(new Defect(DefectKind.MalformedMediaType, value));
            return;
        }

        HeaderParameters.Read(ref cursor, defects);
    }

    public static void MaxForwards(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects) =>
        Numbers.Judge(octets, value, MaxMaxForwards, defects);

    public static void DeltaSeconds(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects) =>
        Numbers.Judge(octets, value, uint.MaxValue, defects);

    public static void NumberWithParameters(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        var cursor = new Cursor(octets, value);
        var number = cursor.TakeWhile(CharClass.Digit);
        Numbers.Judge(octets, number.IsEmpty ? value : number, uint.MaxValue, defects);
        if (!number.IsEmpty)
        {
            HeaderParameters.Read(ref cursor, defects);
        }
    }

    /// <summary>A number for which no range is given, then perhaps a comment and parameters.</summary>
    public static void RetryAfter(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        var cursor = new Cursor(octets, value);
        var number = cursor.TakeWhile(CharClass.Digit);
        cursor.SkipLws();
        if (number.IsEmpty || cursor.Current is not (-1 or '(' or ';'))
        {
            defects.Add(new Defect(DefectKind.MalformedNumber, value));
        }
    }

    /// <summary>Only the code is read: three digits.</summary>
    public static void Warning(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        var cursor = new Cursor(octets, value);
        var code = cursor.TakeUntil(CharClass.Lws);
        if (!Numbers.AreDigits(cursor.Of(code)))
        {
            defects.Add(new Defect(DefectKind.MalformedNumber, code));
        }
        else if (code.Length != 3)
        {
            defects.Add(new Defect(DefectKind.NumberOutOfRange, code));
        }
    }

    public static void Date(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        if (!SipDate().IsMatch(WireText.Unfold(value.Of(octets))))
        {
            defects.Add(new Defect(DefectKind.MalformedDate, value));
        }
    }

    /// <summary>A scheme that is not Digest has a grammar of its own (RFC 4475 section 3.3.7).</summary>
    public static void Challenge(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        if (value.IsEmpty || AuthenticationParameters.IsDigest(octets, value))
        {
            defects.AddRange(DigestChallenge.Parse(octets, value).Defects);
        }
    }

    public static void Credentials(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        if (value.IsEmpty || AuthenticationParameters.IsDigest(octets, value))
        {
            defects.AddRange(DigestCredentials.Parse(octets, value).Defects);
        }
    }

    [GeneratedRegex("^(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex QValue();

    // rfc1123-date; its words are without case, as every string of the grammar is.
    [GeneratedRegex(
        "^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SipDate();
}
