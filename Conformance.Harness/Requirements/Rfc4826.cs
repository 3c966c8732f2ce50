using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 4826, resource lists: each list that the client sends.</summary>
internal static partial class Rfc4826
{
    public static readonly Mutant ListsOneTwice = Tampering.RewritesGroupInvite("lists-one-twice", it => it.WithFirstEntryAgain(entry => entry));

    public static readonly Mutant ListsOneTwiceInOtherCase = Tampering.RewritesGroupInvite(
        "lists-one-twice-in-other-case",
        it => it.WithFirstEntryAgain(entry => HostOfUri().Replace(entry, host => host.Value.ToUpperInvariant())));

    /// <summary>An ampersand that is no reference.</summary>
    public static readonly Mutant LeavesAmpersandRaw = Tampering.RewritesGroupInvite(
        "leaves-ampersand-raw",
        it => it.WithPartText(Sent.ListType, text => FirstUri().Replace(text, uri => uri.Value + "?Subject=a&Priority=urgent", 1)));

    public static readonly Requirement IsWellFormed = Shall(
        id: "RFC4826-3.1-1",
        quote: "A resource list is a well-formed XML 1.0 document in UTF-8 that keeps to the schema.",
        when: Sent.Lists,
        then: list => list.Message.HasNone(list.Reading.Defects, list.Part.Content, "a well-formed, schema-valid document in UTF-8", Mend),
        mutants:
        [
            LeavesAmpersandRaw,
            Tampering.RewritesGroupInvite("says-utf-16", it => it.WithListText("utf-8", "utf-16")),
            Tampering.RewritesGroupInvite("leaves-list-open", it => it.WithListText("</list>", "")),
            Tampering.RewritesGroupInvite("sends-latin-1", it => it.BodyPart(Sent.ListType) is { } part
                ? it.WithPartContent(Sent.ListType, [.. part.Content.Of(it.Octets), .. "<!--"u8, 0xE9, .. "-->"u8])
                : it),
        ]);

    public static readonly Requirement Root = Shall(
        id: "RFC4826-3.1-2",
        quote: "The root is resource-lists of the namespace urn:ietf:params:xml:ns:resource-lists, and it holds list elements.",
        when: Sent.Lists,
        then: list => list.Readable("resource-lists as the root", lists => Finding.That(
            lists is { RootName: "resource-lists", RootNamespace: ResourceLists.Namespace, Lists.Count: > 0 },
            $"resource-lists of {ResourceLists.Namespace}, with a list in it",
            $"{lists.RootName} of {(lists.RootNamespace.Length == 0 ? "no namespace" : lists.RootNamespace)}",
            $"declare xmlns=\"{ResourceLists.Namespace}\" on resource-lists",
            list.Message.At(list.Part.Content, "the list"))),
        mutants:
        [
            Tampering.RewritesGroupInvite("omits-list-namespace", it => it.WithListText($" xmlns=\"{ResourceLists.Namespace}\"", "")),
            Tampering.RewritesGroupInvite("names-the-root-resource-list", it => it.WithListText("resource-lists xmlns", "resource-list xmlns").WithListText("</resource-lists>", "</resource-list>")),
        ]);

    public static readonly Requirement EntriesHaveUris = Shall(
        id: "RFC4826-3.1-3",
        quote: "Each entry has a uri attribute, an absolute URI.",
        when: Sent.Lists,
        then: list => list.Readable("entries with their uri", lists =>
        {
            var broken = lists.Entries.FirstOrDefault(it => it.Uri is null || !AbsoluteUri().IsMatch(it.Uri));
            return Finding.That(
                broken is null,
                "a uri attribute with an absolute URI in each entry",
                broken is null ? "each has" : broken.Uri ?? "an entry without uri",
                "give the entry its uri",
                list.Message.At(broken?.Span ?? list.Part.Content, broken is null ? "the list" : "entry"));
        }),
        mutants:
        [
            Tampering.RewritesGroupInvite("omits-uri-of-entry", it => it.WithListText(" uri=", " href=")),
            Tampering.RewritesGroupInvite("lists-a-bare-name", it => it.WithPartText(Sent.ListType, text => FirstUri().Replace(text, " uri=\"bob", 1))),
        ]);

    public static readonly Requirement UrisAreUnique = Shall(
        id: "RFC4826-3.1-4",
        quote: "No two entries of one list have the same uri, compared character by character.",
        when: Sent.Lists,
        then: list => list.Readable("a uri once in each list", lists =>
        {
            var twice = lists.Lists
                .Select(entries => entries.Where((it, i) => it.Uri is not null && entries.Take(i).Any(before => before.Uri == it.Uri)).FirstOrDefault())
                .FirstOrDefault(it => it is not null);
            return Finding.That(
                twice is null,
                "each uri once in its list",
                twice is null ? "each once" : $"{twice.Uri} again",
                "remove the second entry",
                list.Message.At(twice?.Span ?? list.Part.Content, twice is null ? "the list" : "the second entry"));
        }),
        mutants: [ListsOneTwice]);

    private static string Mend(Defect defect) => defect.Kind switch
    {
        DefectKind.MalformedXml => "make the document well-formed here: & as &amp;, < as &lt;, each element closed",
        DefectKind.NotUtf8 => "write the document in UTF-8, and declare that encoding or none",
        DefectKind.DocumentTypeForbidden => "remove the document type declaration",
        DefectKind.MissingAttribute => "add the attribute that this element has to have, uri in an entry",
        _ => "remove what the schema of RFC 4826 section 3.2 does not have here",
    };

    private static SipMessage WithFirstEntryAgain(this SipMessage invite, Func<string, string> edit)
    {
        if (invite.BodyPart(Sent.ListType) is not { } part || ResourceLists.Parse(invite.Octets, part.Content).Value?.Entries.FirstOrDefault() is not { } first)
        {
            return invite;
        }

        return invite.WithListText("</list>", edit(first.Span.Text(invite.Octets)) + "</list>");
    }

    /// <summary>The first uri attribute, its closing quote left out.</summary>
    [GeneratedRegex(" uri=\"[^\"]*")]
    private static partial Regex FirstUri();

    [GeneratedRegex("(?<=uri=\"sip:[^\"@]*@)[^\";]+")]
    private static partial Regex HostOfUri();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:.")]
    private static partial Regex AbsoluteUri();
}
