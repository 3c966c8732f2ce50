using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Mutants;

/// <summary>Textual edits of messages of the reference client, which folds no header and writes one space behind each colon.</summary>
internal static class Texts
{
    public const string ListType = "application/resource-lists+xml";

    public static ReadOnlyMemory<byte> Edited(ReadOnlyMemory<byte> octets, Func<string, string> edit) =>
        Encoding.Latin1.GetBytes(edit(Encoding.Latin1.GetString(octets.Span)));

    /// <summary>With other header lines; Content-Length is not kept in step.</summary>
    public static SipMessage WithLines(this SipMessage message, Func<IReadOnlyList<string>, IEnumerable<string>> edit)
    {
        var lines = message.Headers.Select(it => it.Span.Text(message.Octets).TrimEnd('\r', '\n')).ToList();
        var span = ByteSpan.Between(message.Headers[0].Span.Offset, message.Head.End);
        return message.WithOctets(span, Encoding.UTF8.GetBytes(string.Concat(edit(lines).Select(it => it + "\r\n"))));
    }

    /// <summary>With each header line edited by itself.</summary>
    public static SipMessage WithEachLine(this SipMessage message, Func<string, string, string> edit) =>
        message.WithLines(lines => lines.Select(it => edit(NameOf(it), it)));

    /// <summary>With the values of the fields of that name edited.</summary>
    public static SipMessage WithValues(this SipMessage message, string name, Func<string, string> edit) =>
        message.WithEachLine((own, line) => own == name ? $"{own}: {edit(ValueOf(line))}" : line);

    public static SipMessage WithBodyText(this SipMessage message, Func<string, string> edit) =>
        message.WithBody(Encoding.UTF8.GetBytes(edit(message.Body.Text(message.Octets))));

    public static string NameOf(string line) => line.Split(':')[0];

    public static string ValueOf(string line) => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();

    /// <summary>Letters in turn in upper and in lower case.</summary>
    public static string OddCase(string text) => string.Concat(text.Select((it, i) => i % 2 == 0 ? char.ToLowerInvariant(it) : char.ToUpperInvariant(it)));

    public static string Swap(this string text, string old, string instead) => text.Replace(old, instead, StringComparison.Ordinal);
}
