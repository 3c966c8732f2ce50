using System.Buffers;

namespace Conformance.Harness.Wire.Sip;

/// <summary>*( SEMI generic-param ), with white space and folding wherever they may stand (RFC 3261 section 25.1).</summary>
internal static class HeaderParameters
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create(";\""u8);

    /// <summary>Reads to the end of the cursor; what is no parameter there is a defect.</summary>
    public static List<Parameter> Read(ref Cursor cursor, List<Defect> defects)
    {
        var parameters = new List<Parameter>();
        var repetitions = new Repetitions(defects);
        cursor.SkipLws();
        if (!cursor.AtEnd && cursor.Current != ';')
        {
            defects.Add(new Defect(DefectKind.MalformedParameter, TakeToNext(ref cursor)));
        }

        while (!cursor.AtEnd)
        {
            if (ReadOne(ref cursor, defects) is { } parameter)
            {
                repetitions.Judge(parameter.Name, parameter.Span);
                parameters.Add(parameter);
            }
        }

        return parameters;
    }

    /// <summary>One parameter with its semicolon; null where there is no name.</summary>
    private static Parameter? ReadOne(ref Cursor cursor, List<Defect> defects)
    {
        var semicolon = cursor.Position;
        cursor.Advance();
        cursor.SkipLws();
        var name = cursor.TakeWhile(CharClass.Token);
        if (name.IsEmpty)
        {
            TakeToNext(ref cursor);
            var broken = WireText.Trim(cursor.Of(new ByteSpan(0, cursor.Position)), cursor.Since(semicolon));
            defects.Add(new Defect(DefectKind.MalformedParameter, broken));
            return null;
        }

        var end = cursor.Position;
        var value = default(string);
        cursor.SkipLws();
        if (cursor.Take('='))
        {
            cursor.SkipLws();
            value = ReadValue(ref cursor, name, defects);
            end = cursor.Position;
            cursor.SkipLws();
        }

        var span = ByteSpan.Between(name.Offset, end);
        if (!cursor.AtEnd && cursor.Current != ';')
        {
            defects.Add(new Defect(DefectKind.MalformedParameter, ByteSpan.Between(name.Offset, TakeToNext(ref cursor).End)));
        }

        return new Parameter(WireText.Unfold(cursor.Of(name)), value, span);
    }

    private static string ReadValue(ref Cursor cursor, ByteSpan name, List<Defect> defects)
    {
        if (cursor.Current == '"')
        {
            if (!cursor.TakeQuoted(out var quoted))
            {
                defects.Add(new Defect(DefectKind.UnbalancedQuote, quoted));
            }

            return WireText.Unquote(cursor.Of(quoted));
        }

        var value = cursor.TakeWhile(CharClass.ParameterValue);
        if (value.IsEmpty && cursor.Current is -1 or ';')
        {
            defects.Add(new Defect(DefectKind.MalformedParameter, cursor.Since(name.Offset)));
        }

        return WireText.Unfold(cursor.Of(value));
    }

    /// <summary>Walks to the next semicolon outside quotes; gives what was walked over, trimmed.</summary>
    private static ByteSpan TakeToNext(ref Cursor cursor)
    {
        var start = cursor.Position;
        while (cursor.TakeUntil(Marks) is var _ && cursor.Current == '"')
        {
            cursor.TakeQuoted(out _);
        }

        return WireText.Trim(cursor.Of(new ByteSpan(0, cursor.Position)), cursor.Since(start));
    }
}
