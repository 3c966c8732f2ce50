using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>
/// XML 1.0, through RFC 4826. W3C's text was not at hand when this was written: that raw specials make the document
/// ill-formed is certain, since a strict parser refuses it, and that escaping twice changes the value is seen in the value.
/// </summary>
internal static class Xml10
{
    private static readonly string[] Escapes = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];

    public static readonly Requirement Escaping = Shall(
        id: "XML10-2.4-1",
        quote: "In an attribute value the ampersand, the less-than sign and the quote that delimits it are escaped, once.",
        when: trace => Sent.Lists(trace).Select(list => (Trace: trace, List: list)),
        then: it => Finding.All([
            it.List.Message.HasNone(
                it.List.Defects(DefectKind.MalformedXml),
                it.List.Part.Content,
                "a list that a strict parser reads",
                "write & as &amp;, < as &lt;, and the delimiting quote as a reference"),
            IsEscapedOnce(it.Trace, it.List),
        ]),
        mutants:
        [
            Rfc4826.LeavesAmpersandRaw,
            Tampering.RewritesGroupInvite("escapes-ampersand-twice", it => it.WithListText("&amp;", "&amp;amp;")),
        ]);

    private static Finding IsEscapedOnce(Trace trace, TracedList list)
    {
        var expected = "addresses that are as the user gave them once they are read";
        var asked = trace.Actions.Select(it => it.Request).OfType<StartChat>().SelectMany(it => it.Invitees).ToHashSet(StringComparer.Ordinal);
        var twice = list.Reading.Value?.Entries.FirstOrDefault(it => it.Uri is { } uri
            && !asked.Contains(uri)
            && Escapes.Any(escape => uri.Contains(escape, StringComparison.Ordinal)));
        return twice is null
            ? Finding.Holds(expected, "as expected", list.Message.At(list.Part.Content, "the list"))
            : Finding.Fails(expected, twice.Uri!, "escape the address once", list.Message.At(twice.Span, "entry"));
    }
}
