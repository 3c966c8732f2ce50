using System.Diagnostics;
using Conformance.Harness.Commands;

namespace Conformance.Tests.Harness.Commands;

/// <summary>The command line as its callers see it: a process with arguments, two streams and an exit code.</summary>
internal sealed record SuiteProcess(int ExitCode, string Output, string Errors)
{
    /// <summary>How the suite is started: what a profile's command begins with.</summary>
    public static IReadOnlyList<string> Command { get; } = ["dotnet", "exec", typeof(CommandLine).Assembly.Location];

    public static async Task<SuiteProcess> RunAsync(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Command[0], [.. Command.Skip(1), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new SuiteProcess(process.ExitCode, await output, await errors);
    }
}
