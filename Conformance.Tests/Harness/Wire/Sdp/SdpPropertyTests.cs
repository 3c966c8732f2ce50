using Conformance.Harness.Wire.Sdp;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Wire.Sdp;

internal sealed class SdpPropertyTests
{
    private static readonly Gen<(char Type, string Value)> Attribute =
        Gen.Elements(('a', "sendrecv"), ('a', "path:msrp://192.0.2.1:9/x;tcp"), ('a', "x:ü"), ('a', "accept-types:* text/plain"), ('a', "x!#$%&'*+-.^_`{|}~:\t"));

    private static readonly Gen<(char Type, string Value)[]> Media =
        from media in Gen.Elements("message 9 TCP/MSRP *", "audio 49170/2 RTP/AVP 0 8 101", "application 0 TCP/TLS/BFCP *")
        from title in Optional('i', "über")
        from connections in Gen.Elements("IN IP4 192.0.2.1", "IN IP6 ::1", "IN IP4 example.com", "IN IP4 224.0.0.1/1").Select(it => ('c', it)).NonEmptyListOf()
        from bandwidth in Optional('b', "AS:64")
        from key in Optional('k', "uri:https://example.com/")
        from attributes in Attribute.ArrayOf()
        select new[] { ('m', media) }.Concat(title).Concat(connections).Concat(bandwidth).Concat(key).Concat(attributes).ToArray();

    private static readonly Gen<(char Type, string Value)[]> Description =
        from origin in Gen.Elements("- 1 1 IN IP4 192.0.2.1", "zoë 0 18446744073709551616 IN IP6 2001:DB8::1", "a 1 1 IN IP4 host.example.com")
        from name in Gen.Elements(" ", "-", "a name", "名")
        from about in Optional('i', "about")
        from contacts in Gen.SubListOf(('e', "a@example.com"), ('e', "b@example.com"), ('p', "+1 617 555-6011"))
        from connection in Optional('c', "IN IP4 0.0.0.0")
        from repeats in Gen.SubListOf(('r', "7d 1h 0 25h"), ('t', "3034423619 3042462419"), ('r', "604800 3600 0"))
        from attributes in Attribute.ArrayOf()
        from media in Media.ArrayOf()
        select new[] { ('v', "0"), ('o', origin), ('s', name) }
            .Concat(about).Concat(contacts).Concat(connection).Append(('t', "0 0")).Concat(repeats).Concat(attributes).Concat(media.SelectMany(it => it))
            .ToArray();

    [FsCheck.NUnit.Property(Replay = BodyGenerators.Replay)]
    public Property Description_written_parsesToTheSame() => Prop.ForAll(Description.ToArbitrary(), lines =>
    {
        var octets = lines.Aggregate(new SdpWriter(), (writer, line) => writer.Line(line.Type, line.Value)).Write();
        var reading = SdpDescription.Parse(octets, new(0, octets.Length));
        return reading.IsSound
            && reading.Value!.Lines.Select(line => (line.Type, line.Value)).SequenceEqual(lines)
            && reading.Value.Media.Count == lines.Count(line => line.Type == 'm')
            && reading.Value.Attributes.Count + reading.Value.Media.Sum(media => media.Attributes.Count) == lines.Count(line => line.Type == 'a');
    });

    [FsCheck.NUnit.Property(Replay = BodyGenerators.Replay)]
    public Property Description_withRequiredLineLeftOut_isBroken() => Prop.ForAll(
        Description.ToArbitrary(),
        Gen.Elements("vos".ToCharArray()).ToArbitrary(),
        (lines, type) =>
        {
            var octets = lines.Where(line => line.Type != type).Aggregate(new SdpWriter(), (writer, line) => writer.Line(line.Type, line.Value)).Write();
            return SdpDescription.Parse(octets, new(0, octets.Length)).Defects.Count == 1;
        });

    [FsCheck.NUnit.Property(MaxTest = 1000, Replay = BodyGenerators.Replay)]
    public Property Description_ofAnyOctets_isReadWithSpansInside() => Prop.ForAll(
        BodyGenerators.Soup("v=0", "o=- 1 1 IN IP4 ", "c=IN IP6 ", "m=message 9 TCP/MSRP *", "m=", "t=0 0", "r=", "z=1 ", "k=", "b=", "a=x:", "a=", "::", "1.2.3.4", "/1", "\r\n", "\n", "\r", " ", "=").ToArbitrary(),
        octets =>
        {
            var reading = SdpDescription.Parse(octets, new(0, octets.Length));
            var spans = reading.Defects.Select(it => it.Span).Concat(reading.Value!.Lines.SelectMany(line => new[] { line.Span, line.ValueSpan }));
            return reading.Defects.Count > 0 && spans.All(it => it.Offset >= 0 && it.Length >= 0 && it.End <= octets.Length);
        });

    private static Gen<(char Type, string Value)[]> Optional(char type, string value) => Gen.Elements<(char, string)[]>([], [(type, value)]);
}
