using System.Runtime.InteropServices;

namespace Conformance.Harness.Driving.Processes;

/// <summary>
/// What clients have started and left, on Linux: the command line adopts it, so that it is found whatever it has made of its
/// environment, and ends it when nothing of its own is running.
/// </summary>
internal static class Orphans
{
    /// <summary>PR_SET_CHILD_SUBREAPER of prctl(2).</summary>
    private const int SetChildSubreaper = 36;

    private static readonly Lock Gate = new();
    private static IReadOnlySet<int>? _spared;
    private static int _running;

    /// <summary>
    /// Has this process adopt the orphans among its descendants; for a process all of whose children are told of here, but those that it
    /// has from whoever it was before exec(3).
    /// </summary>
    public static void Adopt() => _spared = OperatingSystem.IsLinux() && Control(SetChildSubreaper, 1, 0, 0, 0) == 0 ? ProcessEnd.Children() : null;

    /// <summary>A process is about to be started.</summary>
    public static void Begin()
    {
        lock (Gate)
        {
            _running++;
        }
    }

    /// <summary>It has ended, or has been killed, or was not started after all.</summary>
    public static void End()
    {
        lock (Gate)
        {
            if (--_running == 0 && _spared is { } spared)
            {
                ProcessEnd.KillChildren(spared);
            }
        }
    }

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);
}
