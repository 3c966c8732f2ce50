using System.Diagnostics.CodeAnalysis;
using Conformance.Harness.Mutation;

namespace Conformance.Harness.Driving;

/// <summary>
/// What passed the ports of the undisturbed reference client in one scenario, in order. Runs repeat exactly: a tamper that
/// lets all of it pass as it is would drive the same run again, and need not be driven to know it.
/// </summary>
internal sealed class Tape
{
    private readonly List<Func<Tamper, bool>> _calls = [];

    /// <summary>Lets everything pass and keeps it. For one client instance, while the tape is not played.</summary>
    public Tamper Recorder => new()
    {
        Send = it => [Kept(it, tamper => IsSame(tamper.Send(it), it))],
        Receive = (protocol, octets) => [Kept(octets, tamper => IsSame(tamper.Receive(protocol, octets), octets))],
        Connect = it => Kept(it, tamper => it.Equals(tamper.Connect(it))),
        Command = line =>
        {
            var (copy, text) = (line.DeepClone(), line.ToJsonString());
            return Kept(line, tamper => tamper.Command(copy.DeepClone().AsObject()).ToJsonString() == text);
        },
        Report = line =>
        {
            var (copy, text) = (line.DeepClone(), line.ToJsonString());
            return [Kept(line, tamper => tamper.Report(copy.DeepClone().AsObject()).ToList() is [var only] && only.ToJsonString() == text)];
        },
    };

    /// <summary>
    /// Plays what was recorded through a new tamper, up to the first thing that it changes; whether there is none. What
    /// comes of a tamper that throws is for the drive to show.
    /// </summary>
    [SuppressMessage("Design", "CA1031", Justification = "A tamper is code of a mutant, and may throw anything.")]
    public bool PassesUnchanged(Tamper tamper)
    {
        try
        {
            return _calls.TrueForAll(it => it(tamper));
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static bool IsSame(IEnumerable<Outgoing> sent, Outgoing message) =>
        sent.ToList() is [var only]
        && (only.Protocol, only.Transport) == (message.Protocol, message.Transport)
        && only.Octets.Span.SequenceEqual(message.Octets.Span);

    private static bool IsSame(IEnumerable<ReadOnlyMemory<byte>> received, ReadOnlyMemory<byte> octets) =>
        received.ToList() is [var only] && only.Span.SequenceEqual(octets.Span);

    private T Kept<T>(T passing, Func<Tamper, bool> isLetPass)
    {
        _calls.Add(isLetPass);
        return passing;
    }
}
