using System.Diagnostics;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Processes;

namespace Conformance.Tests.Harness.Driving.Processes;

[Platform("Linux")]
public sealed class ProcessChannelTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly LiveEventLoop _loop = new();
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<string> _ended = new();

    [Test]
    public void Lines_pass_both_ways_as_utf_8()
    {
        Run("""while read -r line; do printf 'got %s\r\n' "$line"; done""", async channel =>
        {
            channel.Send("Grüße 👋");
            channel.Send("two");
            await channel.CloseAsync(Limit);
            return await _ended.Task;
        });

        Assert.That(_lines, Is.EqualTo(new[] { "got Grüße 👋", "got two" }));
    }

    [Test]
    public void Last_line_needs_no_line_end()
    {
        Run("printf unended", _ => _ended.Task);

        Assert.That(_lines, Is.EqualTo(new[] { "unended" }));
    }

    [Test]
    public void Exit_is_told_after_the_output_with_exit_code_and_last_words()
    {
        var ended = Run("echo out; echo first >&2; echo 'no core' >&2; exit 3", _ => _ended.Task);

        Assert.That(ended, Is.EqualTo("the client ended with exit code 3, its last words: no core"));
        Assert.That(_lines, Is.EqualTo(new[] { "out" }));
    }

    [Test]
    public void Command_that_cannot_be_started_is_told()
    {
        var ended = Run(new ProcessStart(["/nonexistent/acme"], new Dictionary<string, string>()), _ => _ended.Task);

        Assert.That(ended, Is.EqualTo("the client cannot be started: /nonexistent/acme: No such file or directory; the profile's command has to name a program that can be run"));
    }

    [Test]
    public void Folder_in_the_place_of_a_program_is_told()
    {
        var ended = Run(new ProcessStart(["/usr"], new Dictionary<string, string>()), _ => _ended.Task);

        Assert.That(ended, Is.EqualTo("the client cannot be started: /usr: Is a folder; the profile's command has to name a program that can be run"));
    }

    [Test]
    public void Closed_stdout_is_told_although_the_client_runs_on()
    {
        var ended = Run("exec >&-; read -r wait", _ => _ended.Task);

        Assert.That(ended, Is.EqualTo("the client closed its stdout"));
    }

    [Test]
    public void Line_longer_than_a_mebibyte_is_told()
    {
        var ended = Run("head -c 1100000 /dev/zero | tr '\\0' x; read -r wait", _ => _ended.Task);

        Assert.That(ended, Is.EqualTo("a line longer than 1048576 octets"));
    }

    [Test]
    public void Line_of_a_mebibyte_is_a_line()
    {
        Run("head -c 1048576 /dev/zero | tr '\\0' x; echo", _ => _ended.Task);

        Assert.That(_lines.Single(), Has.Length.EqualTo(1 << 20));
    }

    [Test]
    public void Line_that_is_not_utf_8_is_told()
    {
        var ended = Run("""printf 'caf\351\n'; read -r wait""", _ => _ended.Task);

        Assert.That(ended, Is.EqualTo("a line that is not UTF-8: 'caf\uFFFD'"));
    }

    [Test]
    public void Stderr_is_kept_in_the_log()
    {
        var log = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.log");
        var start = Shell("printf 'one\\ntwo\\n' >&2") with { Log = log };

        Run(start, _ => _ended.Task);

        Assert.That(File.ReadAllText(log), Is.EqualTo("one\ntwo\n"));
    }

    [Test]
    public void Environment_and_folder_are_those_of_the_start()
    {
        var start = Shell("echo \"$ACME\"; pwd") with
        {
            Environment = new Dictionary<string, string> { ["ACME"] = "debug" },
            Folder = Solution.Fixture("clients"),
        };

        Run(start, _ => _ended.Task);

        Assert.That(_lines, Is.EqualTo(new[] { "debug", Solution.Fixture("clients") }));
    }

    [Test]
    public void Close_ends_a_client_that_reads_to_the_end_of_its_input()
    {
        var ended = Run("while read -r line; do :; done; exit 4", async channel =>
        {
            await channel.CloseAsync(Limit);
            return await _ended.Task;
        });

        Assert.That(ended, Is.EqualTo("the client ended with exit code 4"));
    }

    [Test]
    public async Task Dispose_kills_the_process_and_its_children()
    {
        var child = Run("sleep 300 & echo $!; wait", async _ =>
        {
            while (_lines.Count == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), _loop.Time);
            }

            return _lines[0];
        });

        using var process = Found(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture));
        if (process is not null)
        {
            using var limit = new CancellationTokenSource(Limit);
            await process.WaitForExitAsync(limit.Token);
        }

        Assert.That(Found(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture)), Is.Null);
    }

    [Test]
    public void Client_that_answers_nothing_is_a_fault_of_the_adapter()
    {
        var answer = _loop.Run(async () =>
        {
            using var adapter = new JsonRpcAdapter(_loop, new ProcessChannel(_loop, Shell("while read -r line; do :; done")), TimeSpan.FromMilliseconds(50));
            return await adapter.RegisterAsync();
        });

        Assert.That((answer.Kind, answer.Text), Is.EqualTo((AnswerKind.Fault, "no answer to register within 0.05 s")));
    }

    private static Process? Found(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static ProcessStart Shell(string script) => new(["sh", "-c", script], new Dictionary<string, string>());

    private string Run(string script, Func<ProcessChannel, Task<string>> work) => Run(Shell(script), work);

    private string Run(ProcessStart start, Func<ProcessChannel, Task<string>> work) => _loop.Run(async () =>
    {
        using var channel = new ProcessChannel(_loop, start);
        channel.Start(_lines.Add, _ended.SetResult);
        return await work(channel).WaitAsync(Limit, _loop.Time);
    });
}
