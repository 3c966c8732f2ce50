using System.Runtime.CompilerServices;

namespace Conformance.Tests;

/// <summary>Paths of the checkout, for tests that read fixtures, snapshots or sources.</summary>
internal static class Solution
{
    public static string Root { get; } = Locate();

    public static string Fixture(params string[] path) => Path.Combine([Root, "fixtures", .. path]);

    private static string Locate([CallerFilePath] string here = "") => Path.GetDirectoryName(Path.GetDirectoryName(here))!;
}
