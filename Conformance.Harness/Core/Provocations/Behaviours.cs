using System.Reflection;

namespace Conformance.Harness.Core.Provocations;

/// <summary>The named behaviours that there are: a part of this class for each thing that they provoke.</summary>
public static partial class Behaviours
{
    public static readonly Behaviour Usual = new("usual", "challenges the REGISTER once and answers each INVITE with 180 and 200");

    private static readonly Lazy<IReadOnlyList<Behaviour>> Found = new(() =>
    [
        .. typeof(Behaviours).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(Behaviour))
            .Select(field => (Behaviour)field.GetValue(null)!)
            .OrderBy(it => it.Name, StringComparer.Ordinal),
    ]);

    /// <summary>In the order of their names: found by looking, no list to keep in step.</summary>
    public static IReadOnlyList<Behaviour> All => Found.Value;

    /// <summary>That of this name; null when none has it.</summary>
    public static Behaviour? Named(string name) => All.FirstOrDefault(it => it.Name == name);
}
