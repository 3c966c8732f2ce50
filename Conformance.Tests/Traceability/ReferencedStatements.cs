namespace Conformance.Tests.Traceability;

/// <summary>A statement of a document that the draft pulls in, as the fixture lists it: no text, only which there are.</summary>
/// <param name="Id">DOCUMENT-section-number, as in the catalogue.</param>
/// <param name="Section">The section of its document.</param>
/// <param name="Level">The key word of the text; "—" for none, and in brackets what else makes it binding.</param>
/// <param name="IsCore">Whether no chat can do without it.</param>
/// <param name="IsMain">Whether it has to be accounted for; the appendix holds what is good to have.</param>
internal sealed record ReferencedStatement(string Id, string Section, string Level, bool IsCore, bool IsMain)
{
    public static IReadOnlyList<ReferencedStatement> All { get; } = [.. File
        .ReadAllLines(Solution.Fixture("spec", "referenced-statements.txt"))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split('\t'))
        .Select(it => new ReferencedStatement(it[0], it[1], it[2], it[3] == "core", it[4] == "main"))];

    /// <summary>Whether the text binds, so that a breach may fail: MUST or SHALL, negated or not.</summary>
    public bool Binds => Level.StartsWith("MUST", StringComparison.OrdinalIgnoreCase) || Level.StartsWith("SHALL", StringComparison.OrdinalIgnoreCase);
}
