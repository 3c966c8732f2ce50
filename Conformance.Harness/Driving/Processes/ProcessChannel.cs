using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Contract;

namespace Conformance.Harness.Driving.Processes;

/// <summary>
/// A client in a process of its own: lines on its stdin and stdout. Its output is read to the end before its exit is told.
/// Disposing kills the process and its children.
/// </summary>
public sealed class ProcessChannel(EventLoop loop, ProcessStart start) : ILineChannel
{
    private readonly Process _process = new();
    private readonly Channel<string> _outbox = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _disposing = new();
    private Task _life = Task.CompletedTask;
    private LineReader? _reader;
    private bool _isRunning;
    private bool _ended;
    private bool _disposed;

    public string Unfinished => _reader?.Unfinished ?? "";

    public void Start(Action<string> line, Action<string> ended)
    {
        _process.StartInfo = start.ToInfo();
        Orphans.Begin();
        try
        {
            _isRunning = _process.Start();
        }
        catch (Win32Exception problem)
        {
            Orphans.End();
            End(ended, $"the client cannot be started: {start.Refused(problem)}");
            return;
        }

        _reader = new LineReader(_process.StandardOutput.BaseStream);
        _life = Task.Run(() => LiveAsync(_reader, line, ended));
    }

    public void Send(string line) => _outbox.Writer.TryWrite(line);

    public async Task CloseAsync(TimeSpan limit)
    {
        _outbox.Writer.TryComplete();
        await Task.WhenAny(_life, Task.Delay(limit, loop.Time, _disposing.Token));
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _outbox.Writer.TryComplete();
        if (_isRunning)
        {
            _process.KillTree(start.Mark);
            Orphans.End();
        }

        _disposing.Cancel();
        _life.ContinueWith(_ => Release(), TaskScheduler.Default);
    }

    private async Task LiveAsync(LineReader reader, Action<string> line, Action<string> ended)
    {
        var log = new StderrLog(start.Log);
        var output = ReadAsync(reader, line, ended);
        var errors = log.CopyAsync(_process.StandardError.BaseStream, _disposing.Token);
        var writing = WriteAsync();
        var exit = _process.WaitForExitAsync(CancellationToken.None);
        if (await Task.WhenAny(exit, output) == output)
        {
            await TellUnlessItExitsAsync(exit, ended);
        }

        await exit;
        _outbox.Writer.TryComplete();
        await Task.WhenAny(Task.WhenAll(output, errors, writing), Task.Delay(ProcessEnd.Drain, loop.Time, _disposing.Token));
        End(ended, $"the client ended with {ProcessEnd.Words(_process.ExitCode, log.LastLine)}");
    }

    /// <summary>A client without stdout can answer no more; where it has ended, its exit says more.</summary>
    private async Task TellUnlessItExitsAsync(Task exit, Action<string> ended)
    {
        if (await Task.WhenAny(exit, Task.Delay(ProcessEnd.Drain, loop.Time, _disposing.Token)) != exit)
        {
            End(ended, "the client closed its stdout");
        }
    }

    private async Task ReadAsync(LineReader reader, Action<string> line, Action<string> ended)
    {
        try
        {
            while (await reader.ReadAsync(_disposing.Token) is { } text)
            {
                Deliver(line, text);
            }
        }
        catch (InvalidDataException problem)
        {
            End(ended, problem.Message);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The process has ended, which is told elsewhere, or this channel has.
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var text in _outbox.Reader.ReadAllAsync(_disposing.Token))
            {
                await _process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(text + "\n"), _disposing.Token);
                await _process.StandardInput.BaseStream.FlushAsync(_disposing.Token);
            }

            _process.StandardInput.Close();
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The process has closed its stdin: its silence or its exit will tell.
        }
    }

    private void End(Action<string> ended, string what) => loop.Post(() =>
    {
        if (!_disposed && !_ended)
        {
            _ended = true;
            ended(what);
        }
    });

    private void Deliver(Action<string> to, string text) => loop.Post(() =>
    {
        if (!_disposed)
        {
            to(text);
        }
    });

    private void Release()
    {
        _process.Dispose();
        _disposing.Dispose();
    }
}
