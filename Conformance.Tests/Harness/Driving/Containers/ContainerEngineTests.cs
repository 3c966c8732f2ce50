using System.Runtime.Versioning;
using Conformance.Tests.Harness.Commands;

namespace Conformance.Tests.Harness.Driving.Containers;

/// <summary>--core container where the engine is not what it should be; a script stands in for it.</summary>
[Platform(Exclude = "Win", Reason = "the scripts are for sh")]
[UnsupportedOSPlatform("windows")]
public sealed class ContainerEngineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine");

    [Test]
    public async Task Without_an_engine_the_run_exits_4_with_one_line() =>
        await ExpectAsync("error: --core container: neither docker nor podman is on the PATH; install one, or use --core embedded");

    [Test]
    public async Task An_engine_that_does_not_run_is_named_with_what_it_says()
    {
        Script("docker", "echo one >&2; echo 'Cannot connect to the daemon' >&2; echo \"Run 'docker ps --help' for more information\" >&2; exit 1");

        await ExpectAsync("error: --core container: 'docker ps' failed: Cannot connect to the daemon; start the engine, or use --core embedded");
    }

    [Test]
    public async Task Podman_is_taken_where_docker_does_not_run()
    {
        Script("docker", "echo broken >&2; exit 1");
        Script("podman", $"echo \"$@\" >> {_folder.FullName}/log; test \"$1\" != images || echo 0123; test \"$1\" != run || {{ echo no network >&2; exit 125; }}");

        await ExpectAsync("error: 'podman run' failed: no network");
        Assert.That(Log, Does.Match("^ps --quiet\nps --all --filter label=sip-im-conformance.core --format .*\nimages --quiet sip-im-conformance:.*\nrun --detach "));
    }

    [Test]
    public async Task A_core_that_does_not_come_up_is_removed_and_its_last_words_are_told()
    {
        Script("docker", $"echo \"$@\" >> {_folder.FullName}/log; case \"$1\" in images) echo 0123;; run) echo abcdef;; inspect) echo false;; logs) echo 'error: no memory';; esac");

        await ExpectAsync("error: --core container: the core does not come up: error: no memory");
        Assert.That(Log, Does.EndWith("rm --force --volumes abcdef\n"));
    }

    /// <summary>Somebody else may take a port in the meantime: the engine then keeps the container that it could not start.</summary>
    [Test]
    public async Task What_could_not_be_started_for_a_taken_port_is_removed_and_other_ports_are_tried()
    {
        Script("docker", $"echo \"$@\" >> {_folder.FullName}/log; case \"$1\" in images) echo 0123;; run) echo 'Bind for 127.0.0.1:1 failed: port is already allocated' >&2; exit 125;; esac");

        await ExpectAsync("error: 'docker run' failed: Bind for 127.0.0.1:1 failed: port is already allocated");
        var names = Log.Split('\n').Where(it => it.StartsWith("run ", StringComparison.Ordinal)).Select(it => it.Split(' ')[3]).ToList();
        Assert.That(names, Has.Count.EqualTo(5).And.Unique);
        Assert.That(Log.Split('\n').Where(it => it.StartsWith("rm ", StringComparison.Ordinal)), Is.EqualTo(names.Select(it => $"rm --force --volumes {it}")));
    }

    /// <summary>One of a process that is gone goes, one of a process that lives stays.</summary>
    [Test]
    public async Task What_killed_runs_have_left_is_removed_first()
    {
        using var living = System.Diagnostics.Process.GetCurrentProcess();
        var owner = FormattableString.Invariant($"{living.Id}-{living.StartTime.ToUniversalTime():yyyyMMddHHmmss}");
        Script("docker", $"echo \"$@\" >> {_folder.FullName}/log; case \"$*\" in 'ps --all'*) echo 'aaa {owner}'; echo 'bbb {living.Id}-20000101000000'; echo 'ccc 999999999-1';; images*) exit 1;; esac");

        await ExpectAsync("error: 'docker images' failed: exit code 1");
        Assert.That(Log.Split('\n').Where(it => it.StartsWith("rm ", StringComparison.Ordinal)), Is.EqualTo(new[] { "rm --force --volumes bbb", "rm --force --volumes ccc" }));
    }

    /// <summary>Whoever reaches a core can have it send: its ports are for this machine, its token is in no command line.</summary>
    [Test]
    public async Task Ports_are_published_on_loopback_only_and_no_secret_is_in_a_command_line()
    {
        Script("docker", $"echo \"$@\" >> {_folder.FullName}/log; echo \"$CONFORMANCE_CORE_TOKEN\" >> {_folder.FullName}/tokens; case \"$1\" in images) echo 0123;; run) exit 1;; esac");

        await ExpectAsync("error: 'docker run' failed: exit code 1");
        var run = Log.Split('\n').Single(it => it.StartsWith("run ", StringComparison.Ordinal)).Split(' ');
        var token = File.ReadAllLines(Path.Combine(_folder.FullName, "tokens")).Single(it => it.Length > 0);
        Assert.That(run.Where((_, i) => i > 0 && run[i - 1] == "--publish"), Has.Exactly(6).StartsWith("127.0.0.1:"));
        Assert.That(token, Does.Match("^[0-9a-f]{32}$"));
        Assert.That(Log, Does.Not.Contain(token));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Log => File.ReadAllText(Path.Combine(_folder.FullName, "log"));

    private void Script(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task ExpectAsync(string line)
    {
        var run = await SuiteProcess.RunWithAsync(
            new Dictionary<string, string> { ["PATH"] = _folder.FullName },
            "run", "--core", "container", "--out", Path.Combine(_folder.FullName, "results"));
        Assert.That(run.ExitCode, Is.EqualTo(4), run.Output + run.Errors);
        Assert.That(run.Errors.TrimEnd(), Is.EqualTo(line));
    }
}
