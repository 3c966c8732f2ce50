using Conformance.Harness.Judging;
using Conformance.Harness.Wire.Xml;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 5366 section 4, what of the resource-lists format a conference needs.</summary>
internal static class Rfc5366Section4
{
    public static readonly Requirement ListIsFlat = Should(
        id: "RFC5366-4-2",
        quote: "The list of invitees is flat: no list stands in a list, and nothing is listed by reference.",
        when: Sent.Lists,
        then: list => list.Readable("a flat list", lists => Finding.That(
            lists.IsFlat,
            "entries alone, without list, entry-ref or external below a list",
            lists.IsFlat ? "flat" : "a list with a list or a reference in it",
            "write each invitee as an entry of the one list",
            list.Message.At(list.Part.Content, "the list"))),
        mutants:
        [
            Tampering.RewritesGroupInvite("nests-its-lists", it => it.WithListText("<list>", "<list><list>").WithListText("</list>", "</list></list>")),
            Tampering.RewritesGroupInvite("lists-by-reference", it => it.WithListText("</list>", "<entry-ref ref=\"resource-lists/users/sip:alice@im.example/index/~~/friends\"/></list>")),
        ]);

    /// <summary>Section 4 takes the attribute from RFC 5364, whose schema has three values and no others; leaving it out is right.</summary>
    public static readonly Requirement CopyControlValues = Shall(
        id: "RFC5366-4-3",
        quote: "The copyControl of an entry is to, cc or bcc, in lower case.",
        when: trace => Sent.Lists(trace).SelectMany(list => (list.Reading.Value?.Entries ?? [])
            .Where(it => it.CopyControlNamespace == ResourceLists.CopyControlNamespace)
            .Select(entry => (list, entry))),
        then: it => Finding.That(
            it.entry.CopyControl is "to" or "cc" or "bcc",
            "copyControl to, cc or bcc",
            $"copyControl=\"{it.entry.CopyControl}\"",
            "write to, cc or bcc, or leave copyControl out, which means bcc",
            it.list.Message.At(it.entry.Span, "entry")),
        mutants:
        [
            Tampering.RewritesGroupInvite("writes-copycontrol-in-upper-case", it => it.WithListText("copyControl=\"to\"", "copyControl=\"TO\"")),
            Tampering.RewritesGroupInvite("makes-up-a-copycontrol", it => it.WithListText("copyControl=\"to\"", "copyControl=\"from\"")),
        ],
        conditional: true);
}
