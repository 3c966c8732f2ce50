using System.Text.Json;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Reporting;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Commands;

/// <summary>The folder of a run that is over.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Result">Its results.json.</param>
/// <param name="Profile">The client's profile.</param>
/// <param name="Traces">What was recorded.</param>
internal sealed record FinishedRun(string Folder, RunResult Result, ClientProfile Profile, IReadOnlyList<Trace> Traces)
{
    /// <exception cref="UsageException">It is no folder of a run, or of one of another suite.</exception>
    public static FinishedRun Read(string folder)
    {
        try
        {
            var result = RunResult.Parse(File.ReadAllText(Path.Combine(folder, RunFolder.Results)));
            if (result.Suite != SuiteInfo.Of(Catalogue.Requirements))
            {
                throw new UsageException($"{folder}: judged by another catalogue than this program's; use the program that drove it");
            }

            return new FinishedRun(
                folder,
                result,
                ClientProfile.Load(Path.Combine(folder, RunFolder.Profile)),
                [.. Directory.GetFiles(Path.Combine(folder, RunFolder.Traces), "*.ndjson").Order(StringComparer.Ordinal).Select(TraceFile.Read)]);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            throw new UsageException($"{folder}: not the folder of a run: {problem.Message}");
        }
    }

    /// <summary>Several as the one run that they are parts of.</summary>
    /// <exception cref="UsageException">They are not, or one is missing.</exception>
    public static RunReport Join(IReadOnlyList<FinishedRun> runs, bool isStrict)
    {
        var first = runs[0];
        foreach (var other in runs.Skip(1))
        {
            if (Common(other) != Common(first))
            {
                throw new UsageException($"{first.Folder} and {other.Folder} are no parts of one run: client, transport and seed have to be the same");
            }
        }

        RequireEachShardOnce(runs);
        var ids = runs.SelectMany(it => it.Result.Requirements).Select(it => it.Id).ToHashSet(StringComparer.Ordinal);
        var started = runs.Min(it => it.Result.Started);
        var (judgements, expectations, declaration, remarks) = ReviewedJudgements.Of(
            first.Profile,
            [.. runs.SelectMany(it => it.Traces).OrderBy(it => it.Scenario, StringComparer.Ordinal)],
            [.. Catalogue.Requirements.Where(it => ids.Contains(it.Id))],
            started,
            first.Result.Transport);
        return new RunReport(
            first.Result.Client,
            first.Result.Core,
            first.Result.Transport,
            null,
            first.Result.Seed,
            started,
            runs.Max(it => it.Result.Started + TimeSpan.FromSeconds(it.Result.Seconds)) - started,
            [.. runs.SelectMany(it => it.Result.Scenarios).OrderBy(it => it.Name, StringComparer.Ordinal)],
            Catalogue.Requirements,
            judgements,
            expectations,
            isStrict || runs.Any(it => it.Result.Strict == true))
        {
            Declaration = declaration,
            Remarks = remarks,
        };
    }

    private static (string Profile, string Transport, int Seed) Common(FinishedRun run) =>
        (run.Result.Client.ProfileSha256, run.Result.Transport, run.Result.Seed);

    /// <summary>A part that is missing would be what no scenario showed; a part that is there twice, a scenario driven twice.</summary>
    private static void RequireEachShardOnce(IReadOnlyList<FinishedRun> runs)
    {
        var shards = runs.Select(it => it.Result.Shard).ToList();
        if (shards is [null])
        {
            return;
        }

        var parts = shards.Select(it => it is null
            ? throw new UsageException($"{runs[shards.IndexOf(null)].Folder} is a whole run: only parts of one, driven with --shard, are put together")
            : Shard.Parse(it)).ToList();
        var wanted = Enumerable.Range(1, parts[0].Count).Select(it => new Shard(it, parts[0].Count)).ToList();
        if (wanted.Except(parts).ToList() is { Count: > 0 } missing)
        {
            throw new UsageException($"shard {string.Join(", ", missing)} is missing; give the folders of all parts");
        }

        if (parts.Count != wanted.Count)
        {
            throw new UsageException($"shard {parts.GroupBy(it => it).First(it => it.Count() > 1).Key} is given more than once");
        }
    }
}
