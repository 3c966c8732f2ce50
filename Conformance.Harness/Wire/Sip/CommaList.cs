using System.Buffers;

namespace Conformance.Harness.Wire.Sip;

/// <summary>Cuts the value of a list field at its commas; those in quotes or angle brackets do not part (RFC 3261 section 7.3.1).</summary>
internal static class CommaList
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create(",\"<"u8);

    /// <summary>The elements that are not empty, trimmed. The defect of an empty one points at the comma that announces it.</summary>
    public static IReadOnlyList<ByteSpan> Split(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects)
    {
        var elements = new List<ByteSpan>();
        var cursor = new Cursor(octets, value);
        var comma = -1;
        while (!cursor.AtEnd || comma >= 0)
        {
            var element = WireText.Trim(octets.Span, TakeElement(ref cursor));
            if (!element.IsEmpty)
            {
                elements.Add(element);
            }
            else
            {
                defects.Add(new Defect(DefectKind.EmptyListElement, new ByteSpan(comma < 0 ? cursor.Position : comma, 1)));
            }

            comma = cursor.Take(',') ? cursor.Position - 1 : -1;
        }

        return elements;
    }

    private static ByteSpan TakeElement(ref Cursor cursor)
    {
        var start = cursor.Position;
        while (!cursor.AtEnd)
        {
            cursor.TakeUntil(Marks);
            if (cursor.Current == '"')
            {
                cursor.TakeQuoted(out _);
            }
            else if (cursor.Current == '<')
            {
                cursor.TakeUntil('>');
            }
            else
            {
                break;
            }
        }

        return cursor.Since(start);
    }
}
