using System.Globalization;
using System.Text.Json;
using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.MutationTesting;
using Conformance.Harness.Reporting;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;

namespace Conformance.Harness.Commands;

/// <summary>The kill matrix over the whole catalogue and all scenarios, as run --kill-matrix writes and shows it.</summary>
internal sealed record KillMatrixReport(KillTable Table, TimeSpan Duration)
{
    /// <summary>A check that cannot fail, or that throws, is a fault of the suite.</summary>
    public bool IsError => Table.Faults.Any();

    /// <summary>The last line.</summary>
    public string Conclusion => string.Create(
        CultureInfo.InvariantCulture,
        $"kill matrix: {(IsError ? "harness error" : "every mutant caught that a scenario shows")}: {Table.Rows.Count} mutants, {Table.Requirements.Count} requirements of which {Table.NotShown.Count} shown by none, {Table.Rows.Sum(it => it.Kills.Count)} kills of which {Table.Rows.Sum(it => it.Collateral.Count())} collateral; in {Duration.TotalSeconds:F1} s");

    /// <summary>Computes the rows of the mutants that these requirements name; null when it was stopped before it was done.</summary>
    public static KillMatrixReport? Of(IReadOnlyList<Requirement> named, TimeProvider time, CancellationToken stopped)
    {
        var begin = time.GetTimestamp();
        try
        {
            var table = KillTable.Of(Catalogue.Requirements, named, new RecordedSuite(ScenarioCatalogue.All), stopped);
            return new KillMatrixReport(table, time.GetElapsedTime(begin));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>kill-matrix.json.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            SuiteInfo.Of(Table.Requirements).CatalogueSha256,
            Seconds = Math.Round(Duration.TotalSeconds, 3),
            Mutants = Table.Rows.Select(it => new { Mutant = it.Mutant.Name, Own = it.Named, it.Kills, it.Collateral }),
            Requirements = Table.Requirements.Select(it => new
            {
                it.Id,
                Mutants = it.Mutants.Select(mutant => mutant.Name),
                KilledBy = Table.Rows.Where(row => row.Kills.Contains(it.Id)).Select(row => row.Mutant.Name),
            }),
            Table.NotShown,
            Faults = Table.Faults,
        },
        RunResult.Json);
}
