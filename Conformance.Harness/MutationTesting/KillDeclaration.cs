using System.Reflection;

namespace Conformance.Harness.MutationTesting;

/// <summary>
/// What is declared of the kill matrix: for each mutant a line "NAME: OWN KILLS; COLLATERAL KILLS". Committed as
/// snapshots/kill-matrix.verified.txt, so that a check that begins or ceases to fail for a mutant is seen in a review.
/// </summary>
/// <param name="Collateral">Ids of the requirements that each mutant fails without being named by them.</param>
public sealed record KillDeclaration(IReadOnlyDictionary<string, IReadOnlyList<string>> Collateral)
{
    /// <summary>The declaration that this build was made with.</summary>
    public static KillDeclaration Committed { get; } = Parse(Embedded());

    /// <summary>The table as it is declared.</summary>
    public static string TextOf(KillTable table) => string.Join('\n', table.Rows.Select(LineOf));

    /// <summary>Reads a declaration; what is no such line is passed over.</summary>
    public static KillDeclaration Parse(string text) => new(text.Split('\n')
        .Select(it => it.Split(':', 2))
        .Where(it => it.Length == 2)
        .ToDictionary(it => it[0], it => (IReadOnlyList<string>)CollateralOf(it[1]), StringComparer.Ordinal));

    /// <summary>Where the table's collateral kills are other than declared, one line each.</summary>
    public IEnumerable<string> Deviations(KillTable table) => table.Rows.SelectMany(row =>
    {
        var declared = Collateral.GetValueOrDefault(row.Mutant.Name) ?? [];
        return row.Collateral.Except(declared).Select(it => $"mutant {row.Mutant} also fails {it}, which is not declared")
            .Concat(declared.Except(row.Collateral).Select(it => $"mutant {row.Mutant} no longer fails {it}, as is declared"));
    });

    private static string LineOf(KillRow row)
    {
        var own = string.Join(' ', row.Kills.Intersect(row.Named).Prepend($"{row.Mutant}:"));
        return row.Collateral.Any() ? $"{own}; {string.Join(' ', row.Collateral)}" : own;
    }

    private static string[] CollateralOf(string line) => line.Split(';', 2) is [_, var collateral]
        ? collateral.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        : [];

    private static string Embedded()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("kill-matrix.verified.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
