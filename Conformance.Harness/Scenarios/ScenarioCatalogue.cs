using System.Reflection;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>Every scenario there is, found by looking at the static fields of this folder: no list to keep in step.</summary>
public static class ScenarioCatalogue
{
    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [.. Fields().OrderBy(it => it.Name, StringComparer.Ordinal)];

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Scenario Named(string name) =>
        All.FirstOrDefault(it => it.Name == name) ?? throw new ArgumentException($"no scenario is called {name}", nameof(name));

    private static IEnumerable<Scenario> Fields() => typeof(ScenarioCatalogue).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(ScenarioCatalogue).Namespace)
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
        .Where(field => field.FieldType == typeof(Scenario))
        .Select(field => (Scenario)field.GetValue(null)!);
}
