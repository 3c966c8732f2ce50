using System.Net;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Tests.Harness.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Tracing;

internal sealed class TraceFilePropertyTests
{
    private static readonly Gen<byte[]> Octets = ArbMap.Default.GeneratorFor<byte[]>();

    private static readonly Gen<string> Text =
        from characters in Gen.Elements("ab \"\\/\r\n\t\0\u007Fü€\uFFFD\u2028{}[]:,".ToCharArray()).ArrayOf()
        select new string(characters);

    private static readonly Gen<IPEndPoint> EndPoint =
        from address in Gen.Elements("127.0.0.1", "::1", "2001:db8::1", "::ffff:192.0.2.1").Select(IPAddress.Parse)
        from port in Gen.Choose(0, 65535)
        select new IPEndPoint(address, port);

    private static readonly Gen<TraceEvent> Message =
        from octets in Octets
        from direction in Gen.Elements(Enum.GetValues<Direction>())
        from transport in Gen.Elements(Enum.GetValues<Transport>())
        from protocol in Gen.Elements(Enum.GetValues<WireProtocol>())
        from connection in Gen.Choose(0, 9)
        from client in EndPoint
        from core in EndPoint
        select (TraceEvent)new WireMessage(0, default, direction, protocol, transport, connection, client, core, octets);

    private static readonly Gen<TraceEvent> Change =
        from change in Gen.Elements(Enum.GetValues<ConnectionChange>())
        from initiator in Gen.Elements(Enum.GetValues<Direction>())
        from client in EndPoint
        from core in EndPoint
        select (TraceEvent)new Connection(0, default, change, initiator, Transport.Tls, 1, client, core);

    private static readonly Gen<TraceEvent> Said =
        from texts in Text.ArrayOf(4)
        from lists in Text.ListOf()
        from isAction in Gen.Elements(true, false)
        select isAction
            ? (TraceEvent)new UserAction(0, default, new StartChat([.. lists]))
            : new ClientReport(0, default, new ChatDescribed(1, texts[0], texts[1], null, [.. lists], null, lists.Count > 1 ? [.. lists] : null));

    private static readonly Gen<Trace> AnyTrace =
        from events in Gen.OneOf(Message, Change, Said).ListOf()
        from ticks in ArbMap.Default.GeneratorFor<long>()
        from scenario in Text
        from interruption in Text
        select new Trace(
            scenario,
            SampleTrace.Provisioning,
            [.. events.Select((it, index) => it with { Number = index + 1, At = TimeSpan.FromTicks(ticks + index) })],
            interruption);

    [FsCheck.NUnit.Property(MaxTest = 200, Replay = BodyGenerators.Replay)]
    public Property Any_trace_comes_back() => Prop.ForAll(AnyTrace.ToArbitrary(), trace =>
    {
        var read = TraceFile.Read(new MemoryStream(Write(trace)));
        return (read.Scenario, read.Interruption) == (trace.Scenario, trace.Interruption)
            && read.Events.Count == trace.Events.Count
            && read.Events.Zip(trace.Events).All(it => SampleTrace.AreSame(it.First, it.Second));
    });

    [FsCheck.NUnit.Property(MaxTest = 500, Replay = BodyGenerators.Replay)]
    public Property Damaged_file_is_read_or_refused_and_nothing_else() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        ArbMap.Default.ArbFor<byte>(),
        (place, octet) =>
        {
            var octets = Write(SampleTrace.Small);
            octets[place % octets.Length] = octet;
            return ReadsOrNamesTheLine(octets);
        });

    [FsCheck.NUnit.Property(MaxTest = 200, Replay = BodyGenerators.Replay)]
    public Property Random_octets_are_refused() => Prop.ForAll(Octets.ToArbitrary(), ReadsOrNamesTheLine);

    private static bool ReadsOrNamesTheLine(byte[] octets)
    {
        try
        {
            return TraceFile.Read(new MemoryStream(octets)).Events.Count == SampleTrace.Small.Events.Count;
        }
        catch (InvalidDataException e)
        {
            return e.Message.StartsWith("line ", StringComparison.Ordinal);
        }
    }

    private static byte[] Write(Trace trace)
    {
        using var stream = new MemoryStream();
        TraceFile.Write(stream, trace);
        return stream.ToArray();
    }
}
