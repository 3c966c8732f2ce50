using System.ComponentModel;
using System.Diagnostics;

namespace Conformance.Harness.Driving.Containers;

/// <summary>The command line of docker, or of podman, which takes the same commands.</summary>
public sealed class ContainerEngine
{
    private static readonly string[] Known = ["docker", "podman"];

    private ContainerEngine(string program) => Program = program;

    public string Program { get; }

    /// <summary>The engine of this machine.</summary>
    /// <exception cref="CoreUnavailableException">There is none, or it does not work.</exception>
    public static ContainerEngine Find()
    {
        var complaints = new List<string>();
        foreach (var program in Known)
        {
            try
            {
                var engine = new ContainerEngine(program);
                engine.Do(["ps", "--quiet"]);
                return engine;
            }
            catch (Win32Exception)
            {
                // It is not on the PATH.
            }
            catch (CoreUnavailableException problem)
            {
                complaints.Add(problem.Message);
            }
        }

        throw new CoreUnavailableException(complaints.Count > 0
            ? $"--core container: {complaints[0]}; start the engine, or use --core embedded"
            : "--core container: neither docker nor podman is on the PATH; install one, or use --core embedded");
    }

    /// <summary>Runs a command of the engine and gives what it wrote.</summary>
    /// <param name="arguments">The command.</param>
    /// <param name="environment">Variables that it is given beside those of this process.</param>
    /// <exception cref="CoreUnavailableException">It failed; the message says how.</exception>
    public string Do(IReadOnlyList<string> arguments, params IReadOnlyList<(string Name, string Value)> environment) =>
        Do(Program, arguments, environment);

    /// <summary>The same of any program.</summary>
    /// <exception cref="CoreUnavailableException">It failed.</exception>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    internal static string Do(string program, IReadOnlyList<string> arguments, params IReadOnlyList<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new CoreUnavailableException($"'{program} {arguments[0]}' failed: {Complaint(errors.Result) ?? Complaint(output) ?? $"exit code {process.ExitCode}"}");
    }

    /// <summary>The last line of what a program wrote, but for one that only points to its help.</summary>
    private static string? Complaint(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(it => !it.Contains("--help", StringComparison.Ordinal));
}
