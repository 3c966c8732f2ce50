using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Conformance.Tests.Harness.Commands;

/// <summary>"core --control" as a process of its own, on free ports of 127.0.0.1; killed when it is disposed.</summary>
internal sealed partial class CoreProcess : IDisposable
{
    private readonly Process _process;

    private CoreProcess(Process process, string control)
    {
        _process = process;
        Control = control;
    }

    /// <summary>The URL of its control.</summary>
    public string Control { get; }

    public static async Task<CoreProcess> StartAsync()
    {
        var start = new ProcessStartInfo(SuiteProcess.Command[0], [.. SuiteProcess.Command.Skip(1), "core", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? "";
        return new CoreProcess(process, Told().Match(line).Groups[1].Value);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    [GeneratedRegex(@"^control (http://127\.0\.0\.1:\d+), SIP 127\.0\.0\.1 port \d+, over TLS \d+, MSRP \d+, over TLS \d+$", RegexOptions.CultureInvariant)]
    private static partial Regex Told();
}
