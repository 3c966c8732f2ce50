using System.Globalization;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>Ends a scenario in which the client never stops talking: its trace would outgrow memory, and what is in it proves little.</summary>
internal sealed class FloodGuard(TraceRecorder recorder, Action<string> interrupt)
{
    /// <summary>Many times what a client has to say in any scenario.</summary>
    private const int Most = 2000;

    private int _said;

    /// <summary>Takes each event of the trace.</summary>
    public void Watch(TraceEvent happened)
    {
        if (happened is WireMessage { IsFromClient: true } or ClientReport or Connection { Initiator: Direction.FromClient } && ++_said == Most)
        {
            recorder.End();
            interrupt(string.Create(CultureInfo.InvariantCulture, $"the client floods: {Most} messages, reports and connections in {happened.At.TotalSeconds:0.0} s"));
        }
    }
}
