using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conformance.Harness.Judging;

namespace Conformance.Harness.Reporting;

/// <summary>The results of a run as results.json holds them (contract 1).</summary>
public sealed record RunResult(
    int Contract,
    SuiteInfo Suite,
    ClientInfo Client,
    string Core,
    string Transport,
    string? Shard,
    int Seed,
    DateTimeOffset Started,
    double Seconds,
    string Verdict,
    Totals Totals,
    IReadOnlyList<ScenarioResult> Scenarios,
    IReadOnlyList<RequirementResult> Requirements,
    IReadOnlyList<DeclarationResult>? Declaration = null,
    bool? Strict = null)
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <exception cref="JsonException">The text is none.</exception>
    public static RunResult Parse(string json) => JsonSerializer.Deserialize<RunResult>(json, Json) ?? throw new JsonException("an object is wanted");

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>The suite that judged: its version, and a hash over every id, level and text of the catalogue.</summary>
public sealed record SuiteInfo(string Version, string CatalogueSha256)
{
    public static SuiteInfo Of(IEnumerable<Requirement> catalogue)
    {
        var text = string.Join('\n', catalogue.Select(it => $"{it.Id}\t{it.Level}\t{it.Quote}"));
        return new SuiteInfo(
            typeof(SuiteInfo).Assembly.GetName().Version?.ToString(3) ?? "0",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}

public sealed record ClientInfo(string Name, string Version, string ProfileSha256);

/// <summary>How many requirements have each verdict. Advice counts the failed Shoulds that Fail does not count, Known those of Fail that the profile expects; null is none.</summary>
public sealed record Totals(int Pass, int Fail, int Inconclusive, int None, int Error, int Advice, int? Known = null);

/// <summary>Outcome is "completed", "interrupted: why" or "error: why".</summary>
public sealed record ScenarioResult(string Name, double Seconds, string Outcome);

public sealed record RequirementResult(
    string Id,
    string Document,
    string Clause,
    string Level,
    string Quote,
    string Verdict,
    bool? Expected,
    IReadOnlyList<ReadingResult>? Readings,
    IReadOnlyList<FindingResult> Findings);

/// <summary>What is wrong with the client's declaration: "fail" where it does not serve what it declares, else "advice".</summary>
public sealed record DeclarationResult(string Capability, string Verdict, string Text);

/// <summary>The verdict under one reading of a text that is open to two.</summary>
public sealed record ReadingResult(string Decision, string Reading, string Verdict);

/// <summary>What one occasion showed; More counts those of the same scenario and verdict that are left out behind it, null is none.</summary>
public sealed record FindingResult(
    string Scenario,
    string Verdict,
    string Expected,
    string Observed,
    string? Mend,
    IReadOnlyList<EvidenceResult> Evidence,
    int? More = null);

public sealed record EvidenceResult(int Message, int Offset, int Length, string Label);
