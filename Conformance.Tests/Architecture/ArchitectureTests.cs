namespace Conformance.Tests.Architecture;

/// <summary>The layers of the harness and the arrows between them.</summary>
public class ArchitectureTests
{
    private static readonly string Harness = Path.Combine(Solution.Root, "Conformance.Harness");

    private static IEnumerable<string> Layers => LayerScan.Arrows.Keys;

    [TestCaseSource(nameof(Layers))]
    public void Layer_sees_only_what_it_may(string layer)
    {
        var folder = Path.Combine(Harness, layer);
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories) : [];

        Assert.That(files.SelectMany(file => LayerScan.Violations(layer, Path.GetRelativePath(Harness, file), File.ReadAllText(file))), Is.Empty);
    }

    [Test]
    public void Every_folder_of_sources_is_a_layer_or_top()
    {
        var folders = Directory.GetFiles(Harness, "*.cs", SearchOption.AllDirectories)
            .Select(it => Path.GetRelativePath(Harness, it).Split(Path.DirectorySeparatorChar))
            .Where(it => it.Length > 1)
            .Select(it => it[0])
            .Distinct();

        Assert.That(folders.Except([.. Layers, "Commands", "obj", "bin"]), Is.Empty);
    }

    [Test]
    public void Source_lies_in_the_namespace_of_its_folder()
    {
        var strays = Layers
            .Select(layer => (Layer: layer, Folder: Path.Combine(Harness, layer)))
            .Where(it => Directory.Exists(it.Folder))
            .SelectMany(it => Directory.GetFiles(it.Folder, "*.cs", SearchOption.AllDirectories), (it, file) => (it.Layer, File: file))
            .Where(it => !File.ReadAllText(it.File).Contains($"namespace Conformance.Harness.{it.Layer}", StringComparison.Ordinal));

        Assert.That(strays.Select(it => Path.GetRelativePath(Harness, it.File)), Is.Empty);
    }

    [TestCase("Judging", "using Conformance.Harness.Core;", "Core")]
    [TestCase("Judging", "using static Conformance.Harness.Driving.SuiteRunner;", "Driving")]
    [TestCase("Requirements", "using Behaviour = Conformance.Harness.Core.Behaviour;", "Core")]
    [TestCase("Requirements", "    var core = new global::Conformance.Harness.Core.FakeCore();", "Core")]
    [TestCase("Requirements", "    var core = Core.Provocations.Behaviours.Usual;", "Core")]
    [TestCase("Requirements", "    Driving.Scenario scenario;", "Driving")]
    [TestCase("Wire", "using Conformance.Harness.Tracing;", "Tracing")]
    [TestCase("Core", "using Conformance.Harness.Judging;", "Judging")]
    [TestCase("Tracing", "using Conformance.Harness.Mutation;", "Mutation")]
    [TestCase("Snapshots", "using Conformance.Harness.Judging;", "Judging")]
    public void Planted_violation_is_found(string layer, string line, string seen) =>
        Assert.That(LayerScan.Violations(layer, "File.cs", $"using System;\n{line}\n"), Is.EqualTo(new[] { $"File.cs:2 sees {seen}" }));

    [TestCase("Judging", "using Conformance.Harness.Tracing.Views;")]
    [TestCase("Requirements", "using Conformance.Harness.Wire.Sip;")]
    [TestCase("Requirements", "using Conformance.Harness.Requirements.Draft;")]
    [TestCase("Scenarios", "using Conformance.Harness.Tracing;")]
    [TestCase("Reporting", "using Conformance.Harness.Mutation;")]
    [TestCase("Commands", "using Conformance.Harness.Core;")]
    [TestCase("Tracing", "    .Where(it => it.Core.Port == port && Core.Port > 0)")]
    [TestCase("Wire", "    /// <see cref=\"Conformance.Harness.Tracing.Trace\"/>")]
    public void Permitted_name_is_let_pass(string layer, string line) =>
        Assert.That(LayerScan.Violations(layer, "File.cs", line), Is.Empty);
}
