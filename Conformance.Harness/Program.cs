namespace Conformance.Harness;

internal static class Program
{
    private static int Main() => 2;
}
