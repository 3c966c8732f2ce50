using System.Globalization;
using System.Text.Json.Nodes;

namespace Conformance.Tests.Harness.Commands;

/// <summary>What ends a run early, and clients that write what no terminal should obey.</summary>
[Platform("Linux")]
public sealed class HostileUseTests : IDisposable
{
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("run");

    // The client itself sends the signal, once it runs, and then hears neither signals nor the end of its input.
    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    public async Task A_signal_ends_the_run_in_order_and_its_client_with_it(string signal, int exitCode)
    {
        var run = await RunAsync($"trap '' INT TERM; echo $$ >&2; kill -{signal} $PPID; exec sleep 300");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((exitCode, "")), run.Errors);
        Assert.That(run.Errors.TrimEnd(), Is.EqualTo($"error: stopped; what was proven until then is in {_out.FullName}"));
        Assert.That(File.ReadAllText(Path.Combine(_out.FullName, "results.json")), Does.Contain("interrupted: the run was stopped"));
        Assert.That(File.Exists(Path.Combine(_out.FullName, "traces", "no-request.ndjson")));
        var client = int.Parse(File.ReadAllText(Path.Combine(_out.FullName, "logs", "no-request.log")), CultureInfo.InvariantCulture);
        Assert.That(Directory.Exists($"/proc/{client}"), Is.False, "the client's process is still there");
    }

    [Test]
    public async Task Controls_that_a_client_wrote_are_shown_as_pictures()
    {
        var run = await RunAsync("printf '\\033[31mred\\007\\n'; read -r wait");

        Assert.That(run.ExitCode, Is.EqualTo(3), run.Errors);
        Assert.That(run.Output, Does.Contain("'\u241b[31mred\u2407'").And.Not.Contain("\u001b"));
    }

    [TestCase("--out", "error: --out : cannot be written: ")]
    [TestCase("--client", "error: : cannot be read: ")]
    public async Task An_empty_path_exits_2_with_one_line(string option, string start)
    {
        var run = await SuiteProcess.RunAsync("run", "--scenario", "no-request", option, "");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.Output + run.Errors);
        Assert.That(run.Errors, Does.StartWith(start));
        Assert.That(run.Errors.TrimEnd(), Does.Not.Contain("\n"));
    }

    [Test]
    public async Task An_address_that_is_not_this_machines_exits_4_with_one_line()
    {
        var run = await RunAsync("read -r wait", listen: "192.0.2.1:5060");

        Assert.That(run.ExitCode, Is.EqualTo(4), run.Output + run.Errors);
        Assert.That(run.Errors, Does.StartWith("error: 192.0.2.1:5060 cannot be bound: "));
        Assert.That(run.Errors.TrimEnd(), Does.Not.Contain("\n"));
    }

    public void Dispose() => _out.Delete(recursive: true);

    /// <summary>Runs one scenario with a client that is a shell script.</summary>
    private Task<SuiteProcess> RunAsync(string script, string? listen = null)
    {
        var profile = JsonNode.Parse(File.ReadAllText(Solution.Fixture("clients", "reference.json")))!;
        profile["driver"]!["command"] = new JsonArray("sh", "-c", script);
        if (listen is not null)
        {
            profile["ixit"]!["listen"] = listen;
        }

        var file = Path.Combine(_out.FullName, "profile.json");
        File.WriteAllText(file, profile.ToJsonString());
        return SuiteProcess.RunHeedingInterruptsAsync("run", "--client", file, "--out", _out.FullName, "--scenario", "no-request");
    }
}
