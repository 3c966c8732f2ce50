using System.Text.RegularExpressions;

namespace Conformance.Harness.Judging;

/// <summary>
/// The parts of an id: IM-6.1.3.2.1-3b, RFC4975-6.1-2, XML10-2.4-1, T24229-24.147_5.3.1.3.2-1 (a 3GPP specification and its
/// clause), OMAIM-feature_tag-1. An id never changes its meaning.
/// </summary>
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

        var clause = match.Groups["clause"].Value;
        if (match.Groups["document"].Value == "T24229")
        {
            var parts = clause.Split('_', 2);
            return ($"3GPP TS {parts[0]}", parts[^1]);
        }

        var document = match.Groups["document"].Value switch
        {
            "IM" => "OMA-IM",
            "XML10" => "XML 1.0",
            "OMAIM" => "OMA-TS-SIMPLE_IM",
            var rfc => rfc.Replace("RFC", "RFC ", StringComparison.Ordinal),
        };
        return (document, clause.Replace('_', ' ').TrimEnd());
    }

    [GeneratedRegex(@"^(?<document>IM|XML10|T24229|OMAIM|RFC\d+)-(?<clause>[\w.]+)-(?<item>[\w.]+)$")]
    private static partial Regex Shape();
}
