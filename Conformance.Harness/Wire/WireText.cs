using System.Text;

namespace Conformance.Harness.Wire;

/// <summary>Octets of header fields made text: folding and quoting undone, nothing else.</summary>
public static class WireText
{
    /// <summary>With each fold, and the white space around it, made one space (RFC 3261 section 7.3.1).</summary>
    public static string Unfold(ReadOnlySpan<byte> octets)
    {
        if (!octets.ContainsAny(CharClass.LineEnd))
        {
            return Encoding.UTF8.GetString(octets);
        }

        var text = new StringBuilder(octets.Length);
        while (octets.IndexOfAny(CharClass.LineEnd) is var fold and >= 0)
        {
            text.Append(Encoding.UTF8.GetString(octets[..fold].TrimEnd(" \t"u8))).Append(' ');
            octets = octets[fold..].TrimStart(" \t\r\n"u8);
        }

        return text.Append(Encoding.UTF8.GetString(octets)).ToString();
    }

    /// <summary>A quoted string without its quotes and with its quoted pairs undone (RFC 3261 section 25.1); other text unfolded.</summary>
    public static string Unquote(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < 2 || octets[0] != '"' || octets[^1] != '"')
        {
            return Unfold(octets);
        }

        var text = Unfold(octets[1..^1]);
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            plain.Append(text[at]);
        }

        return plain.ToString();
    }

    /// <summary>The text as a quoted string.</summary>
    public static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>The span without the linear white space at its ends.</summary>
    public static ByteSpan Trim(ReadOnlySpan<byte> octets, ByteSpan span)
    {
        var inside = octets.Slice(span.Offset, span.Length);
        var start = inside.IndexOfAnyExcept(CharClass.Lws);
        return start < 0
            ? new ByteSpan(span.Offset, 0)
            : ByteSpan.Between(span.Offset + start, span.Offset + inside.LastIndexOfAnyExcept(CharClass.Lws) + 1);
    }
}
