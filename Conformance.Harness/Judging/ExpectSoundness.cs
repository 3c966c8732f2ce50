using System.Text;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;

namespace Conformance.Harness.Judging;

/// <summary>The word of checks that rest on the codec's own defects.</summary>
public static class ExpectSoundness
{
    private const int LongestExcerpt = 80;

    /// <summary>None of these defects; the first one is the evidence, else the place searched.</summary>
    public static Finding HasNone(this WireMessage message, IEnumerable<Defect> defects, ByteSpan searched, string expected, string mend) =>
        message.HasNone(defects, searched, expected, _ => mend);

    /// <summary>The same, where the mend depends on what is wrong.</summary>
    public static Finding HasNone(this WireMessage message, IEnumerable<Defect> defects, ByteSpan searched, string expected, Func<Defect, string> mend)
    {
        foreach (var defect in defects)
        {
            var words = Words(defect.Kind);
            var observed = defect.Span.IsEmpty ? words : $"{words}: {message.Excerpt(defect.Span)}";
            return Finding.Fails(expected, observed, mend(defect), message.At(defect.Span, words));
        }

        return Finding.Holds(expected, "as expected", message.At(searched, "read without a defect of this kind"));
    }

    /// <summary>The octets of a span for a reader: line ends made visible, long ones cut.</summary>
    public static string Excerpt(this WireMessage message, ByteSpan span)
    {
        var text = span.Text(message.Octets).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return text.Length <= LongestExcerpt ? text : text[..LongestExcerpt] + " …";
    }

    /// <summary>A kind of defect in words: SdpLineOutOfOrder is "sdp line out of order".</summary>
    public static string Words(DefectKind kind)
    {
        var words = new StringBuilder();
        foreach (var letter in kind.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append(' ');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
