using System.Text.RegularExpressions;
using Conformance.Harness.Requirements;

namespace Conformance.Tests.Architecture;

/// <summary>
/// Finds where one layer of the harness names another that it must not see: in a using directive, in a fully qualified
/// name, or in a name relative to Conformance.Harness. A layer is a folder and the namespace of that name.
/// </summary>
internal static partial class LayerScan
{
    /// <summary>What each layer may see; it may then also see what that may see. What is not named here is top, and may see all.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Arrows = new Dictionary<string, string[]>
    {
        ["Wire"] = [],
        ["Tracing"] = ["Wire"],
        ["Mutation"] = ["Wire"],
        ["Judging"] = ["Wire", "Tracing", "Mutation"],
        ["Requirements"] = ["Judging"],
        ["Core"] = ["Wire", "Tracing"],
        ["Driving"] = ["Core", "Tracing", "Mutation", "Wire"],
        ["Scenarios"] = ["Driving", "Core"],
        ["MutationTesting"] = ["Driving", "Judging"],
        ["Specification"] = ["Judging"],
        ["Snapshots"] = ["Tracing", "Wire"],
        ["Reporting"] = ["Judging", "Tracing", "Specification", "Wire"],
    };

    /// <summary>The types and namespaces directly below each namespace of the harness: "Core.FakeCore", "Core.Network".</summary>
    private static readonly HashSet<string> Names = [.. typeof(Catalogue).Assembly.GetTypes()
        .Where(it => it.Namespace?.StartsWith("Conformance.Harness.", StringComparison.Ordinal) == true)
        .Select(it => string.Join('.', $"{it.Namespace}.{it.Name.Split('`')[0]}".Split('.').Skip(2).Take(2)))];

    /// <summary>Each line of a layer's source that names what the layer must not see, as "FILE:LINE sees LAYER".</summary>
    public static IEnumerable<string> Violations(string layer, string file, string source)
    {
        if (!Arrows.ContainsKey(layer))
        {
            yield break;
        }

        var allowed = Reach(layer).Append(layer).ToHashSet();
        var lines = Comment().Replace(source, "").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            foreach (var seen in Seen(lines[i]).Except(allowed))
            {
                yield return $"{file}:{i + 1} sees {seen}";
            }
        }
    }

    private static IEnumerable<string> Seen(string line) => Qualified().Matches(line).Select(it => it.Groups["layer"].Value)
        .Concat(Relative().Matches(line)
            .Where(it => Names.Contains($"{it.Groups["layer"].Value}.{it.Groups["name"].Value}"))
            .Select(it => it.Groups["layer"].Value))
        .Distinct();

    private static IEnumerable<string> Reach(string layer) =>
        Arrows.TryGetValue(layer, out var next) ? next.SelectMany(it => Reach(it).Prepend(it)) : [];

    [GeneratedRegex(@"\bConformance\.Harness\.(?<layer>\w+)")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"(?<![\w.""])(?<layer>[A-Z]\w+)\.(?<name>[A-Z]\w*)")]
    private static partial Regex Relative();

    [GeneratedRegex(@"(?<=^\s*)//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
