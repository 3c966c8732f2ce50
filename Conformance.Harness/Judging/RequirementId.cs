using System.Text.RegularExpressions;

namespace Conformance.Harness.Judging;

/// <summary>The parts of an id: IM-6.1.3.2.1-3b, RFC4975-6.1-2, XML10-2.4-1. An id never changes its meaning.</summary>
public static partial class RequirementId
{
    /// <summary>The document ("OMA-IM", "RFC 4975", "XML 1.0") and the clause.</summary>
    public static (string Document, string Clause) Split(string id)
    {
        var match = Shape().Match(id);
        if (!match.Success)
        {
            throw new ArgumentException($"not a requirement id: {id}", nameof(id));
        }

        var document = match.Groups["document"].Value switch
        {
            "IM" => "OMA-IM",
            "XML10" => "XML 1.0",
            var rfc => rfc.Replace("RFC", "RFC ", StringComparison.Ordinal),
        };
        return (document, match.Groups["clause"].Value);
    }

    [GeneratedRegex(@"^(?<document>IM|XML10|RFC\d+)-(?<clause>[\d.]+)-(?<item>[\w.]+)$")]
    private static partial Regex Shape();
}
