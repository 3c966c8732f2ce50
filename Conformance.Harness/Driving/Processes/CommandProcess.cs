using System.ComponentModel;
using System.Diagnostics;
using Conformance.Harness.Core.Network;

namespace Conformance.Harness.Driving.Processes;

/// <summary>One command line of a client that has one for each verb. Disposing kills it and its children.</summary>
internal sealed class CommandProcess : IDisposable
{
    private readonly EventLoop _loop;
    private readonly Process _process;
    private readonly string _mark;
    private readonly CancellationTokenSource _disposing = new();
    private Action<int, string> _ended;
    private IDisposable? _limit;
    private bool _isOver;
    private bool _disposed;

    private CommandProcess(EventLoop loop, Process process, string mark, Action<int, string> ended)
    {
        _loop = loop;
        _mark = mark;
        _process = process;
        _ended = ended;
    }

    /// <summary>Starts it.</summary>
    /// <param name="loop">Where its end is told.</param>
    /// <param name="start">The command.</param>
    /// <param name="ended">Told its exit code and its last words; not once it is disposed.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static CommandProcess Start(EventLoop loop, ProcessStart start, Action<int, string> ended)
    {
        Orphans.Begin();
        try
        {
            var process = Process.Start(start.ToInfo())!;
            process.StandardInput.Close();
            var command = new CommandProcess(loop, process, start.Mark, ended);
            _ = Task.Run(() => command.LiveAsync(start.Log));
            return command;
        }
        catch (Win32Exception problem)
        {
            Orphans.End();
            throw new IOException(start.Refused(problem), problem);
        }
    }

    /// <summary>Waits for it to end, and kills it and its children when the limit is over.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="ended">Told that it has ended, in the place of what was told so far; not where it has ended before.</param>
    public void End(TimeSpan limit, Action ended)
    {
        if (!_isOver)
        {
            _ended = (_, _) => ended();
            _limit = _loop.After(limit, () =>
            {
                Dispose();
                ended();
            });
        }
    }

    /// <summary>Asks it to end, as the user of a shell does: SIGTERM. A system without signals kills it.</summary>
    public void Terminate() => _process.Terminate();

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _limit?.Dispose();
        _process.KillTree(_mark);
        Orphans.End();
        _disposing.Cancel();
    }

    private async Task LiveAsync(string? log)
    {
        var output = new StderrLog(null);
        var errors = new StderrLog(log);
        var copying = Task.WhenAll(
            output.CopyAsync(_process.StandardOutput.BaseStream, _disposing.Token),
            errors.CopyAsync(_process.StandardError.BaseStream, _disposing.Token));
        await _process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAny(copying, Task.Delay(ProcessEnd.Drain, _loop.Time, CancellationToken.None));
        var code = _process.ExitCode;
        _process.Dispose();
        _loop.Post(() =>
        {
            if (!_disposed)
            {
                _isOver = true;
                _limit?.Dispose();
                _ended(code, ProcessEnd.Words(code, errors.LastLine ?? output.LastLine));
            }
        });
    }
}
