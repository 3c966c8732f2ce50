using Conformance.Harness.Judging;
using Conformance.Harness.Wire;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 4826 sections 3.1 and 3.2: what stands where in a resource list, and what lists are called.</summary>
internal static class Rfc4826Schema
{
    public static readonly Requirement ChildrenInTheirPlace = Shall(
        id: "RFC4826-3.2-1",
        quote: "In a list and in an entry a display-name comes first and once; what the schema does not name comes last and from another namespace.",
        when: Sent.Lists,
        then: list => list.Readable("elements in the places that the schema has for them", _ => list.Message.HasNone(
            list.Defects(DefectKind.UnexpectedElement),
            list.Part.Content,
            "elements in the places that the schema has for them",
            "put display-name first and once, and elements of other namespaces last")),
        mutants:
        [
            Tampering.RewritesGroupInvite("names-an-entry-twice", it => it.WithListText(" />", "><display-name>Bob</display-name><display-name>Robert</display-name></entry>")),
            Tampering.RewritesGroupInvite("puts-the-name-of-its-list-last", it => it.WithListText("</list>", "<display-name>Friends</display-name></list>")),
            Tampering.RewritesGroupInvite("adds-an-element-of-its-own", it => it.WithListText("</list>", "<nickname>friends</nickname></list>")),
        ]);

    public static readonly Requirement ListNamesDiffer = Shall(
        id: "RFC4826-3.1-5",
        quote: "Lists below one parent do not have the same name.",
        when: trace => Sent.Lists(trace).Where(it => it.Reading.Value is { Lists.Count: > 1 }),
        then: list =>
        {
            var repeated = list.Reading.Value!.RepeatedNames;
            return Finding.That(
                repeated.Count == 0,
                "a name of its own for each list, or none",
                repeated.Count == 0 ? "no name twice" : list.Message.Excerpt(repeated[0]),
                "give the list another name, or none",
                list.Message.At(repeated.Count == 0 ? list.Part.Content : repeated[0], "list"));
        },
        mutants: [Tampering.RewritesGroupInvite("names-two-lists-alike", it => it.WithListText("<list>", "<list name=\"friends\"/><list name=\"friends\">"))],
        conditional: true);
}
