using System.Runtime.InteropServices;

namespace Conformance.Harness.Commands;

/// <summary>
/// Ctrl-C (SIGINT) and SIGTERM as a request to stop in order: clients are ended, and what was proven is kept. The second
/// one ends the process at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private volatile int _exitCode;

    public StopSignals()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, 15)),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>As shells have it, 128 and the number of the signal; null while there was none.</summary>
    public int? ExitCode => _exitCode == 0 ? null : _exitCode;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal, int number)
    {
        if (_exitCode == 0)
        {
            signal.Cancel = true;
            _exitCode = 128 + number;
            _stop.Cancel();
        }
    }
}
