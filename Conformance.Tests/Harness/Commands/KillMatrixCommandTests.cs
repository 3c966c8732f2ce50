using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Harness.Reporting;

namespace Conformance.Tests.Harness.Commands;

/// <summary>The kill matrix as run and list publish it.</summary>
public sealed class KillMatrixCommandTests : IDisposable
{
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("run");

    [Test]
    public async Task Run_writes_the_whole_matrix_and_says_its_sum()
    {
        var run = await SuiteProcess.RunAsync("run", "--client", Solution.Fixture("clients", "builtin.json"), "--kill-matrix", "--out", _out.FullName);

        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
        Assert.That(run.Output.TrimEnd().Split('\n')[^1], Does.Match(@"^kill matrix: every mutant caught that a scenario shows: \d+ mutants, \d+ requirements of which \d+ shown by none, \d+ kills of which \d+ collateral; in [\d.]+ s"));
        var matrix = Json(File.ReadAllText(Path.Combine(_out.FullName, "kill-matrix.json")));
        Assert.That(matrix.GetProperty("catalogueSha256").GetString(), Has.Length.EqualTo(64));
        Assert.That(matrix.GetProperty("seconds").GetDouble(), Is.Positive);
        Assert.That(matrix.GetProperty("faults").GetArrayLength(), Is.Zero);
        var mutant = Named(matrix.GetProperty("mutants"), "mutant", "believes-a-higher-maximum");
        Assert.That(Texts(mutant, "own"), Does.Contain("IM-6.1.3.2.1-3d.1"));
        Assert.That(Texts(mutant, "kills"), Is.EquivalentTo(Texts(mutant, "own").Concat(Texts(mutant, "collateral"))));
        var requirement = Named(matrix.GetProperty("requirements"), "id", "IM-6.1.3.2.1-3b");
        Assert.That(Texts(requirement, "mutants"), Does.Contain("omits-resource-list"));
        Assert.That(Texts(requirement, "killedBy"), Is.SupersetOf(Texts(requirement, "mutants")));
    }

    [Test]
    public async Task Run_without_the_option_writes_none_and_leaves_none()
    {
        var old = Path.Combine(_out.FullName, "kill-matrix.json");
        File.WriteAllText(old, "{}");
        File.WriteAllText(Path.Combine(_out.FullName, RunFolder.Profile), "{}");

        var run = await SuiteProcess.RunAsync("run", "--client", Solution.Fixture("clients", "builtin.json"), "--out", _out.FullName);

        Assert.That(run.Output, Does.Not.Contain("kill matrix"));
        Assert.That(File.Exists(old), Is.False);
    }

    [Test]
    public async Task List_says_who_names_a_mutant_and_what_else_it_fails()
    {
        var list = await SuiteProcess.RunAsync("list", "mutants", "--json");

        var mutants = Json(list.Output);
        Assert.That(Texts(Named(mutants, "name", "believes-a-higher-maximum"), "fails"), Is.EqualTo(new[] { "IM-6.1.3.2.1-3d.1", "IM-6.1.3.2.1-3d.3" }));
        var declared = File.ReadAllLines(Path.Combine(Solution.Root, "snapshots", "kill-matrix.verified.txt")).Count(it => Regex.IsMatch(it, "; "));
        Assert.That(mutants.EnumerateArray().Count(it => it.GetProperty("collateral").GetArrayLength() > 0), Is.EqualTo(declared).And.Positive);
    }

    public void Dispose() => _out.Delete(recursive: true);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static JsonElement Named(JsonElement array, string key, string name) =>
        array.EnumerateArray().Single(it => it.GetProperty(key).GetString() == name);

    private static IEnumerable<string> Texts(JsonElement item, string key) => item.GetProperty(key).EnumerateArray().Select(it => it.GetString()!);
}
