using System.ComponentModel;
using System.Diagnostics;

namespace Conformance.Harness.Driving;

/// <summary>How processes of clients end.</summary>
internal static class ProcessEnd
{
    /// <summary>How long what a process has written may take to arrive after it ended; its children may hold the pipes open for ever.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(1);

    /// <summary>Its exit code, and what it said last.</summary>
    public static string Words(int exitCode, string? lastLine) => $"exit code {exitCode}{(lastLine is null ? "" : $", its last words: {lastLine}")}";

    /// <summary>Kills it and its children; nothing where it has ended by itself in the meantime.</summary>
    public static void KillTree(this Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is Win32Exception or InvalidOperationException or AggregateException)
        {
            // It, or a child of it, has ended by itself.
        }
    }
}
