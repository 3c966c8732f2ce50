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

    /// <summary>In /proc/PID/stat, behind the name in parentheses.</summary>
    private const int StateField = 0;

    private const int ParentField = 1;

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
        var octets = Encoding.UTF8.GetBytes(mark);
        KillAll(folder => Read(folder, "environ").AsSpan().IndexOf(octets) >= 0);
    }

    /// <summary>The ids of this process's children that have not ended; none but on Linux.</summary>
    public static IReadOnlySet<int> Children() => Running(IsChild).Select(it =>
    {
        using (it)
        {
            return it.Id;
        }
    }).ToHashSet();

    /// <summary>Kills every child of this process but those.</summary>
    public static void KillChildren(IReadOnlySet<int> spared) =>
        KillAll(folder => IsChild(folder) && !spared.Contains(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)));

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

    private static void KillAll(Func<string, bool> isMeant)
    {
        for (var round = 0; round < Rounds && Running(isMeant).ToList() is { Count: > 0 } left; round++)
        {
            foreach (var process in left)
            {
                Kill(process);
                process.Dispose();
            }
        }
    }

    /// <summary>The processes whose folder in /proc is meant.</summary>
    private static IEnumerable<Process> Running(Func<string, bool> isMeant)
    {
        foreach (var folder in OperatingSystem.IsLinux() ? Directory.GetDirectories("/proc") : [])
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && isMeant(folder))
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

    private static bool IsChild(string process)
    {
        var stat = Encoding.Latin1.GetString(Read(process, "stat"));
        return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > ParentField } fields
            && fields[ParentField] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            && fields[StateField] != "Z";
    }

    private static byte[] Read(string process, string file)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(process, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
