using System.Net;
using System.Net.Sockets;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Harness.Tracing;

/// <summary>
/// Several traces one after the other in one, each on hosts of its own: a reader of captures that takes long to start reads
/// them all at once. Events are numbered anew, so that what it says of one leads back to where that came from.
/// </summary>
internal sealed class MergedTrace
{
    /// <summary>Longer than any scenario of the catalogue, in memory's time.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromHours(4);

    /// <summary>More connections than one scenario has.</summary>
    private const int Connections = 1000;

    private readonly List<string> _names = [];

    public MergedTrace(IReadOnlyList<(string Name, Trace Trace)> traces)
    {
        var events = new List<TraceEvent>();
        for (var i = 0; i < traces.Count; i++)
        {
            foreach (var happened in traces[i].Trace.Events)
            {
                _names.Add($"{traces[i].Name} event {happened.Number}");
                events.Add(Moved(happened, i, _names.Count));
            }
        }

        Whole = traces[0].Trace with { Scenario = "all", Events = events };
    }

    public Trace Whole { get; }

    /// <summary>What the event of that number in the whole was: "NAME event NUMBER".</summary>
    public string NameOf(int number) => _names[number - 1];

    private static TraceEvent Moved(TraceEvent happened, int trace, int number)
    {
        var moved = happened with { Number = number, At = happened.At + (trace * Apart) };
        return moved switch
        {
            WireMessage it => it with { Client = Moved(it.Client, trace), Core = Moved(it.Core, trace), ConnectionId = (trace * Connections) + it.ConnectionId },
            Connection it => it with { Client = Moved(it.Client, trace), Core = Moved(it.Core, trace), ConnectionId = (trace * Connections) + it.ConnectionId },
            _ => moved,
        };
    }

    /// <summary>Into 10.0.0.0/8 or a /48 of 2001:db8::/32, by the number of the trace.</summary>
    private static IPEndPoint Moved(IPEndPoint end, int trace)
    {
        var octets = end.Address.GetAddressBytes();
        var (high, low) = ((byte)(trace >> 8), (byte)trace);
        if (end.AddressFamily == AddressFamily.InterNetwork)
        {
            return new IPEndPoint(new IPAddress([10, high, low, octets[3]]), end.Port);
        }

        (octets[4], octets[5]) = (high, low);
        return new IPEndPoint(new IPAddress(octets), end.Port);
    }
}
