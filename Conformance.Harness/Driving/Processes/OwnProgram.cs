using System.Reflection;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Processes;

/// <summary>How the processes of a stdio client are started.</summary>
internal static class OwnProgram
{
    /// <summary>The profile's command in the profile's folder, or the suite's own client verb when it names none.</summary>
    public static ProcessStart StartOf(ClientProfile profile, StdioDriver driver, string? log) => driver.Command is { } command
        ? new ProcessStart(command, driver.Environment, FolderOf(profile), log)
        : new ProcessStart([.. ClientVerb(), .. TimerOptions(profile.Ixit.Timers)], driver.Environment, Log: log);

    /// <summary>
    /// The client verb of this program. A process that is not the program's own executable (the dotnet host, or a test
    /// runner's) has it run by the dotnet host.
    /// </summary>
    public static IReadOnlyList<string> ClientVerb()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var process = Environment.ProcessPath;
        var name = Path.GetFileNameWithoutExtension(process);
        return process is null ? ["dotnet", assembly.Location, "client"]
            : assembly.Location.Length == 0 || name == assembly.GetName().Name ? [process, "client"]
            : [name == "dotnet" ? process : "dotnet", assembly.Location, "client"];
    }

    /// <summary>The options that have the client verb wait as long as the profile says.</summary>
    public static IEnumerable<string> TimerOptions(ClientTimers timers) => timers == ClientTimers.Usual
        ? []
        : ["--t1", Durations.Write(timers.T1), "--msrp-response-timeout", Durations.Write(timers.MsrpResponse)];

    public static string? FolderOf(ClientProfile profile) => Path.GetDirectoryName(Path.GetFullPath(profile.File));
}
