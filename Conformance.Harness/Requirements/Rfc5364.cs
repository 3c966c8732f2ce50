using Conformance.Harness.Judging;
using Conformance.Harness.Wire.Xml;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 5364, copyControl in resource lists.</summary>
internal static class Rfc5364
{
    public static readonly Requirement CopyControlNamespace = Shall(
        id: "RFC5364-5-1",
        quote: "copyControl is an attribute of the namespace urn:ietf:params:xml:ns:copycontrol, written in lower case throughout.",
        when: trace => Sent.Lists(trace).Where(it => it.Reading.Value is not null),
        then: list =>
        {
            var other = list.Reading.Value!.Entries.FirstOrDefault(it => it.CopyControl is not null && it.CopyControlNamespace != ResourceLists.CopyControlNamespace);
            return Finding.That(
                other is null,
                $"no copyControl but in {ResourceLists.CopyControlNamespace}",
                other is null ? "so it is" : other.CopyControlNamespace is { Length: > 0 } it ? $"copyControl in {it}" : "copyControl in no namespace",
                $"bind the prefix of copyControl to {ResourceLists.CopyControlNamespace}",
                list.Message.At(other?.Span ?? list.Part.Content, other is null ? "the list" : "entry"));
        },
        mutants:
        [
            Tampering.RewritesGroupInvite("mistypes-copycontrol-namespace", it => it.WithListText(ResourceLists.CopyControlNamespace, "urn:ietf:params:xml:ns:copyControl")),
            Tampering.RewritesGroupInvite("leaves-copycontrol-unqualified", it => it.WithListText(" cp:copyControl=", " copyControl=")),
        ]);
}
