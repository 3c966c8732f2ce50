namespace Conformance.Tests;

/// <summary>Waits for what happens in another process, of which no event comes here.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    /// <exception cref="TaskCanceledException">It has not come about within the limit.</exception>
    public static async Task Is(Func<bool> isSo, TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit, TimeProvider.System);
        while (!isSo())
        {
            await Task.Delay(Glance, TimeProvider.System, end.Token);
        }
    }
}
