using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Wire.Xml;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 5364 section 5, the types of the attributes beside copyControl.</summary>
internal static partial class Rfc5364Section5
{
    /// <summary>White space about the value is no part of it (XML Schema part 2 section 4.3.6).</summary>
    public static readonly Requirement AttributeTypes = Shall(
        id: "RFC5364-5-2",
        quote: "The anonymize of an entry is true, false, 1 or 0, and its count a number that is not negative.",
        when: trace => Sent.Lists(trace).SelectMany(list => (list.Reading.Value?.Entries ?? [])
            .Where(it => it.Anonymize is not null || it.Count is not null)
            .Select(entry => (list, entry))),
        then: it => Finding.All([HasType(it, "anonymize", it.entry.Anonymize, Truth(), "true, false, 1 or 0"), HasType(it, "count", it.entry.Count, Number(), "a whole number from 0")]),
        mutants:
        [
            Tampering.RewritesGroupInvite("answers-anonymize-with-yes", it => it.WithListText(" cp:copyControl=", " cp:anonymize=\"yes\" cp:copyControl=")),
            Tampering.RewritesGroupInvite("counts-below-zero", it => it.WithListText(" cp:copyControl=", " cp:count=\"-1\" cp:copyControl=")),
        ],
        conditional: true);

    private static Finding HasType((TracedList List, ResourceEntry Entry) it, string name, string? value, Regex type, string expected) => Finding.That(
        value is null || type.IsMatch(value.Trim()),
        $"{name}, where it is given, {expected}",
        value is null ? $"no {name}" : $"{name}=\"{value}\"",
        $"write {expected}, or leave {name} out",
        it.List.Message.At(it.Entry.Span, "entry"));

    [GeneratedRegex("^(?:true|false|1|0)$", RegexOptions.CultureInvariant)]
    private static partial Regex Truth();

    [GeneratedRegex(@"^(?:\+?[0-9]+|-0+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
