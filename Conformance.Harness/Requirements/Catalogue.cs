using System.Reflection;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;

namespace Conformance.Harness.Requirements;

/// <summary>Every requirement and exclusion there is, found by looking at the static fields of this folder: no list to keep in step.</summary>
public static class Catalogue
{
    public static IReadOnlyList<Requirement> Requirements { get; } = [.. Values<Requirement>().OrderBy(it => it.Id, StringComparer.Ordinal)];

    public static IReadOnlyList<Exclusion> Exclusions { get; } = [.. Values<Exclusion>().OrderBy(it => it.Id, StringComparer.Ordinal)];

    public static IReadOnlyList<Mutant> Mutants { get; } = [.. Requirements.SelectMany(it => it.Mutants).DistinctBy(it => it.Name).OrderBy(it => it.Name, StringComparer.Ordinal)];

    private static IEnumerable<T> Values<T>() => typeof(Catalogue).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith(typeof(Catalogue).Namespace!, StringComparison.Ordinal) == true)
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
        .Where(field => field.FieldType == typeof(T))
        .Select(field => (T)field.GetValue(null)!);
}
