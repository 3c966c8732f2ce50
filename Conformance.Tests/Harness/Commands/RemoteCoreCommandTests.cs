using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Conformance.Tests.Harness.Commands;

/// <summary>core --control, and run --core URL: what their callers see.</summary>
public sealed class RemoteCoreCommandTests : IDisposable
{
    private readonly DirectoryInfo _out = Directory.CreateTempSubdirectory("run");

    [Test]
    public async Task Two_runs_share_a_core_and_both_conform()
    {
        using var core = await CoreProcess.StartAsync();

        var runs = await Task.WhenAll(RunAsync("one", core.Control, "--scenario", "ad-hoc*two*"), RunAsync("two", core.Control, "--scenario", "ad-hoc*two*", "--transport", "tls"));
        var health = await SuiteProcess.RunAsync("core", "--health", core.Control);

        Assert.That(runs.Select(it => it.ExitCode), Is.All.EqualTo(3), string.Concat(runs.Select(it => it.Output + it.Errors)));
        Assert.That(runs.Select(it => it.Errors), Is.All.Empty);
        Assert.That(runs.Select(it => it.Output), Has.All.Match(@": not proven: \d+ pass, 0 fail, "));
        Assert.That((health.ExitCode, health.Errors), Is.EqualTo((0, "")));
        Assert.That(Result("one")["core"]!.GetValue<string>(), Is.EqualTo(core.Control));
    }

    /// <summary>What was proven stays, what was cut off is inconclusive, and the run ends with 4.</summary>
    [Test]
    public async Task A_core_that_is_killed_ends_the_run_with_4_and_what_was_proven_is_kept()
    {
        using var core = await CoreProcess.StartAsync();
        var run = RunAsync("killed", core.Control);
        await Eventually.Is(() => File.Exists(Path.Combine(_out.FullName, "killed", "traces", "ad-hoc-chat-maximum.ndjson")), TimeSpan.FromMinutes(1));

        core.Kill();

        var killed = await run;
        Assert.That(killed.ExitCode, Is.EqualTo(4), killed.Output);
        Assert.That(killed.Errors.TrimEnd(), Does.Match("^error: the core was lost: [^\n]*; what was proven until then is in .*$"));
        var totals = Result("killed")["totals"]!;
        Assert.That(totals["pass"]!.GetValue<int>(), Is.Positive);
        Assert.That((totals["fail"]!.GetValue<int>(), totals["error"]!.GetValue<int>()), Is.EqualTo((0, 0)));
        Assert.That(totals["inconclusive"]!.GetValue<int>(), Is.Positive);
        Assert.That(killed.Output, Does.Match("scenarios? [a-z, -]+ interrupted: the core was lost: "));
    }

    [Test]
    public async Task Where_there_is_no_core_the_run_exits_4_with_one_line()
    {
        var run = await RunAsync("none", "http://127.0.0.1:1");
        var health = await SuiteProcess.RunAsync("core", "--health", "http://127.0.0.1:1");

        Assert.That((run.ExitCode, health.ExitCode), Is.EqualTo((4, 4)));
        Assert.That(run.Errors.TrimEnd(), Does.Match("^error: no core answers at http://127.0.0.1:1/: [^\n]*; start one with 'core --control'$"));
        Assert.That(health.Errors, Is.EqualTo(run.Errors));
    }

    [TestCase("--control", "0.0.0.0:0", "error: --control 0.0.0.0:0: others than this machine reach that address; set CONFORMANCE_CORE_TOKEN to a secret, or use 127.0.0.1")]
    [TestCase("--control", "8080", "error: --control 8080: not an address and port; write 127.0.0.1:5060 or [::1]:5060")]
    [TestCase("--listen", "127.0.0.1:65533", "error: --listen 127.0.0.1:65533: four ports in a row are needed; choose one up to 65532")]
    [TestCase("--listen", "localhost", "error: --listen localhost: not an address and port; write 127.0.0.1:5060 or [::1]:5060")]
    [TestCase("--health", "nonsense", "error: --health nonsense: must be a URL: http://127.0.0.1:8080")]
    public async Task A_core_that_is_told_nonsense_exits_2_with_one_line(string option, string value, string line)
    {
        var core = await SuiteProcess.RunAsync("core", option, value);

        Assert.That((core.ExitCode, core.Errors.TrimEnd()), Is.EqualTo((2, line)));
    }

    [Test]
    public async Task A_control_on_a_busy_port_exits_4_with_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var core = await SuiteProcess.RunAsync("core", "--listen", "127.0.0.1:0", "--control", $"{taken.LocalEndpoint}");

        Assert.That((core.ExitCode, core.Errors.TrimEnd()), Is.EqualTo((4, $"error: {taken.LocalEndpoint} is in use by another process; free it or choose another")));
    }

    [Test]
    public async Task A_name_that_is_none_is_advertised_by_no_core()
    {
        var core = await SuiteProcess.RunAsync("core", "--listen", "127.0.0.1:0", "--advertise", "no.such.host.invalid");

        Assert.That(core.ExitCode, Is.EqualTo(2));
        Assert.That(core.Errors, Does.StartWith("error: --advertise no.such.host.invalid: no address of that name: "));
    }

    public void Dispose() => _out.Delete(recursive: true);

    private Task<SuiteProcess> RunAsync(string name, string core, params IReadOnlyList<string> arguments) =>
        SuiteProcess.RunAsync(["run", "--core", core, "--out", Path.Combine(_out.FullName, name), .. arguments]);

    private JsonNode Result(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(_out.FullName, name, "results.json")))!;
}
