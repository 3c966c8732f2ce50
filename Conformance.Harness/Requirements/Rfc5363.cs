using Conformance.Harness.Judging;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 5363, the framework of lists in requests.</summary>
internal static class Rfc5363
{
    public static readonly Requirement NamesEachOnce = Should(
        id: "RFC5363-4.1-1",
        quote: "A list names no URI twice, by the comparison rules of the URI's scheme.",
        when: Sent.Lists,
        then: list => list.Readable("a list that names each URI once", lists =>
        {
            var entries = lists.Entries.Where(it => it.Uri is not null).ToList();
            var twice = entries.Where((it, i) => entries.Take(i).Any(before => AreEquivalent(before.Uri!, it.Uri!))).FirstOrDefault();
            return Finding.That(
                twice is null,
                "a list that names each URI once",
                twice is null ? "each once" : $"{twice.Uri} again",
                "remove the second entry",
                list.Message.At(twice?.Span ?? list.Part.Content, "the list"));
        }),
        mutants: [Rfc4826.ListsOneTwice, Rfc4826.ListsOneTwiceInOtherCase]);

    private static bool AreEquivalent(string one, string other) => one == other
        || (WireUri.Parse(one).Value is { } uri && WireUri.Parse(other).Value is { } same && uri.IsEquivalentTo(same));
}
