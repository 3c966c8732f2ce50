using System.Net;
using Conformance.Harness.Wire;

namespace Conformance.Harness.Tracing;

/// <summary>The only writer of a trace. Used from one event loop; sealing ends it.</summary>
public sealed class TraceRecorder(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly List<TraceEvent> _events = [];
    private bool _sealed;

    /// <summary>Raised after each event is recorded.</summary>
    public event Action<TraceEvent>? Recorded;

    public IReadOnlyList<TraceEvent> Events => _events;

    /// <summary>The time since the scenario began.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    private int Next => _events.Count + 1;

    public UserAction Action(UserRequest request) => Add(new UserAction(Next, Now, request));

    public ClientReport Report(Report report) => Add(new ClientReport(Next, Now, report));

    public Connection Connection(ConnectionChange change, Direction initiator, Transport transport, int connectionId, IPEndPoint client, IPEndPoint core) =>
        Add(new Connection(Next, Now, change, initiator, transport, connectionId, client, core));

    public WireMessage Message(Direction direction, WireProtocol protocol, Transport transport, int connectionId, IPEndPoint client, IPEndPoint core, ReadOnlyMemory<byte> octets) =>
        Add(new WireMessage(Next, Now, direction, protocol, transport, connectionId, client, core, octets));

    /// <summary>
    /// Takes over an event that was recorded elsewhere, at this time of this trace: never before the last one, nor in the future.
    /// </summary>
    public void Append(TraceEvent happened, TimeSpan at)
    {
        var least = _events.Count == 0 ? TimeSpan.Zero : _events[^1].At;
        var most = Now;
        Add(happened with { Number = Next, At = at < least ? least : at > most ? most : at });
    }

    /// <summary>Ends recording; what comes later is not part of the trace.</summary>
    public void End() => _sealed = true;

    /// <summary>Ends recording, and gives the trace.</summary>
    public Trace Seal(string scenario, Provisioning provisioning, string? interruption)
    {
        End();
        return new Trace(scenario, provisioning, [.. _events], interruption);
    }

    private T Add<T>(T happened)
        where T : TraceEvent
    {
        if (!_sealed)
        {
            _events.Add(happened);
            Recorded?.Invoke(happened);
        }

        return happened;
    }
}
