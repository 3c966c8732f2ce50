using System.Diagnostics;
using Conformance.Harness.Commands;

namespace Conformance.Tests.Harness.Commands;

/// <summary>The command line as its callers see it: a process with arguments, two streams and an exit code.</summary>
internal sealed record SuiteProcess(int ExitCode, string Output, string Errors)
{
    /// <summary>How the suite is started: what a profile's command begins with.</summary>
    public static IReadOnlyList<string> Command { get; } = ["dotnet", "exec", typeof(CommandLine).Assembly.Location];

    public static Task<SuiteProcess> RunAsync(params IReadOnlyList<string> arguments) => StartAsync([.. Command, .. arguments]);

    /// <summary>The same with SIGINT heeded, which what a shell runs in the background is not (GNU env sees to it).</summary>
    public static Task<SuiteProcess> RunHeedingInterruptsAsync(params IReadOnlyList<string> arguments) =>
        StartAsync(["env", "--default-signal=INT", .. Command, .. arguments]);

    /// <summary>The same with other values of some environment variables.</summary>
    public static Task<SuiteProcess> RunWithAsync(IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments) =>
        StartAsync([Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", .. Command.Skip(1), .. arguments], environment);

    private static async Task<SuiteProcess> StartAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new SuiteProcess(process.ExitCode, await output, await errors);
    }
}
