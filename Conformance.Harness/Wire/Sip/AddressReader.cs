using System.Buffers;

namespace Conformance.Harness.Wire.Sip;

/// <summary>Reads name-addr and addr-spec (RFC 3261 sections 20 and 25.1).</summary>
internal static class AddressReader
{
    private static readonly SearchValues<byte> UriEnd = SearchValues.Create("; \t\r\n"u8);
    private static readonly SearchValues<byte> NeedBrackets = SearchValues.Create(",?"u8);

    public static Reading<NameAddr> Read(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var defects = new List<Defect>();
        var cursor = new Cursor(octets, span);
        return new Reading<NameAddr>(Read(octets, ref cursor, defects), span, defects);
    }

    private static NameAddr? Read(ReadOnlyMemory<byte> octets, ref Cursor cursor, List<Defect> defects)
    {
        var start = cursor.Position;
        if (cursor.Current == '"')
        {
            if (!cursor.TakeQuoted(out var quoted))
            {
                defects.Add(new Defect(DefectKind.UnbalancedQuote, quoted));
                return null;
            }

            cursor.SkipLws();
            if (cursor.Current != '<')
            {
                defects.Add(new Defect(DefectKind.MalformedNameAddr, ByteSpan.Between(start, cursor.End)));
                return null;
            }

            return ReadBracketed(octets, WireText.Unquote(cursor.Of(quoted)), start, ref cursor, defects);
        }

        var beforeBracket = cursor.TakeUntil('<');
        if (cursor.AtEnd || BeginsWithScheme(octets, beforeBracket))
        {
            cursor.MoveTo(start);
            return ReadBare(octets, ref cursor, defects);
        }

        var name = WireText.Trim(octets.Span, beforeBracket);
        JudgeDisplayName(octets, name, defects);
        return ReadBracketed(octets, name.IsEmpty ? null : Joined(WireText.Unfold(name.Of(octets))), start, ref cursor, defects);
    }

    /// <summary>White space between tokens is one space, however much there is.</summary>
    private static string Joined(string tokens) =>
        string.Join(' ', tokens.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// From "&lt;" on. Tokens and "&lt;" need no space between them: that the grammar asks for one is a known erratum (RFC 4475
    /// section 3.1.1.6).
    /// </summary>
    private static NameAddr? ReadBracketed(
        ReadOnlyMemory<byte> octets, string? displayName, int start, ref Cursor cursor, List<Defect> defects)
    {
        var bracket = cursor.Position;
        cursor.Take('<');
        var inside = cursor.TakeUntil('>');
        if (!cursor.Take('>'))
        {
            defects.Add(new Defect(DefectKind.UnbalancedAngleBracket, ByteSpan.Between(bracket, cursor.End)));
            return null;
        }

        var address = WireText.Trim(octets.Span, inside);
        if (!address.IsEmpty)
        {
            JudgePadding(ByteSpan.Between(inside.Offset, address.Offset), defects);
            JudgePadding(ByteSpan.Between(address.End, inside.End), defects);
        }

        var uri = UriReader.Read(octets, address.IsEmpty ? ByteSpan.Between(bracket, cursor.Position) : address, defects);
        var parameters = HeaderParameters.Read(ref cursor, defects);
        return uri is null ? null : new NameAddr(displayName, uri, true, parameters, ByteSpan.Between(start, cursor.End));
    }

    private static NameAddr? ReadBare(ReadOnlyMemory<byte> octets, ref Cursor cursor, List<Defect> defects)
    {
        var start = cursor.Position;
        var address = cursor.TakeUntil(UriEnd);
        if (cursor.Of(address).ContainsAny(NeedBrackets))
        {
            defects.Add(new Defect(DefectKind.UriNeedsAngleBrackets, address));
        }

        var uri = UriReader.Read(octets, address.IsEmpty ? ByteSpan.Between(start, cursor.End) : address, defects);
        var parameters = HeaderParameters.Read(ref cursor, defects);
        return uri is null ? null : new NameAddr(null, uri, false, parameters, ByteSpan.Between(start, cursor.End));
    }

    /// <summary>A display name without quotes is tokens parted by white space.</summary>
    private static void JudgeDisplayName(ReadOnlyMemory<byte> octets, ByteSpan name, List<Defect> defects)
    {
        var cursor = new Cursor(octets, name);
        while (!cursor.AtEnd)
        {
            var token = cursor.TakeWhile(CharClass.Token);
            if (token.IsEmpty)
            {
                var kind = name.Of(octets).Contains((byte)'"') ? DefectKind.UnbalancedQuote : DefectKind.MalformedNameAddr;
                defects.Add(new Defect(kind, name));
                return;
            }

            cursor.SkipLws();
        }
    }

    private static void JudgePadding(ByteSpan padding, List<Defect> defects)
    {
        if (!padding.IsEmpty)
        {
            defects.Add(new Defect(DefectKind.MalformedNameAddr, padding));
        }
    }

    /// <summary>Whether "&lt;" stands behind a URI, so that what is before it is no display name.</summary>
    private static bool BeginsWithScheme(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var cursor = new Cursor(octets, span);
        return !cursor.TakeWhile(CharClass.Scheme).IsEmpty && cursor.Take(':');
    }
}
