using System.Net;
using Conformance.Harness.Driving;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;

namespace Conformance.Tests.Harness.Driving;

/// <summary>When a client says too much: in number, or in octets.</summary>
public class FloodGuardTests
{
    private static readonly IPEndPoint Somewhere = new(IPAddress.Loopback, 5060);

    [TestCase(2000, 10, "the client floods: 2000 messages, reports and connections in 0.0 s")]
    [TestCase(3, 1024 * 1024, "the client floods: 3 MiB in 3 messages, reports and connections in 0.0 s")]
    public void Too_much_ends_the_trace_and_is_told_once(int count, int octets, string expected)
    {
        var (recorder, told) = Flooded(count + 10, octets, Direction.FromClient);

        Assert.That(told, Is.EqualTo(new[] { expected }));
        Assert.That(recorder.Events, Has.Count.EqualTo(count));
    }

    [TestCase(1999, 10, Direction.FromClient)]
    [TestCase(2, 1024 * 1024, Direction.FromClient)]
    [TestCase(3000, 10, Direction.ToClient)]
    [TestCase(20, 1024 * 1024, Direction.ToClient)]
    public void What_is_less_or_the_cores_own_is_let_pass(int count, int octets, Direction direction)
    {
        var (recorder, told) = Flooded(count, octets, direction);

        Assert.That(told, Is.Empty);
        Assert.That(recorder.Events, Has.Count.EqualTo(count));
    }

    private static (TraceRecorder Recorder, List<string> Told) Flooded(int count, int octets, Direction direction)
    {
        var (recorder, told) = (new TraceRecorder(new HandSetClock()), new List<string>());
        recorder.Recorded += new FloodGuard(recorder, told.Add).Watch;
        for (var i = 0; i < count; i++)
        {
            recorder.Message(direction, WireProtocol.Sip, Transport.Tcp, 1, Somewhere, Somewhere, new byte[octets]);
        }

        return (recorder, told);
    }
}
