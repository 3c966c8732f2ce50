using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Conformance.Harness.Driving.Processes;

/// <summary>How processes of clients end.</summary>
internal static class ProcessEnd
{
    /// <summary>How long what a process has written may take to arrive after it ended; its children may hold the pipes open for ever.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(1);

    /// <summary>A process may start another while it is looked for.</summary>
    private const int Rounds = 5;

    private const int SigTerm = 15;

    /// <summary>Its exit code, and what it said last.</summary>
    public static string Words(int exitCode, string? lastLine) => $"exit code {exitCode}{(lastLine is null ? "" : $", its last words: {lastLine}")}";

    /// <summary>
    /// Kills it and its children, and on Linux also what it has started that is nobody's child any more, known by its mark.
    /// What has ended by itself in the meantime is passed over.
    /// </summary>
    public static void KillTree(this Process client, string mark)
    {
        Kill(client);
        for (var round = 0; round < Rounds && Marked(mark).ToList() is { Count: > 0 } left; round++)
        {
            foreach (var process in left)
            {
                Kill(process);
                process.Dispose();
            }
        }
    }

    /// <summary>Asks it to end, with SIGTERM; a system without signals kills it.</summary>
    public static void Terminate(this Process client)
    {
        if (OperatingSystem.IsWindows())
        {
            Kill(client);
            return;
        }

        try
        {
            _ = Signal(client.Id, SigTerm);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    // The framework has no way to send a signal.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);

    private static void Kill(Process process)
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

    /// <summary>The processes with that mark in their environment.</summary>
    private static IEnumerable<Process> Marked(string mark)
    {
        var octets = Encoding.UTF8.GetBytes(mark);
        foreach (var folder in OperatingSystem.IsLinux() ? Directory.GetDirectories("/proc") : [])
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && EnvironmentOf(folder).AsSpan().IndexOf(octets) >= 0)
            {
                Process process;
                try
                {
                    process = Process.GetProcessById(id);
                }
                catch (ArgumentException)
                {
                    continue;
                }

                yield return process;
            }
        }
    }

    private static byte[] EnvironmentOf(string process)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(process, "environ"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
