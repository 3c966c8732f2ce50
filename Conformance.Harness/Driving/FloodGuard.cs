using System.Globalization;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>Ends a scenario in which the client never stops talking: its trace would outgrow memory, and what is in it proves little.</summary>
internal sealed class FloodGuard(TraceRecorder recorder, Action<string> interrupt)
{
    /// <summary>Many times what a client has to say in any scenario.</summary>
    private const int Most = 2000;

    /// <summary>The same in octets: 2 MiB.</summary>
    private const int MostOctets = 2 << 20;

    private int _said;
    private long _octets;
    private bool _isOver;

    /// <summary>Takes each event of the trace.</summary>
    public void Watch(TraceEvent happened)
    {
        if (_isOver || happened is not (WireMessage { IsFromClient: true } or ClientReport or Connection { Initiator: Direction.FromClient }))
        {
            return;
        }

        _said++;
        _octets += happened is WireMessage message ? message.Octets.Length : 0;
        if (_said >= Most)
        {
            End(string.Create(CultureInfo.InvariantCulture, $"{Most} messages, reports and connections in {happened.At.TotalSeconds:0.0} s"));
        }
        else if (_octets > MostOctets)
        {
            End(string.Create(CultureInfo.InvariantCulture, $"{_octets >> 20} MiB in {_said} messages, reports and connections in {happened.At.TotalSeconds:0.0} s"));
        }
    }

    private void End(string what)
    {
        _isOver = true;
        recorder.End();
        interrupt($"the client floods: {what}");
    }
}
