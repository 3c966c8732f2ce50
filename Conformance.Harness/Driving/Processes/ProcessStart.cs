using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Conformance.Harness.Driving.Processes;

/// <summary>What to start, and where its stderr goes (null: nowhere).</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Environment">Added to the suite's own environment.</param>
/// <param name="Folder">The working directory; null is the suite's own.</param>
/// <param name="Log">The file that keeps the client's stderr.</param>
public sealed record ProcessStart(
    IReadOnlyList<string> Command,
    IReadOnlyDictionary<string, string> Environment,
    string? Folder = null,
    string? Log = null)
{
    /// <summary>Stands in the environment of the process and so of all that it starts, whoever their parent is by then.</summary>
    private const string MarkVariable = "CONFORMANCE_PROCESS_MARK";

    /// <summary>What marks it.</summary>
    internal string Mark { get; } = $"{MarkVariable}={Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";

    /// <summary>The same for the framework, with all three streams redirected.</summary>
    internal ProcessStartInfo ToInfo()
    {
        var info = new ProcessStartInfo(Program(), Command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Folder ?? "",
        };
        foreach (var (name, value) in Environment)
        {
            info.Environment[name] = value;
        }

        info.Environment[MarkVariable] = Mark[(MarkVariable.Length + 1)..];
        return info;
    }

    /// <summary>Why the system did not start it, in the system's own words; those of the framework name the program once more.</summary>
    internal string Refused(Win32Exception problem) =>
        $"{Command[0]}{(Folder is null ? "" : $" in {Folder}")}: {(Directory.Exists(Program()) ? "Is a folder" : new Win32Exception(problem.NativeErrorCode).Message)}; the profile's command has to name a program that can be run";

    /// <summary>A program named by a path is looked for from its folder; any other on the PATH.</summary>
    private string Program() =>
        Folder is { } folder && Command[0].AsSpan().IndexOfAny('/', Path.DirectorySeparatorChar) >= 0
            ? Path.GetFullPath(Command[0], Path.GetFullPath(folder))
            : Command[0];
}
