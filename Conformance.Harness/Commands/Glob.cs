using System.IO.Enumeration;

namespace Conformance.Harness.Commands;

/// <summary>Selects by name: "*" is any run of characters, "?" any one; several globs select what any of them matches.</summary>
internal static class Glob
{
    /// <summary>All items where there is no glob.</summary>
    /// <exception cref="UsageException">A glob matches nothing.</exception>
    public static IReadOnlyList<T> Select<T>(IReadOnlyList<T> items, IReadOnlyList<string> globs, Func<T, string> name, string kind)
    {
        foreach (var glob in globs)
        {
            if (!items.Any(item => Matches(glob, name(item))))
            {
                throw new UsageException($"--{kind} {glob}: no {kind} has such a name; see 'list {kind}s'");
            }
        }

        return globs.Count == 0 ? items : [.. items.Where(item => globs.Any(glob => Matches(glob, name(item))))];
    }

    private static bool Matches(string glob, string name) => FileSystemName.MatchesSimpleExpression(glob, name);
}
